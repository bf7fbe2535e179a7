"""What a look finds before anything is said of it: whose spending, which years, and the sums of each quarter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet

from charter.pages import words
from spending.models import Category, Department, Total
from spending.pages.filters import NONE, days_of, financial_year, year_in_words, year_starting
from spending.pages.share.look import Look
from spending.pages.share.shares import Rows
from spending.pages.share.sums import (
    Published,
    Spend,
    number,
    places_of,
    published_bodies,
    spends,
    totals_of,
    with_years,
    year_begins,
)

# Nobody need be paid on a year's very last days: payments up to these make it whole.
LAST_DAYS = timedelta(days=8)
NAMED: dict[str, type[Department] | type[Category]] = {"department": Department, "category": Category}


class NoSuchPage(Exception):
    """The address asks for a body without accepted files, or for a year that there cannot be."""


@dataclass(frozen=True)
class Chosen:
    """A filter that is on. name: empty where there is no such department or category. without: the query without it."""

    label: str
    name: str
    asked: str
    without: str


@dataclass(frozen=True)
class Found:
    """years: what was spent in each, by the year it begins. undated: in none of them.

    totals: of the body and the filters, at their own grain. rows: the payments of the same.
    """

    look: Look
    body: Published
    bodies: tuple[Published, ...]
    totals: QuerySet[Total]
    rows: Rows
    years: Mapping[int, Spend]
    undated: Spend
    year: int

    @property
    def spend(self) -> Spend:
        return self.years.get(self.year, Spend({}))

    @property
    def until(self) -> date | None:
        """Return the last day of payments where the year was not over by then."""
        return self.body.last_day if self.is_open(self.year) else None

    def is_open(self, year: int) -> bool:
        last = self.body.last_day
        return last is not None and year_begins(year) <= last < year_begins(year + 1) - LAST_DAYS

    def named(self, year: int) -> str:
        return f"{year_in_words(year)}{' so far' if self.is_open(year) else ''}"


def find(look: Look, *, on: date) -> Found | None:
    """Return what there is to say something of, None where no file is accepted yet. Two queries.

    Without a body in the address: the council's own, else the one with most payments. Without a year: the latest.
    Raises NoSuchPage.
    """
    bodies = published_bodies()
    if not bodies:
        return None
    body = chosen_body(bodies, look)
    places = places_of(body.body, look.filters)
    by_year = {year: spend for (year,), spend in spends(with_years(places), "year").items()}
    undated, years = by_year.pop(None, Spend({})), dict(sorted(by_year.items()))
    year = chosen_year(look, max(years, default=year_starting(body.last_day or on)))
    return Found(
        # Every link of the page speaks of the year that the page speaks of.
        look=replace(look, year=financial_year(year)),
        body=body,
        bodies=tuple(bodies),
        totals=totals_of(body.body, look.filters),
        rows=Rows({"body": body.body, **look.filters}),
        years=years,
        undated=undated,
        year=year,
    )


def chosen_body(bodies: list[Published], look: Look) -> Published:
    if look.body:
        asked = [body for body in bodies if body.body == number(look.body)]
    else:
        own = words().council.name.casefold()
        asked = [*(body for body in bodies if body.name.casefold() == own), *bodies]
    if not asked:
        raise NoSuchPage
    return asked[0]


def chosen_year(look: Look, latest: int) -> int:
    if not look.year:
        return latest
    if days_of(year=look.year, quarter="") is None:
        raise NoSuchPage
    return int(look.year[:4])


def chosen(look: Look) -> tuple[Chosen, ...]:
    """Return the filters that are on. One query for each."""
    return tuple(
        Chosen(name.capitalize(), name_of(name, value), value, look.query(**{name: ""}))
        for name, value in look.filters.items()
    )


def name_of(name: str, value: str) -> str:
    if value == NONE:
        return "None given"
    return NAMED[name].objects.filter(pk=number(value)).values_list("name", flat=True).first() or ""
