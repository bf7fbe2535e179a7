"""Joins the apps into one portal and owns no council data."""
