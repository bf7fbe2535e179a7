"""Filters for the charter's templates."""
