"""A small set of rows kept in memory, so that a page can be shown while the database is away."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError

T = TypeVar("T")

# Each process reads anew after this time: an officer's change of wording shows within it.
SECONDS = 5.0


class Snapshot(Generic[T]):
    """Rows as last read; what the portal ships with where the database has never been seen."""

    def __init__(self, *, read: Callable[[], T], shipped: Callable[[], T]) -> None:
        self._read, self._shipped = read, shipped
        self._kept: T | None = None
        self._read_at = float("-inf")

    def current(self) -> T:
        """Return the rows, at most SECONDS old while the database answers."""
        now = time.monotonic()
        if self._kept is None or now - self._read_at > SECONDS:
            try:
                self._kept = self._read()
            except (OperationalError, InterfaceError):
                if self._kept is None:
                    return self._shipped()
            # While the database is away nobody waits for it again before the time is over.
            self._read_at = now
        return self._kept

    def forget(self) -> None:
        """Read anew at the next call."""
        self._kept, self._read_at = None, float("-inf")
