"""Rows for tests. A test names only what it is about."""

from datetime import date
from typing import Any

from charter.models import (
    Activity,
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    Neighbourhood,
    NeighbourhoodWard,
    Ward,
)

LONG_AGO = date(2000, 1, 1)
# A field of a tenth of a degree by a twentieth, somewhere in Hertfordshire.
FIELD = {
    "type": "Polygon",
    "coordinates": [[[-0.2, 51.9], [-0.1, 51.9], [-0.1, 51.95], [-0.2, 51.95], [-0.2, 51.9]]],
}


def make_council(**fields: Any) -> Council:
    named = {"name": "Anytown Council", "portal_name": "Anytown Pledges", "email": "us@example.org"}
    return Council.objects.create(pk=1, **{**named, **fields})


def make_section(code: str = "what-it-is", **fields: Any) -> CharterSection:
    return CharterSection.objects.create(**{"code": code, "name": "What it is", "description": "A charter.", **fields})


def make_action(code: str = "f5", **fields: Any) -> ExampleAction:
    benefit, _ = Benefit.objects.get_or_create(code="fairer", defaults={"name": "A fairer society"})
    foundation, _ = Foundation.objects.get_or_create(code="training", defaults={"name": "Training"})
    named = {"name": "Shop locally", "sentence": "shop locally"}
    return ExampleAction.objects.create(
        **{"code": code, "benefit": benefit, "foundation": foundation, **named, **fields}
    )


def make_activity(code: str = "repair", *, foundation: str = "training", **fields: Any) -> Activity:
    benefit, _ = Benefit.objects.get_or_create(code="fairer", defaults={"name": "A fairer society"})
    stands_on, _ = Foundation.objects.get_or_create(code=foundation, defaults={"name": foundation.capitalize()})
    return Activity.objects.create(
        **{"code": code, "name": "Repair café", "benefit": benefit, "foundation": stands_on, **fields}
    )


def make_neighbourhood(code: str = "bedwell", **fields: Any) -> Neighbourhood:
    named = {"name": "Bedwell", "short_code": code[:4], "valid_from": LONG_AGO, "outline": FIELD}
    return Neighbourhood.objects.create(code=code, **{**named, **fields})


def make_ward_link(*, neighbourhood: Neighbourhood, ward: str = "Bedwell", **fields: Any) -> NeighbourhoodWard:
    held = {"valid_from": LONG_AGO, "source": "A test", **fields}
    code = f"E{Ward.objects.count():08}"
    return NeighbourhoodWard.objects.create(
        neighbourhood=neighbourhood,
        ward=Ward.objects.create(code=code, name=ward, valid_from=LONG_AGO),
        **held,
    )
