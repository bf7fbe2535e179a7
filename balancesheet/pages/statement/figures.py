"""A figure of the statement: an amount with the address of its entries, or the word for why there is none.

Zero, not recorded, not shown and not applicable are four different things. Nothing was ever posted: not recorded. It
would tell of fewer than five people: not shown, nor what it could be worked out from (domain reference, D2).
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from balancesheet.models import Account, Grade, UnitKind
from balancesheet.pages.parts import Part, more
from balancesheet.pages.statement.sums import Sums, together
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
# Of fewer people than this nothing is told.
FEWEST = 5
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

    def of(self, accounts: tuple[Account, ...], part: Part, *, grade: str = "") -> str:
        # Codes of accounts are digits, capitals and dashes: nothing in an address has to be written another way.
        codes = ",".join(account.code for account in accounts)
        return f"{self.address}?account={codes}&part={part}{'&grade=' + grade if grade else ''}"


@dataclass(frozen=True)
class Row:
    """An account, or several of one unit together, and what was posted to it; to people, ledger by ledger."""

    accounts: tuple[Account, ...]
    of_ledgers: tuple[Sums, ...]
    entries: Entries

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
        """Whether a part is of few people, or gives away one ledger's that is: the borough less all the others."""
        few = [are_few(self.accounts[0], sums.amount(part, up=self.up)) for sums in self.of_ledgers]
        return are_few(self.accounts[0], self.amount(part)) or sum(few) == 1

    def hidden(self, parts: tuple[Part, ...]) -> frozenset[Part]:
        """Return which of the parts are not shown: what is of few, and the movements that it could be told from."""
        if self.accounts[0].unit.kind != UnitKind.PEOPLE:
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
            percent(amount, whole, self.entries.of(self.accounts, part, grade=grade)) for grade, amount in left.items()
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
