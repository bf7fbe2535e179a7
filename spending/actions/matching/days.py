"""On which days a name was one organisation's and nobody else's. No database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple


class Days(NamedTuple):
    """Days from the first until before the last. Nothing: without a beginning, or without an end."""

    first: date | None
    last: date | None


class Organisation(NamedTuple):
    """A supplier, or an entry of a register that is no supplier yet. Other columns are nothing."""

    supplier: int | None
    entry: int | None
    is_registered: bool


@dataclass(frozen=True)
class Bearer:
    """An organisation that had a name on those days. as_at: the register's date."""

    organisation: Organisation
    days: Days
    as_at: date | None = None


def sole_days(bearers: Iterable[Bearer]) -> list[tuple[Organisation, Days]]:
    """Return who alone bore the name when, in order of time. Days that touch are one; most names give one."""
    bearers = list(bearers)
    edges = {date.min, date.max}
    for bearer in bearers:
        edges |= {bearer.days.first or date.min, bearer.days.last or date.max}
    spans = [
        (the_one({bearer.organisation for bearer in bearers if covers(bearer.days, first)}), first, last)
        for first, last in pairwise(sorted(edges))
    ]
    runs = [(one, list(run)) for one, run in groupby(spans, key=itemgetter(0))]
    return [(one, whole(run[0][1], run[-1][2])) for one, run in runs if one]


def covers(days: Days, day: date) -> bool:
    return (days.first or date.min) <= day < (days.last or date.max)


def whole(first: date, last: date) -> Days:
    return Days(None if first == date.min else first, None if last == date.max else last)


def the_one(organisations: set[Organisation]) -> Organisation | None:
    """Return the only organisation; nothing where there is none, or several.

    A supplier without a number of any register, beside one registered organisation of its name, is the one that the
    council's own records mean, be it registered or not.
    """
    if len(organisations) == 1:
        return next(iter(organisations))
    by_register: dict[bool, list[Organisation]] = defaultdict(list)
    for organisation in organisations:
        by_register[organisation.is_registered].append(organisation)
    if len(by_register[False]) == len(by_register[True]) == 1:
        return by_register[False][0]
    return None
