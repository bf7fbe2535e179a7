"""The charter's nouns: who we are, what we promise each other, and where."""

from charter.models.activities import Activity, ActivityStatus
from charter.models.places import (
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    SmallArea,
    Ward,
)
from charter.models.programme import Programme, stored_programme
from charter.models.shipped import shipped_programme
from charter.models.words import (
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    PledgerKind,
)

__all__ = [
    "Activity",
    "ActivityStatus",
    "Benefit",
    "CharterSection",
    "Council",
    "ExampleAction",
    "Foundation",
    "Neighbourhood",
    "NeighbourhoodSmallArea",
    "NeighbourhoodWard",
    "PledgerKind",
    "Programme",
    "SmallArea",
    "Ward",
    "shipped_programme",
    "stored_programme",
]
