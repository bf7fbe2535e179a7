"""Which ledger a grant belongs to, by what its file says of those it is for."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from balancesheet.models import Ledger
from balancesheet.models.ledgers import WHOLE_TOWN
from charter.models import NeighbourhoodSmallArea, NeighbourhoodWard

STEVENAGE = "E07000243"


class Elsewhere(Exception):
    """The code is of no place in Stevenage that we know."""


def placer() -> Callable[[dict[str, Any]], str]:
    """Return what gives a grant its ledger: by the code of its ward or small area on the day, else by the name of a
    neighbourhood, else the whole town. It raises Elsewhere. Three queries, whatever the number of grants.
    """
    ledgers = dict(Ledger.objects.exclude(code=WHOLE_TOWN).values_list("neighbourhood", "code"))
    names = Ledger.objects.exclude(code=WHOLE_TOWN).values_list("neighbourhood__name", "code")
    by_name = {name.casefold(): code for name, code in names}
    links = {
        **linked(NeighbourhoodWard.objects.values_list("ward", "valid_from", "valid_to", "neighbourhood")),
        **linked(NeighbourhoodSmallArea.objects.values_list("small_area", "valid_from", "valid_to", "neighbourhood")),
    }

    def place(fields: dict[str, Any]) -> str:
        code, day = fields["location_code"], fields["award_date"]
        if code in links:
            return ledgers.get(of_the_day(links[code], day), WHOLE_TOWN)
        if code and code != STEVENAGE:
            raise Elsewhere
        return by_name.get(fields["location_name"].casefold(), WHOLE_TOWN)

    return place


Link = tuple[date, date | None, str]


def linked(rows: Iterable[tuple[str, date, date | None, str]]) -> dict[str, list[Link]]:
    links: dict[str, list[Link]] = {}
    for code, first, last, neighbourhood in sorted(rows, key=lambda row: row[:2]):
        links.setdefault(code, []).append((first, last, neighbourhood))
    return links


def of_the_day(links: list[Link], day: date) -> str:
    """Return the neighbourhood that held on a day; before the first link, the first: the ground was the same."""
    held = [neighbourhood for first, last, neighbourhood in links if first <= day and (last is None or day < last)]
    return held[0] if held else links[0 if day < links[0][0] else -1][2]
