"""Grants in the 360Giving Data Standard: taken in row by row, kept version by version."""

from balancesheet.actions.grants.importing import DUPLICATE, IMPORTED, REFUSED, Report, import_grants

__all__ = ["DUPLICATE", "IMPORTED", "REFUSED", "Report", "import_grants"]
