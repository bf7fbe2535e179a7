"""The rows the portal ships with: the words of `words.json` and the outlines of `geo/`."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from charter.models.activities import Activity
from charter.models.places import (
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    Outline,
    SmallArea,
    Ward,
)
from charter.models.programme import Programme
from charter.models.words import (
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    PledgerKind,
    Word,
)

FOLDER = Path(__file__).resolve().parent.parent / "shipped"

# Executive of Stevenage Borough Council, 16 December 2019: six cooperative neighbourhoods.
NEIGHBOURHOODS_FROM = date(2019, 12, 16)
# The old codes are those of the wards of 2016 to 2024.
FORMER_WARDS_FROM = date(2016, 5, 5)
# Stevenage (Electoral Changes) Order 2023: every ward boundary changed.
WARDS_FROM = date(2024, 5, 2)
CENSUS_DAY = date(2021, 3, 21)

FORMER_WARD_SOURCE = "Wards named when the six areas were announced in August 2020"
WARD_SOURCE = "Wards of 2024, matched to the neighbourhood by name"
SMALL_AREA_SOURCE = "The ward of 2024 that covers most of the small area, by ONS outlines"

W = TypeVar("W", bound=Word)
Row = dict[str, Any]
Neighbourhoods = dict[str, Neighbourhood]


def shipped_programme() -> Programme:
    """Return the rows the portal ships with, not saved. Costs no query."""
    words = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
    neighbourhoods = dict(_neighbourhoods(words["neighbourhoods"]))
    ward_links = [
        *_ward_links(neighbourhoods),
        *_former_ward_links(words["neighbourhoods"], neighbourhoods),
    ]
    wards = {link.ward.code: link.ward for link in ward_links}
    small_area_links = list(_small_area_links(neighbourhoods, wards))
    return Programme(
        council=[Council(pk=1, **words["council"])],
        sections=_words(CharterSection, words["sections"]),
        benefits=_words(Benefit, words["benefits"]),
        foundations=_words(Foundation, words["foundations"]),
        kinds=_words(PledgerKind, words["kinds"]),
        actions=_words(ExampleAction, words["actions"]),
        activities=_words(Activity, words["activities"]),
        neighbourhoods=list(neighbourhoods.values()),
        wards=list(wards.values()),
        small_areas=[link.small_area for link in small_area_links],
        ward_links=ward_links,
        small_area_links=small_area_links,
    )


def _words(model: type[W], rows: list[Row]) -> list[W]:
    return [model(order=order, **row) for order, row in enumerate(rows, start=1)]


def _neighbourhoods(rows: list[Row]) -> Iterator[tuple[str, Neighbourhood]]:
    outlines = _outlines("stevenage_coop_neighbourhoods_INFERRED.geojson", "code")
    for row in rows:
        named = {key: value for key, value in row.items() if key != "former_wards"}
        short_code = row["short_code"]
        yield (
            short_code,
            Neighbourhood(outline=outlines[short_code], valid_from=NEIGHBOURHOODS_FROM, **named),
        )


def _ward_links(neighbourhoods: Neighbourhoods) -> Iterator[NeighbourhoodWard]:
    outlines = _outlines("stevenage_wards_2025.geojson", "WD25CD")
    fits = {fit["wd25cd"]: fit for fit in _small_area_fits()}
    for code, fit in sorted(fits.items()):
        yield NeighbourhoodWard(
            neighbourhood=neighbourhoods[fit["neighbourhood_code_inferred"]],
            ward=Ward(code=code, name=fit["wd25nm"], outline=outlines[code], valid_from=WARDS_FROM),
            valid_from=WARDS_FROM,
            source=WARD_SOURCE,
        )


def _former_ward_links(rows: list[Row], neighbourhoods: Neighbourhoods) -> Iterator[NeighbourhoodWard]:
    for row in rows:
        for code, name in row["former_wards"].items():
            yield NeighbourhoodWard(
                neighbourhood=neighbourhoods[row["short_code"]],
                ward=Ward(code=code, name=name, valid_from=FORMER_WARDS_FROM, valid_to=WARDS_FROM),
                valid_from=NEIGHBOURHOODS_FROM,
                valid_to=WARDS_FROM,
                source=FORMER_WARD_SOURCE,
            )


def _small_area_links(neighbourhoods: Neighbourhoods, wards: dict[str, Ward]) -> Iterator[NeighbourhoodSmallArea]:
    outlines = _outlines("stevenage_lsoa_2021.geojson", "LSOA21CD")
    for fit in sorted(_small_area_fits(), key=lambda fit: fit["lsoa21nm"]):
        code = fit["lsoa21cd"]
        yield NeighbourhoodSmallArea(
            neighbourhood=neighbourhoods[fit["neighbourhood_code_inferred"]],
            small_area=SmallArea(code=code, name=fit["lsoa21nm"], outline=outlines[code], valid_from=CENSUS_DAY),
            ward=wards[fit["wd25cd"]],
            share_in_ward=Decimal(fit["share_of_lsoa_area_in_ward"]),
            valid_from=WARDS_FROM,
            source=SMALL_AREA_SOURCE,
        )


def _small_area_fits() -> list[dict[str, str]]:
    path = FOLDER / "geo" / "stevenage_lsoa21_to_ward25_bestfit_INFERRED.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _outlines(name: str, key: str) -> dict[str, Outline]:
    """Return each feature's outline by its code, to 5 decimals: about a metre."""
    features = json.loads((FOLDER / "geo" / name).read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"][key]: {
            "type": feature["geometry"]["type"],
            "coordinates": _rounded(feature["geometry"]["coordinates"]),
        }
        for feature in features
    }


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_rounded(part) for part in coordinates]
    return round(coordinates, 5)
