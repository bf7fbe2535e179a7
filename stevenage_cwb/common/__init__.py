"""Shared words. Imports no app."""
