"""Where the money came from and went, and what is held against what is owed: in pounds, and in nothing else."""

from collections.abc import Iterable
from dataclasses import replace

from balancesheet.measures import net_position
from balancesheet.models import AccountType, ChartLine, Section
from balancesheet.pages.parts import FLOWS, Part
from balancesheet.pages.statement.figures import Row
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table
from stevenage_cwb.common.years import year_name

MONEY = "GBP"
# An obligation that is found, met or ended moves what is owed, and no money.
OBLIGATIONS = {"4080", "5080"}
UNEXPLAINED = "5090"
Lines = list[tuple[ChartLine, Row]]


def money_table(lines: Lines, *, year: int) -> Table:
    """Return what came in, and where it went: spent, kept, or not known. The parts add up, for nothing is plugged.

    What was kept is counted by itself, from what is held and owed: that all of it equals what came in is the double
    entry's doing, and a test's. What is not explained is an account of its own.
    """
    pounds = [pair for pair in lines if pair[1].accounts[0].unit_id == MONEY]
    went = [pair for pair in pounds if pair[1].accounts[0].type == AccountType.EXPENSE]
    spent = [pair for pair in went if pair[0].account_id not in {*OBLIGATIONS, UNEXPLAINED}]
    unexplained = [pair for pair in went if pair[0].account_id == UNEXPLAINED]
    kept = [row for line, row in pounds if line.account_id in OBLIGATIONS or row.accounts[0].type not in FLOWS]
    everything = [row for line, row in pounds if line.account_id not in OBLIGATIONS]
    came_in = [row for row in everything if row.accounts[0].type == AccountType.INCOME]
    return Table(
        code="money",
        caption="Where the money came from and went",
        heading="Money",
        columns=(Column("before", year_name(year - 1)), Column("year", year_name(year))),
        lines=(
            Line("came_in", "Came in", of_years(came_in), is_sum=True),
            *(Line(line.account_id, line.name, of_years([row])) for line, row in spent),
            Line("retained", "Kept: what is held less what is owed changed by", of_years(kept)),
            *(Line(line.account_id, line.name, of_years([row])) for line, row in unexplained),
            Line(
                "went",
                "Went, was kept, or is not known: together",
                of_years([*rows(spent), *kept, *rows(unexplained)]),
                is_sum=True,
            ),
        ),
        note="Obligations found or met change what is owed and move no money, so they are in neither sum.",
    )


def rows(lines: Lines) -> list[Row]:
    return [row for _, row in lines]


def of_years(of: Iterable[Row]) -> tuple[Figure, ...]:
    """Return what accounts have in the year before, as it is said now, and in the year. Of several: all that moved."""
    figures = added(of).figures((Part.RESTATED_BEFORE, Part.YEAR))
    return tuple(figures.values())


def added(of: Iterable[Row]) -> Row:
    """Return several accounts as one."""
    found = list(of)
    return replace(
        found[0],
        accounts=tuple(account for row in found for account in row.accounts),
        of_ledgers=tuple(sums for row in found for sums in row.of_ledgers),
    )


def position_table(lines: Lines, *, year: int) -> Table:
    """Return what is held in money, less what is owed, without and with land and buildings at their owner's amount."""
    pounds = [(line, row) for line, row in lines if row.accounts[0].unit_id == MONEY]
    stocks = {
        section: [
            row
            for line, row in pounds
            if line.section == section and row.accounts[0].type in (AccountType.ASSET, AccountType.LIABILITY)
        ]
        for section in (Section.STANDING, Section.OWED, Section.NOTES)
    }
    held, owed, land = (at_ends(stocks[section]) for section in stocks)
    net = tuple(map(less, held, owed))
    return Table(
        code="position",
        caption="What is held in money, less what is owed",
        heading="Money",
        columns=(Column("opening", f"31 March {year}"), Column("closing", f"31 March {year + 1}")),
        lines=(
            Line("held", "Held", held),
            Line("owed", "Owed", owed),
            Line("net", "Held less owed", net, is_sum=True),
            Line("land", "Land and buildings, at their owner’s carrying amount", land),
            Line("net_with_land", "Held less owed, with land and buildings", tuple(map(plus, net, land)), is_sum=True),
        ),
        note="Land and buildings are their owners’, mostly the council’s, and stand in its accounts: here, a note.",
    )


def at_ends(of: list[Row]) -> tuple[Figure, ...]:
    return tuple(added(of).figures((Part.RESTATED_OPENING, Part.CLOSING)).values())


def less(held: Figure, owed: Figure) -> Figure:
    """Return a net position; none where nothing is recorded of both."""
    if held.value is None and owed.value is None:
        return held
    return replace(
        held, value=net_position(held=int(held.value or 0), owed=int(owed.value or 0)), address="", marker=Marker.NONE
    )


def plus(net: Figure, land: Figure) -> Figure:
    return less(net, replace(land, value=-land.value if land.value is not None else None))
