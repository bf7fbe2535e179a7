"""All balance sheets: places by years, and how far each has come."""

from dataclasses import dataclass

from django.urls import reverse

from balancesheet.models import Year
from balancesheet.pages.places import Place, YearState, places, states
from stevenage_cwb.common.years import year_name

# So many years stand beside each other; earlier ones are reached from a statement.
MOST_YEARS = 6


@dataclass(frozen=True)
class Cell:
    """A place's year. state: None where it is not on record. address: of its statement."""

    year: str
    state: YearState | None
    address: str


@dataclass(frozen=True)
class IndexRow:
    place: Place
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Index:
    """years: their names, the newest first."""

    years: tuple[str, ...]
    rows: tuple[IndexRow, ...]


def index() -> Index:
    """Return the newest years of all places. Two queries."""
    found, years = places(), list(Year.objects.all())
    newest = sorted({year.year_starting for year in years}, reverse=True)[:MOST_YEARS]
    return Index(
        years=tuple(map(year_name, newest)),
        rows=tuple(IndexRow(place, cells(place, states(years, place), newest)) for place in found) if newest else (),
    )


def cells(place: Place, known: dict[int, YearState], years: list[int]) -> tuple[Cell, ...]:
    return tuple(
        Cell(year_name(year), known.get(year), reverse("balancesheet:statement", args=[place.slug, year_name(year)]))
        for year in years
    )


def newest_year(slug: str) -> str | None:
    """Return the name of the newest year that a place has begun; None where there is none. Two queries."""
    row = next((row for row in index().rows if row.place.slug == slug), None)
    return next((cell.year for cell in row.cells if cell.state), None) if row else None
