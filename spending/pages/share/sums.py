"""Reads the totals that a page of the share needs: added up by the database, in the few groups that the page prints."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models import Sum as Added
from django.db.models.functions import ExtractYear

from spending.models import Grain, ImportNote, PlaceTotal, Scope, Tally, Tier, Total
from spending.pages.filters import NONE

PLACED = tuple(tier for tier in Tier if tier is not Tier.UNKNOWN)
EVERYWHERE = tuple(Tier)
LARGEST_KEY = 2**63 - 1
# By these every total is told apart on this page, whatever else it knows.
KNOWN: dict[type[Total] | type[PlaceTotal], tuple[str, ...]] = {
    Total: ("attribution__scope", "attribution__tier", "attribution__is_branch"),
    PlaceTotal: ("scope", "tier", "is_branch"),
}
Totals = TypeVar("Totals", Total, PlaceTotal)


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
    """Return the totals of a body that the filters allow, at the grain that they and `by` (a column) need.

    Many more than `places_of`, and for what those do not know: on what ground, of what kind and size, and which part
    of the town. To read them for one year is quick enough.
    """
    return Total.objects.filter(grain=grain(filters, by), attribution__body=body, **numbers(filters))


def places_of(body: int, filters: Mapping[str, str], *, by: str = "") -> QuerySet[PlaceTotal]:
    """Return the same, told apart by scope, tier and branches only: quick for all years together."""
    return PlaceTotal.objects.filter(grain=grain(filters, by), body=body, **numbers(filters))


def grain(filters: Mapping[str, str], by: str) -> Grain:
    needed = {name for name in ("department", "category") if name in filters or name == by}
    return Grain.BOTH if len(needed) > 1 else Grain(next(iter(needed), Grain.ALL))


def numbers(filters: Mapping[str, str]) -> dict[str, int | None]:
    """Return the filters as columns hold them; a number that there cannot be is one that no row has."""
    return {f"{name}_id": None if value == NONE else number(value) for name, value in filters.items()}


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= LARGEST_KEY else 0


def in_years(rows: QuerySet[Totals], first: int, last: int) -> QuerySet[Totals]:
    """Return the totals of financial years, by the years in which they begin."""
    return rows.filter(quarter__gte=year_begins(first), quarter__lt=year_begins(last + 1))


def with_years(rows: QuerySet[PlaceTotal]) -> QuerySet[PlaceTotal]:
    """Return totals with the year in which the financial year of each began, nothing for those without a date."""
    # The day before a quarter's first lies in the calendar year in which its financial year began.
    return rows.annotate(year=ExtractYear(F("quarter") - timedelta(days=1)))


def quarters_of(body: int, year: int) -> set[date]:
    """Return the quarters of a financial year that have any payment. One query."""
    rows = in_years(places_of(body, {}), year, year)
    return {quarter for quarter in rows.order_by().values_list("quarter", flat=True).distinct() if quarter}


def year_begins(year: int) -> date:
    return date(year, 4, 1)


def grouped(rows: QuerySet[Totals], *columns: str) -> Iterable[tuple[tuple[Any, ...], Sum]]:
    """Yield each combination of the columns with its sum. One query."""
    added = rows.order_by().values_list(*columns).annotate(Added("pence"), Added("payments"))
    for *key, pence, payments in added:
        yield tuple(key), Sum(pence, payments)


def spends(rows: QuerySet[Totals], *columns: str) -> dict[tuple[Any, ...], Spend]:
    """Return what was spent by each combination of the columns. One query."""
    found: dict[tuple[Any, ...], dict[tuple[str, str, bool], Sum]] = defaultdict(dict)
    for (*key, scope, tier, is_branch), each in grouped(rows, *columns, *KNOWN[rows.model]):
        found[tuple(key)][scope, tier, is_branch] = each
    return {key: Spend(sums) for key, sums in found.items()}


class Ground(NamedTuple):
    """What a place rests on, or why there is none; and of what kind and size the supplier is."""

    basis: str
    why: str
    kind: str
    size: str


def analysed(rows: QuerySet[Total]) -> dict[Ground, Sum]:
    """Return the analysed sums of totals. One query."""
    columns = ("attribution__match_basis", "attribution__why_unknown", "attribution__kind", "attribution__size")
    return {Ground(*key): each for key, each in grouped(rows.filter(attribution__scope=Scope.IN), *columns)}


def added_by(key: Callable[[Ground], str], sums: Mapping[Ground, Sum]) -> dict[str, Sum]:
    """Return sums added up by a part of their ground."""
    found: dict[str, Sum] = defaultdict(Sum)
    for ground, each in sums.items():
        found[key(ground)] += each
    return dict(found)


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
