"""The newest payments of what is sought, page by page, at the same cost among a hundred thousand and ten million.

What is common is met within a few thousand of the newest payments. For what is rare, the totals say which
attributions have any, in which quarters: the newest of each are read through its own index, and merged.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from django.db import connection

from spending.pages.payments.sought import Sought

# Of how many of the newest payments one is looked for, before the totals are asked: for each that is wanted.
WALKED_FOR_EACH = 40

CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|undated)\.([0-9]{1,18})")
UNDATED = "undated"

# The order of the indexes: see `spending.models.attribution.newest_first`.
ORDER = "pay_date DESC NULLS LAST, payment_id DESC"
WALK = """
    SELECT pay_date, payment_id FROM (
        SELECT * FROM spending_attributedpayment WHERE {days} ORDER BY {order} LIMIT %(walked)s
    ) newest
    WHERE {conditions} ORDER BY {order} LIMIT %(size)s
"""
MERGE = """
    SELECT found.pay_date, found.payment_id
    FROM unnest(%(of)s::bigint[]) AS of CROSS JOIN LATERAL (
        SELECT pay_date, payment_id FROM spending_attributedpayment
        WHERE {each} = of AND {days} AND {conditions} ORDER BY {first}{order} LIMIT %(size)s
    ) found
    ORDER BY {order} LIMIT %(size)s
"""
OF_ONE = """
    SELECT pay_date, payment_id FROM spending_attributedpayment
    WHERE {days} AND {conditions} ORDER BY {order} LIMIT %(size)s
"""


# How many payments are sought in each quarter, by its first day, and without a date; empty where no total knows.
ByQuarter = Mapping[date | None, int]


class Cursor(NamedTuple):
    """A place in the list: after the payment of this day and, among equals, of this number."""

    pay_date: date | None
    payment: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place an address names, None where it names none."""
        found = CURSOR.fullmatch(text)
        if found is None:
            return None
        try:
            return cls(None if found[1] == UNDATED else date.fromisoformat(found[1]), int(found[2]))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.pay_date or UNDATED}.{self.payment}"


@dataclass(frozen=True)
class Stretch:
    """A part of the list: days from one to before another and after a place; or the payments without a date."""

    since: date | None = None
    until: date | None = None
    after: Cursor | None = None
    is_undated: bool = False

    def sql(self) -> str:
        if self.is_undated:
            return "pay_date IS NULL" + (" AND payment_id < %(after)s" if self.after else "")
        parts = {
            "pay_date >= %(since)s": self.since,
            "pay_date < %(until)s": self.until,
            # The first condition is the one an index understands; the second leaves out the equals already seen.
            "pay_date <= %(day)s AND (pay_date < %(day)s OR payment_id < %(after)s)": self.after,
        }
        return " AND ".join(["pay_date IS NOT NULL", *(part for part, value in parts.items() if value is not None)])

    def parameters(self) -> dict[str, Any]:
        day, payment = self.after or (None, None)
        return {"since": self.since, "until": self.until, "day": day, "after": payment}


def newest(sought: Sought, *, after: Cursor | None, size: int, by_quarter: ByQuarter) -> list[Cursor]:
    """Return the places of the newest `size` payments after a place, or from the first on.

    Costs one query where they are common or narrow, three where they are rare, and at the end of the days as many
    again for those without a date.
    """
    found: list[Cursor] = []
    for stretch in stretches(sought, after, by_quarter):
        if len(found) < size:
            found += of_a_stretch(sought, stretch, size - len(found), by_quarter)
    return found


def stretches(sought: Sought, after: Cursor | None, by_quarter: ByQuarter) -> Iterator[Stretch]:
    """Yield what is left of the list: the days, newest first, then what has no date."""
    is_past_the_days = after is not None and after.pay_date is None
    since, until = sought.days or (None, None)
    if not sought.is_undated and not is_past_the_days:
        yield Stretch(since, until, after)
    if sought.days is None and (sought.is_narrow or None in by_quarter):
        yield Stretch(after=after if is_past_the_days else None, is_undated=True)


def of_a_stretch(sought: Sought, stretch: Stretch, size: int, by_quarter: ByQuarter) -> list[Cursor]:
    if sought.payees is not None:
        return places(MERGE, sought, stretch, each="payee_id", of=list(sought.payees), size=size)
    if sought.is_narrow:
        return places(OF_ONE, sought, stretch, size=size)
    walked = size if sought.is_everything else size * WALKED_FOR_EACH
    found = places(WALK, sought, stretch, size=size, walked=walked)
    if len(found) == size or sought.is_everything:
        return found
    return by_the_totals(sought, stretch, size, by_quarter)


def by_the_totals(sought: Sought, stretch: Stretch, size: int, by_quarter: ByQuarter) -> list[Cursor]:
    """Look into the newest quarters that are enough, and into all where they were not: totals may change meanwhile."""
    found: list[Cursor] = []
    # A column that is empty in all: the planner would not see by itself that it does not disturb the order.
    first = next((f"{column}_id, " for column in ("category", "department") if column in sought.columns), "")
    for part in dict.fromkeys([lately(stretch, size, by_quarter), stretch]):
        if len(found) < size:
            of = attributions_in(sought, part)
            found = places(MERGE, sought, part, each="attribution_id", of=of, first=first, size=size)
    return found


def lately(stretch: Stretch, size: int, by_quarter: ByQuarter) -> Stretch:
    """Return the newest part of a stretch whose whole quarters hold `size` payments; all of it where none does."""
    last = stretch.after.pay_date if stretch.after else None
    quarters = [] if stretch.is_undated else [quarter for quarter in by_quarter if quarter is not None]
    met = 0
    for quarter in sorted(quarters, reverse=True):
        # Of the quarter of the place itself nobody knows how many come after it.
        if last is None or quarter < quarter_of(last):
            met += by_quarter[quarter]
        if met >= size:
            return replace(stretch, since=quarter)
    return stretch


def attributions_in(sought: Sought, stretch: Stretch) -> list[int]:
    totals = sought.totals().filter(quarter__isnull=stretch.is_undated)
    if stretch.since is not None:
        totals = totals.filter(quarter__gte=quarter_of(stretch.since))
    if stretch.after is not None and stretch.after.pay_date is not None:
        totals = totals.filter(quarter__lte=stretch.after.pay_date)
    return list(totals.values_list("attribution", flat=True).distinct())


def quarter_of(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def places(sql: str, sought: Sought, stretch: Stretch, *, each: str = "", first: str = "", **more: Any) -> list[Cursor]:
    parts = {"days": stretch.sql(), "conditions": sought.sql(but=each), "each": each, "first": first, "order": ORDER}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**parts), {**stretch.parameters(), **sought.parameters(), **more})
        return [Cursor(*row) for row in cursor.fetchall()]
