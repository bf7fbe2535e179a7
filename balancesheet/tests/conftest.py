"""Books that a test can post to."""

import pytest

from balancesheet.tests.make import make_books


@pytest.fixture
def books(db: None) -> None:
    """Ledgers N1, N2 and TOWN with the years 2024-25 to 2026-27, all open."""
    make_books(2024, 2025, 2026)
