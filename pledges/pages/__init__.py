"""What the public sees of pledges, as frozen dataclasses."""

from pledges.pages.card import Card, card_of
from pledges.pages.filters import Cursor, Filters
from pledges.pages.records import COLUMNS, Record, record_of
from pledges.pages.wall import NoLongerShown, Wall, every_card, latest, pledge, wall

__all__ = [
    "COLUMNS",
    "Card",
    "Cursor",
    "Filters",
    "NoLongerShown",
    "Record",
    "Wall",
    "card_of",
    "every_card",
    "latest",
    "pledge",
    "record_of",
    "wall",
]
