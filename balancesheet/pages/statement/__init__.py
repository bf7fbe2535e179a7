"""The statement: what a place holds, what came and went in a year, and what is still owed."""

from balancesheet.pages.statement.page import Statement, statement

__all__ = ["Statement", "statement"]
