"""Pledges that a figure of a period counts, as an address asks for them: "made:2025-26", "kept,partly:2025-26-Q1".

The same that the database counts for a month: see `pledges_outturn_of` in migration 0007.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.db.models import Q

from pledges.models import Stage, What
from stevenage_cwb.common.years import UNITED_KINGDOM, days_of_period

ASKED = re.compile(r"([a-z_,]{1,60}):([0-9A-Z-]{7,12})")
# A pledge without a day is due so long after it was first published.
A_YEAR = timedelta(days=365)
SAID = {
    What.MADE: "first published",
    What.DUE: "due for review",
    What.ANSWERED: "due for review and reported on",
    What.KEPT: "kept",
    What.PARTLY: "partly kept",
    What.NOT_KEPT: "not kept",
}


@dataclass(frozen=True)
class Counted:
    """What pledges are counted for, and the days that make them so: from the first up to, and without, the last."""

    whats: tuple[What, ...]
    period: str
    first: date
    before: date

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what an address asks for, None where it asks for nothing that there is."""
        found = ASKED.fullmatch(text)
        days = days_of_period(found[2]) if found else None
        if found is None or days is None or not set(found[1].split(",")) <= set(What.values):
            return None
        return cls(tuple(map(What, found[1].split(","))), found[2], *days)

    def __str__(self) -> str:
        return f"{' or '.join(SAID[what] for what in self.whats)} in {self.period}"

    def condition(self) -> Q:
        """Return which published pledges are counted."""
        condition = Q(pk__in=[])
        for what in self.whats:
            condition |= self._of(what)
        return condition

    def _of(self, what: What) -> Q:
        published_in = Q(first_published_at__gte=midnight(self.first), first_published_at__lt=midnight(self.before))
        if what == What.MADE:
            return published_in
        if what in (What.DUE, What.ANSWERED):
            a_year_ago = Q(
                due_on=None,
                first_published_at__gte=midnight(self.first) - A_YEAR,
                first_published_at__lt=midnight(self.before) - A_YEAR,
            )
            due = Q(due_on__gte=self.first, due_on__lt=self.before) | a_year_ago
            return due & ~Q(delivery=Stage.NONE) if what == What.ANSWERED else due
        return Q(delivery=what.value, delivered_on__gte=self.first, delivered_on__lt=self.before)


def midnight(day: date) -> datetime:
    """Return when a day begins in the United Kingdom. In UTC, where a day more is always 24 hours more."""
    return datetime.combine(day, time.min, UNITED_KINGDOM).astimezone(UTC)
