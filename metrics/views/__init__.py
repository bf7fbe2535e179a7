"""Reads a request, calls one thing, answers."""
