"""The neighbourhoods as their pages read them: what each is made of, since when, and how surely."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from charter import models
from charter.pages import maps
from stevenage_cwb.common.snapshot import Snapshot

# Under this part of its area, the ward that a small area is counted in is little more than a guess.
WEAK_FIT = Decimal("0.6")


@dataclass(frozen=True)
class Part:
    """A ward or small area of a neighbourhood, for a time. ward: where a small area mostly lies."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    is_confirmed: bool
    ward: str = ""
    is_weak_fit: bool = False


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood on one day. number: on the map. area_hectares: None without an outline."""

    code: str
    name: str
    number: int
    description: str
    valid_from: date
    valid_to: date | None
    area_hectares: int | None
    is_confirmed: bool
    wards: tuple[Part, ...]
    former_wards: tuple[Part, ...]
    small_areas: tuple[Part, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class NeighbourhoodsPage:
    """All neighbourhoods of one day, drawn and in words."""

    map: maps.Map
    neighbourhoods: tuple[Neighbourhood, ...]
    is_confirmed: bool


@dataclass(frozen=True)
class NeighbourhoodPage:
    """One neighbourhood, drawn among the others of that day."""

    map: maps.Map
    neighbourhood: Neighbourhood


@dataclass(frozen=True)
class Places:
    """The rows of all times, as last read."""

    neighbourhoods: tuple[models.Neighbourhood, ...]
    ward_links: tuple[models.NeighbourhoodWard, ...]
    small_area_links: tuple[models.NeighbourhoodSmallArea, ...]


def neighbourhoods(*, on: date) -> NeighbourhoodsPage:
    """Return the page of the neighbourhoods that hold on a day. No query while the snapshot is fresh."""
    places = places_snapshot.current()
    rows = [row for row in places.neighbourhoods if row.holds(on=on)]
    listed = tuple(_neighbourhood(row, number, places, on=on) for number, row in enumerate(rows, 1))
    return NeighbourhoodsPage(
        map=_map(rows),
        neighbourhoods=listed,
        is_confirmed=all(neighbourhood.is_confirmed for neighbourhood in listed),
    )


def neighbourhood(*, code: str, on: date) -> NeighbourhoodPage | None:
    """Return one neighbourhood's page, also after its end; None where there never was one."""
    places = places_snapshot.current()
    rows = [row for row in places.neighbourhoods if row.holds(on=on) or row.code == code]
    for number, row in enumerate(rows, 1):
        if row.code == code:
            return NeighbourhoodPage(
                map=_map(rows, here=code), neighbourhood=_neighbourhood(row, number, places, on=on)
            )
    return None


def _map(rows: list[models.Neighbourhood], *, here: str = "") -> maps.Map:
    areas = [maps.Area(row.code, row.name, number, row.outline) for number, row in enumerate(rows, 1) if row.outline]
    return maps.draw(areas, here=here)


def _neighbourhood(row: models.Neighbourhood, number: int, places: Places, *, on: date) -> Neighbourhood:
    ward_links = [link for link in places.ward_links if link.neighbourhood_id == row.code]
    small_area_links = [
        link for link in places.small_area_links if link.neighbourhood_id == row.code and link.holds(on=on)
    ]
    today = [link for link in ward_links if link.holds(on=on)]
    ended = [link for link in ward_links if link.valid_to and link.valid_to <= on]
    return Neighbourhood(
        code=row.code,
        name=row.name,
        number=number,
        description=row.description,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        area_hectares=maps.hectares(row.outline) if row.outline else None,
        is_confirmed=row.is_outline_confirmed and all(link.is_confirmed for link in (*today, *small_area_links)),
        wards=tuple(map(_ward, today)),
        former_wards=tuple(map(_ward, ended)),
        small_areas=tuple(map(_small_area, small_area_links)),
        sources=tuple(dict.fromkeys(link.source for link in (*today, *ended, *small_area_links))),
    )


def _ward(link: models.NeighbourhoodWard) -> Part:
    return Part(
        code=link.ward.code,
        name=link.ward.name,
        valid_from=link.valid_from,
        valid_to=link.valid_to,
        is_confirmed=link.is_confirmed,
    )


def _small_area(link: models.NeighbourhoodSmallArea) -> Part:
    return Part(
        code=link.small_area.code,
        name=link.small_area.name,
        valid_from=link.valid_from,
        valid_to=link.valid_to,
        is_confirmed=link.is_confirmed,
        ward=link.ward.name if link.ward else "",
        is_weak_fit=link.share_in_ward is not None and link.share_in_ward < WEAK_FIT,
    )


def _places(programme: models.Programme) -> Places:
    return Places(
        neighbourhoods=tuple(programme.neighbourhoods),
        ward_links=tuple(programme.ward_links),
        small_area_links=tuple(programme.small_area_links),
    )


def _read() -> Places:
    """Return the database's places, in three queries; the shipped ones before they are loaded."""
    stored = _places(models.stored_programme())
    return stored if stored.neighbourhoods else _shipped()


def _shipped() -> Places:
    return _places(models.shipped_programme())


places_snapshot = Snapshot(read=_read, shipped=_shipped)
