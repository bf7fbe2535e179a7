"""A figure of the statement: an amount with the address of its entries, or the word for why there is none.

Zero, not recorded, not shown and not applicable are four different things. Nothing was ever posted: not recorded. It
would tell of fewer than five people, or of their hours: not shown, nor what it could be worked out from (domain
reference, D2).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Self

from balancesheet.models import Account, Grade, UnitKind
from balancesheet.pages.parts import Part, more
from balancesheet.pages.statement.named import FEWEST, STOCKS_OF
from balancesheet.pages.statement.sums import OF_PEOPLE, Sums, together
from stevenage_cwb.common.figures import Figure, Marker, Unit

UNITS = {
    "GBP": Unit.EXACT_PENCE,
    "GBPK": Unit.PENCE_IN_KIND,
    "HOUR": Unit.HOURS,
    "PERSON": Unit.PEOPLE,
    "PLACE": Unit.PLACES,
    "ORG": Unit.ORGANISATIONS,
    "THING": Unit.THINGS,
    "M2": Unit.SQUARE_METRES,
    "KGCO2E": Unit.KG_CO2E,
}
OPENINGS = (Part.OPENING, Part.RESTATED_OPENING)
MOVES = (Part.ADDED, Part.LOST)
STOCK = (*OPENINGS, *MOVES, Part.CLOSING)
FLOW = (Part.BEFORE, Part.RESTATED_BEFORE, Part.YEAR)
COMPARED = (Part.OPENING, Part.BEFORE, Part.RESTATED_BEFORE)


def are_few(account: Account, amount: int) -> bool:
    return account.unit.kind == UnitKind.PEOPLE and 0 < abs(amount) < FEWEST


@dataclass(frozen=True)
class Entries:
    """The list of a place's entries of a year, by its address. is_first: there is no year before to compare with."""

    address: str
    is_first: bool = False

    def of(self, accounts: tuple[Account, ...], part: Part) -> str:
        return f"{self.address}?part={part}&account={joined(accounts)}"

    def of_grade(self, accounts: tuple[Account, ...], grade: str) -> str:
        """Return the list of a grade, of the part that a list shows which names none: of what is held, or moved."""
        return f"{self.address}?account={joined(accounts)}&grade={grade}"


def joined(accounts: tuple[Account, ...]) -> str:
    # Codes of accounts are digits, capitals and dashes: nothing in an address has to be written another way.
    return ",".join(account.code for account in accounts)


