"""The community balance sheet of a place in a financial year: one object for the page and all its downloads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from balancesheet.models import Account, Chart, ChartLine, Year
from balancesheet.pages.places import Place, YearState, place_of, states
from balancesheet.pages.statement import wording
from balancesheet.pages.statement.figures import Entries, Row
from balancesheet.pages.statement.money import money_table, position_table
from balancesheet.pages.statement.panels import ORDERS, Group, groups
from balancesheet.pages.statement.paragraph import paragraph
from balancesheet.pages.statement.restated import Restated, restated
from balancesheet.pages.statement.sums import read
from balancesheet.pages.statement.worth import worth_table
from balancesheet.pages.valuations import valuations
from stevenage_cwb.common.figures import Table
from stevenage_cwb.common.years import year_name

ORDER_NAMES = {"section": "Section", "foundation": "Foundation", "block": "Block"}


@dataclass(frozen=True)
class Option:
    """One position of a switch."""

    name: str
    query: str
    is_on: bool


@dataclass(frozen=True)
class Statement:
    """Everything that is said of a place in a year. groups: sections A, B, C and E, or the same lines another way.

    years: those on record of the place, and how far each has come. tables: every figure, for CSV and JSON too.
    """

    place: Place
    year_starting: int
    by: str
    state: YearState
    years: dict[int, YearState]
    chart: Chart
    paragraph: str
    groups: tuple[Group, ...]
    money: Table
    position: Table
    worth: Table
    restated: Restated
    notes: tuple[str, ...]

    @property
    def year(self) -> str:
        return year_name(self.year_starting)

    @property
    def last_day(self) -> date:
        return date(self.year_starting + 1, 3, 31)

    @property
    def address(self) -> str:
        return reverse("balancesheet:statement", args=[self.place.slug, self.year])

    @property
    def definition(self) -> str:
        return wording.DEFINITION.format(name=self.place.name)

    @property
    def disclaimer(self) -> str:
        return wording.DISCLAIMER

    @property
    def year_links(self) -> tuple[tuple[str, str, bool], ...]:
        """Return the years on record, newest first: name, address, whether it is this one."""
        return tuple(
            (
                year_name(year),
                reverse("balancesheet:statement", args=[self.place.slug, year_name(year)]),
                year == self.year_starting,
            )
            for year in sorted(self.years, reverse=True)
        )

    @property
    def orders(self) -> tuple[Option, ...]:
        return tuple(
            Option(name, "" if code == "section" else f"?by={code}", is_on=self.by == code)
            for code, name in ORDER_NAMES.items()
        )

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(self.every_table())

    def every_table(self) -> Iterator[Table]:
        for group in self.groups:
            for panel in group.panels:
                yield from (panel.face, panel.evidence)
        yield from (self.money, self.position, self.worth)


def statement(*, slug: str, year_starting: int, by: str = "section") -> Statement | None:
    """Return the statement of a place and year; None where there is none, or no such order of lines.

    Read from the years' totals: as many queries, ten, and as many rows for ten entries as for ten million.
    """
    place = place_of(slug)
    if place is None or by not in ORDERS:
        return None
    years = states(Year.objects.filter(ledger__in=place.ledgers), place)
    chart = Chart.objects.of_year(year_starting).first()
    if year_starting not in years or chart is None:
        return None
    lines = lines_of(place, chart, year=year_starting, is_first=year_starting - 1 not in years)
    found = groups(lines, by=by, year=year_starting)
    money, position = money_table(lines, year=year_starting), position_table(lines, year=year_starting)
    in_sections = found if by == "section" else groups(lines, by="section", year=year_starting)
    return Statement(
        place=place,
        year_starting=year_starting,
        by=by,
        state=years[year_starting],
        years=years,
        chart=chart,
        paragraph=paragraph(place=place.name, year=year_starting, groups=in_sections, money=money, position=position),
        groups=found,
        money=money,
        position=position,
        worth=worth_table(lines, valuations(ledgers=place.ledgers, year_starting=year_starting)),
        restated=restated(place.ledgers, year=year_starting),
        notes=(*wording.METHOD, *((wording.BOROUGH,) if place.is_borough else ()), chart.note),
    )


def lines_of(place: Place, chart: Chart, *, year: int, is_first: bool) -> list[tuple[ChartLine, Row]]:
    """Return the lines of the chart in its order, with what their accounts have in the place's ledgers. Two queries."""
    entries = Entries(reverse("balancesheet:entries", args=[place.slug, year_name(year)]), is_first=is_first)
    sums = read(place.ledgers, year=year)
    lines = ChartLine.objects.filter(chart=chart).select_related("account__unit", "foundation").order_by("position")
    found = []
    for line in lines:
        account: Account = line.account
        found.append((line, Row.of(account, sums, entries)))
    return found
