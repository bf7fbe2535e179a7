"""Reads the totals that a page of the share needs: added up by the database, in the few groups that the page prints."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models import Sum as Added

from spending.models import Grain, ImportNote, Scope, Tally, Tier, Total
from spending.pages.filters import NONE

PLACED = tuple(tier for tier in Tier if tier is not Tier.UNKNOWN)
EVERYWHERE = tuple(Tier)
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Sum:
    pence: int = 0
    payments: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.pence + other.pence, self.payments + other.payments)


NOTHING = Sum()


@dataclass(frozen=True)
class Spend:
    """Sums by scope, tier and whether they went to branches; and how many parties were paid in each tier.

    A party that was paid in two tiers counts in both. parties: None where nobody counted them.
    """

    sums: Mapping[tuple[str, str, bool], Sum]
    parties: Mapping[str, int] | None = None

    def sum(
        self,
        tiers: Collection[str] = EVERYWHERE,
        *,
        scopes: Collection[str] = (Scope.IN,),
        with_branches: bool = True,
    ) -> Sum:
        fitting = (
            each
            for (scope, tier, is_branch), each in self.sums.items()
            if scope in scopes and tier in tiers and (with_branches or not is_branch)
        )
        return sum(fitting, NOTHING)

    def count(self, tiers: Collection[str] = EVERYWHERE) -> int | None:
        return None if self.parties is None else sum(self.parties.get(tier, 0) for tier in tiers)


@dataclass(frozen=True)
class Published:
    """What the accepted notes of a body's files say. pence: the sum they state. last_day: of the latest payment."""

    body: int
    name: str
    files: int
    payments: int
    pence: int
    quarantined: int
    last_day: date | None


def published_bodies() -> list[Published]:
    """Return the bodies with accepted files, most payments first. One query over the notes."""
    notes = ImportNote.objects.published().order_by().values_list("file__body", "file__body__name")
    rows = notes.annotate(
        Count("pk"), Added("rows_imported"), Added("sum_pence"), Added("quarantined_rows"), Max("date_max")
    )
    return sorted((Published(*row) for row in rows), key=lambda body: (-body.payments, body.name))


def totals_of(body: int, filters: Mapping[str, str], *, by: str = "") -> QuerySet[Total]:
    """Return the totals of a body that the filters allow, at the grain that they and `by` (a column) need."""
    needed = {name for name in ("department", "category") if name in filters or name == by}
    grain = Grain.BOTH if len(needed) > 1 else Grain(next(iter(needed), Grain.ALL))
    return Total.objects.filter(grain=grain, attribution__body=body, **numbers(filters))


def numbers(filters: Mapping[str, str]) -> dict[str, int | None]:
    """Return the filters as columns hold them; a number that there cannot be is one that no row has."""
    return {f"{name}_id": None if value == NONE else number(value) for name, value in filters.items()}


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= LARGEST_KEY else 0


def in_years(rows: QuerySet[Total], first: int, last: int) -> QuerySet[Total]:
    """Return the totals of financial years, by the years in which they begin."""
    return rows.filter(quarter__gte=year_begins(first), quarter__lt=year_begins(last + 1))


def year_begins(year: int) -> date:
    return date(year, 4, 1)


def grouped(rows: QuerySet[Total], *columns: str) -> Iterable[tuple[tuple[Any, ...], Sum]]:
    """Yield each combination of the columns with its sum. One query."""
    added = rows.order_by().values_list(*columns).annotate(Added("pence"), Added("payments"))
    for *key, pence, payments in added:
        yield tuple(key), Sum(pence, payments)


def spends(rows: QuerySet[Total], *columns: str) -> dict[tuple[Any, ...], Spend]:
    """Return what was spent by each combination of the columns. One query."""
    found: dict[tuple[Any, ...], dict[tuple[str, str, bool], Sum]] = defaultdict(dict)
    known = ("attribution__scope", "attribution__tier", "attribution__is_branch")
    for (*key, scope, tier, is_branch), each in grouped(rows, *columns, *known):
        found[tuple(key)][scope, tier, is_branch] = each
    return {key: Spend(sums) for key, sums in found.items()}


def together(parts: Iterable[Spend], parties: Mapping[str, int] | None = None) -> Spend:
    """Return several spends as one. Parties cannot be added up, for the same one may be in two of them."""
    sums: dict[tuple[str, str, bool], Sum] = defaultdict(Sum)
    for part in parts:
        for known, each in part.sums.items():
            sums[known] += each
    return Spend(sums, parties)


@dataclass(frozen=True)
class Parties:
    """How many parties were paid, by year, part of a breakdown and tier. Nothing where a filter leaves none counted."""

    years: Mapping[int, Mapping[str, int]] | None
    parts: Mapping[str, Mapping[str, int]] | None

    def of_year(self, year: int) -> Mapping[str, int] | None:
        return None if self.years is None else self.years.get(year, {})

    def of_part(self, value: str) -> Mapping[str, int] | None:
        return None if self.parts is None else self.parts.get(value, {})


COUNTED_BY = {"quarter", "department", "category", "kind"}


def parties(*, body: int, filters: Mapping[str, str], year: int, breakdown: str) -> Parties:
    """Return how many parties there were: of one filter at most, and of one breakdown where no filter is on.

    One query, or none.
    """
    if len(filters) > 1:
        return Parties(None, None)
    dimension, value = next(((name, "" if v == NONE else v) for name, v in filters.items()), ("all", ""))
    wanted = Q(dimension=dimension, value=value)
    has_parts = not filters and breakdown in COUNTED_BY
    if has_parts:
        wanted |= Q(dimension=breakdown, year_starting=year)
    years: dict[int, dict[str, int]] = defaultdict(dict)
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Tally.objects.filter(wanted, body=body)
    for kind, part, starting, tier, count in rows.values_list("dimension", "value", "year_starting", "tier", "parties"):
        if kind == dimension:
            years[starting][tier] = count
        else:
            parts[part][tier] = count
    return Parties(years, parts if has_parts else None)