@dataclass(frozen=True)
class Row:
    """An account, or several of one unit together, and what was posted to it; of people and hours, ledger by ledger.

    stocks: what was posted to those whose movements this is the sum of, where it counts people who came or went.
    """

    accounts: tuple[Account, ...]
    of_ledgers: tuple[Sums, ...]
    entries: Entries
    stocks: tuple[tuple[Sums, ...], ...] = ()

    @classmethod
    def of(cls, account: Account, sums: Mapping[str, tuple[Sums, ...]], entries: Entries) -> Self:
        """Return the row of one account. sums: of every account of the place."""
        stocks = tuple(sums[code] for code in STOCKS_OF.get(account.code, ()) if code in sums)
        return cls((account,), sums.get(account.code, ()), entries, stocks)

    @cached_property
    def all(self) -> Sums:
        return self.of_ledgers[0] if len(self.of_ledgers) == 1 else together(self.of_ledgers)

    @cached_property
    def up(self) -> str:
        return more({account.type for account in self.accounts})[0]

    @property
    def unit(self) -> Unit:
        return UNITS[self.accounts[0].unit_id]

    @property
    def is_restated(self) -> bool:
        """Whether what was published of the year before is not what is said of it now."""
        sums, up = self.all, self.up
        pairs = (OPENINGS, (Part.BEFORE, Part.RESTATED_BEFORE))
        return any(sums.amount(before, up=up) != sums.amount(now, up=up) for before, now in pairs)

    def amount(self, part: Part) -> int:
        return self.all.amount(part, up=self.up)

    def tells_of_few(self, part: Part) -> bool:
        """Whether a part is of few people, or gives away ledgers' that are: the borough less all the others."""
        if any(Row(self.accounts, stock, self.entries).moves_tell_of_few(part) for stock in self.stocks):
            return True
        return self.is_of_few(lambda sums: self.people(sums, part))

    def is_of_few(self, count: Callable[[Sums], int]) -> bool:
        few = [people for sums in self.of_ledgers if 0 < (people := count(sums)) < FEWEST]
        return 0 < count(self.all) < FEWEST or len(few) == 1 or 0 < sum(few) < FEWEST

    def moves_tell_of_few(self, part: Part) -> bool:
        """Whether those who came to a stock and left it, in the year of a part of a flow, are not all shown."""
        if part == Part.YEAR:
            return bool(self.hidden(STOCK))
        counts: tuple[Callable[[Sums], int], ...] = (
            lambda sums: sums.sides[Part.BEFORE, "debit"],
            lambda sums: sums.sides[Part.BEFORE, "credit"],
            lambda sums: abs(sums.amount(Part.OPENING, up=self.up)),
            lambda sums: abs(sums.amount(Part.OPENING, up=self.up) - sums.amount(Part.BEFORE, up=self.up)),
        )
        return any(map(self.is_of_few, counts))

    def people(self, sums: Sums, part: Part) -> int:
        """Return how many people a part is of; nought where nobody says whose hours they are."""
        if self.accounts[0].unit.kind == UnitKind.PEOPLE:
            return abs(sums.amount(part, up=self.up))
        return sums.people.get(part, 0)

    def hidden(self, parts: tuple[Part, ...]) -> frozenset[Part]:
        """Return which of the parts are not shown: what is of few, and the movements that it could be told from."""
        if self.accounts[0].unit.kind not in OF_PEOPLE:
            return frozenset()
        few = frozenset(part for part in parts if self.tells_of_few(part))
        return few | frozenset(MOVES).intersection(parts) if few else few

    def is_hidden(self, part: Part) -> bool:
        return part in self.hidden(FLOW if part in FLOW else STOCK)

    def figures(self, parts: tuple[Part, ...]) -> dict[Part, Figure]:
        sums, hidden = self.all, self.hidden(STOCK if Part.CLOSING in parts else FLOW)
        return {part: self.figure(part, sums, is_hidden=part in hidden) for part in parts}

    def figure(self, part: Part, sums: Sums, *, is_hidden: bool) -> Figure:
        marker = Marker.NONE
        if part not in sums.known:
            is_new = part in COMPARED and self.entries.is_first and sums.known
            marker = Marker.NOT_APPLICABLE if is_new else Marker.NOT_RECORDED
        elif is_hidden:
            marker = Marker.SUPPRESSED
        if marker:
            return Figure(None, self.unit, marker=marker)
        return Figure(sums.amount(part, up=self.up), self.unit, self.entries.of(self.accounts, part))

    def grades(self, part: Part) -> tuple[Figure, ...]:
        """Return which part of what is said rests on evidence of each grade: of what is left of it, up or down."""
        sums, hidden = self.all, self.hidden(STOCK if part == Part.CLOSING else FLOW)
        left = {grade: abs(sums.grades.get((part, grade), 0)) for grade in Grade.values}
        whole = sum(left.values())
        if hidden or not whole:
            marker = Marker.SUPPRESSED if hidden else Marker.NOT_APPLICABLE
            return (Figure(None, Unit.PERCENT, marker=marker if sums.known else Marker.NOT_RECORDED),) * len(left)
        return tuple(
            percent(amount, whole, self.entries.of_grade(self.accounts, grade)) for grade, amount in left.items()
        )


def percent(part: int, whole: int, address: str) -> Figure:
    """Return a part in whole percent, half to even."""
    value = round(Fraction(100 * part, whole))
    marker = Marker.ROUNDS_TO_ZERO if part and not value else Marker.NONE
    return Figure(value, Unit.PERCENT, address if part else "", marker)


def change(before: Figure, now: Figure) -> Figure:
    """Return how much more there is now; why there is none where one of the two is not there."""
    if now.marker == Marker.NOT_RECORDED:
        return Figure(None, now.unit, marker=now.marker)
    if before.value is None or now.value is None:
        hidden = Marker.SUPPRESSED in {before.marker, now.marker}
        return Figure(None, now.unit, marker=Marker.SUPPRESSED if hidden else Marker.NOT_APPLICABLE)
    return Figure(now.value - before.value, now.unit, is_change=True)
