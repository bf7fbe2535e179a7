"""What the charter's pages say, as frozen dataclasses read from memory."""

from charter.pages.explanation import CharterPage, charter
from charter.pages.places import (
    NeighbourhoodPage,
    NeighbourhoodsPage,
    neighbourhood,
    neighbourhoods,
    places_snapshot,
)
from charter.pages.wheel import Counted, Wheel, wheel
from charter.pages.wording import (
    Action,
    Activity,
    Council,
    Kind,
    Named,
    Section,
    Words,
    context,
    words,
    words_snapshot,
)

__all__ = [
    "Action",
    "Activity",
    "CharterPage",
    "Council",
    "Counted",
    "Kind",
    "Named",
    "NeighbourhoodPage",
    "NeighbourhoodsPage",
    "Section",
    "Wheel",
    "Words",
    "charter",
    "context",
    "forget",
    "neighbourhood",
    "neighbourhoods",
    "wheel",
    "words",
]


def forget() -> None:
    """Read words and places anew at the next call: for tests, which change them faster than time goes by."""
    words_snapshot.forget()
    places_snapshot.forget()
