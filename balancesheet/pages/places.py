"""Whose balance sheets there are: a place for each ledger, and the borough, which is the sum of them all."""

from collections.abc import Iterable
from dataclasses import dataclass

from balancesheet.models import Ledger, Year
from balancesheet.models.ledgers import WHOLE_TOWN

BOROUGH = "stevenage"
TOWN = "whole-town"


@dataclass(frozen=True)
class Place:
    """A place that has a balance sheet, and the ledgers that it is the sum of."""

    slug: str
    name: str
    ledgers: tuple[str, ...]

    @property
    def is_borough(self) -> bool:
        return self.slug == BOROUGH


@dataclass(frozen=True)
class YearState:
    """How far a place's year has come. closed: how many of its ledgers have closed it."""

    ledgers: int
    closed: int

    @property
    def is_closed(self) -> bool:
        return self.closed == self.ledgers

    @property
    def words(self) -> str:
        return "Closed" if self.is_closed else "Provisional"


def places() -> tuple[Place, ...]:
    """Return the neighbourhoods, the whole town, and the borough, in this order. One query."""
    ledgers = list(Ledger.objects.select_related("neighbourhood").defer("neighbourhood__outline").order_by("code"))
    named = tuple(
        Place(ledger.neighbourhood_id if ledger.neighbourhood_id else TOWN, str(ledger), (ledger.code,))
        for ledger in sorted(ledgers, key=lambda ledger: (ledger.code == WHOLE_TOWN, str(ledger)))
    )
    if not named:
        return ()
    return (*named, Place(BOROUGH, "Stevenage, the whole borough", tuple(ledger.code for ledger in ledgers)))


def place_of(slug: str) -> Place | None:
    return next((place for place in places() if place.slug == slug), None)


def place_of_ledger(code: str | None) -> Place:
    """Return the place whose ledger it is; of no ledger, the borough."""
    return next(place for place in places() if (place.is_borough if code is None else place.ledgers == (code,)))


def states(years: Iterable[Year], place: Place) -> dict[int, YearState]:
    """Return the years on record in any of the place's ledgers, and how far each has come."""
    found: dict[int, list[bool]] = {}
    for year in years:
        if year.ledger_id in place.ledgers:
            found.setdefault(year.year_starting, []).append(year.closed_at is not None)
    return {year: YearState(len(closed), sum(closed)) for year, closed in sorted(found.items())}
