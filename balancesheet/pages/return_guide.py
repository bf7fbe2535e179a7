"""What the public page says to a group that fills in returns: each column with an example, and every kind."""

from dataclasses import dataclass
from datetime import datetime

from balancesheet.models import KINDS, Kind, Ledger, Year
from balancesheet.models.kinds import OPENING, PARTS
from charter.models import Foundation
from stevenage_cwb.common.years import day_of, year_name, year_of


@dataclass(frozen=True)
class Column:
    """A column of the template. what: what goes into it."""

    name: str
    what: str
    example: str
    is_needed: bool = True


@dataclass(frozen=True)
class Guide:
    """All that the page says. years: those that are open, by name."""

    columns: tuple[Column, ...]
    parts: tuple[tuple[str, tuple[Kind, ...]], ...]
    ledgers: tuple[str, ...]
    foundations: tuple[str, ...]
    years: tuple[str, ...]


COLUMNS = (
    Column("neighbourhood", "Its name or its short code; “whole town” for what belongs to no part of it", "N1"),
    Column("kind", "The code of what you return, from the lists below", "hours_residents"),
    Column("date", "The day it happened: day, month, year. For weeks of work, the last day", "31/03/2026"),
    Column("amount", "A number above 0. Pounds and hours may have two decimal places", "12.5"),
    Column("unit", "What the amount counts, as the lists below say for the kind", "hours"),
    Column("group", "Your group or organisation. Never the name of a person", "Pin Green garden"),
    Column("what happened", "In 300 characters or fewer. Everybody can read it; name nobody", "Weekly litter pick"),
    Column("foundation", "The foundation of the charter that it belongs to", "Co-operative", is_needed=False),
    Column(
        "people",
        "With volunteer hours only: how many people gave them. Hours that fewer than five gave are not shown",
        "8",
        is_needed=False,
    ),
)


def guide(*, at: datetime) -> Guide:
    """Return the guide as the books are. 3 queries."""
    this_year = year_of(day_of(at))
    years = Year.objects.open().filter(year_starting__lte=this_year).values_list("year_starting", flat=True)
    foundations = Foundation.objects.values_list("name", flat=True)
    return Guide(
        columns=COLUMNS,
        parts=tuple((part, tuple(kind for kind in KINDS.values() if kind.part == part)) for part in (*PARTS, OPENING)),
        ledgers=tuple(str(ledger) for ledger in Ledger.objects.select_related("neighbourhood")),
        foundations=tuple(foundations),
        years=tuple(map(year_name, sorted(set(years)))),
    )
