"""Every row of the charter in one object, so that pages read stored and shipped rows alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from charter.models.activities import Activity
from charter.models.places import (
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    SmallArea,
    Ward,
)
from charter.models.words import (
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    PledgerKind,
)


@dataclass(frozen=True)
class Programme:
    """The charter's rows. Each list stands after those it points to."""

    council: Iterable[Council]
    sections: Iterable[CharterSection]
    benefits: Iterable[Benefit]
    foundations: Iterable[Foundation]
    kinds: Iterable[PledgerKind]
    actions: Iterable[ExampleAction]
    activities: Iterable[Activity]
    neighbourhoods: Iterable[Neighbourhood]
    wards: Iterable[Ward]
    small_areas: Iterable[SmallArea]
    ward_links: Iterable[NeighbourhoodWard]
    small_area_links: Iterable[NeighbourhoodSmallArea]


def stored_programme() -> Programme:
    """Return the database's rows. Each list costs one query, when it is read."""
    return Programme(
        council=Council.objects.all(),
        sections=CharterSection.objects.all(),
        benefits=Benefit.objects.all(),
        foundations=Foundation.objects.all(),
        kinds=PledgerKind.objects.all(),
        actions=ExampleAction.objects.all(),
        activities=Activity.objects.all(),
        neighbourhoods=Neighbourhood.objects.order_by("short_code"),
        wards=Ward.objects.all(),
        small_areas=SmallArea.objects.all(),
        # Outlines are the heavy part, and only the neighbourhoods' are drawn.
        ward_links=NeighbourhoodWard.objects.select_related("ward")
        .defer("ward__outline")
        .order_by("ward__name", "valid_from"),
        small_area_links=NeighbourhoodSmallArea.objects.select_related("small_area", "ward")
        .defer("small_area__outline", "ward__outline")
        .order_by("small_area__name", "valid_from"),
    )
