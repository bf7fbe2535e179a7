"""What every test gets."""

from collections.abc import Iterator

import pytest

import charter.pages


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Forget the words that an earlier test left in memory."""
    charter.pages.snapshot.forget()
    yield
    charter.pages.snapshot.forget()
