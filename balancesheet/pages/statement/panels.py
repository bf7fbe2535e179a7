"""The lines of the chart with their figures, grouped: by section, or by foundation or block, and by kind of unit.

No column and no line adds up units: money, things given, time, people and things stand in tables of their own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from balancesheet.models import Block, ChartLine, Grade, Section, UnitKind
from balancesheet.pages.parts import FLOWS, Part
from balancesheet.pages.statement.figures import FLOW, STOCK, Row, change
from stevenage_cwb.common.figures import Column, Figure, Line, Table
from stevenage_cwb.common.years import year_name

KINDS = dict(UnitKind.choices)
UNSAID = ("", "No foundation")


@dataclass(frozen=True)
class PanelRow:
    """A line as a page prints it. evidence: the grades that there are any of, as words and figure."""

    line: Line
    evidence: tuple[tuple[str, Figure], ...]

    @property
    def grades(self) -> SafeString:
        """Return the grades as links to their entries."""
        links = ((figure.address, grade, figure.said) for grade, figure in self.evidence)
        return format_html_join(", ", '<a href="{}">{} {}</a>', links)


@dataclass(frozen=True)
class Panel:
    """Lines of one kind of unit and of one shape. evidence: the grades under each of the same lines."""

    face: Table
    evidence: Table

    @property
    def rows(self) -> tuple[PanelRow, ...]:
        pairs = zip(self.face.lines, self.evidence.lines, strict=True)
        return tuple(PanelRow(line, met(evidence)) for line, evidence in pairs if line.is_recorded)

    @property
    def not_recorded(self) -> tuple[str, ...]:
        return tuple(line.name for line in self.face.lines if not line.is_recorded)


@dataclass(frozen=True)
class Group:
    """A section of the statement; or what belongs to one foundation, or one block."""

    code: str
    name: str
    panels: tuple[Panel, ...]


def met(evidence: Line) -> tuple[tuple[str, Figure], ...]:
    figures = zip(Grade.values, evidence.figures, strict=True)
    return tuple((grade, figure) for grade, figure in figures if figure.value or figure.marker == "rounds to zero")


def by_section(line: ChartLine) -> tuple[str, str]:
    return line.section, Section(line.section).label


def by_foundation(line: ChartLine) -> tuple[str, str]:
    return (line.foundation.code, line.foundation.name) if line.foundation else UNSAID


def by_block(line: ChartLine) -> tuple[str, str]:
    return line.block, Block(line.block).label


ORDERS: dict[str, Callable[[ChartLine], tuple[str, str]]] = {
    "section": by_section,
    "foundation": by_foundation,
    "block": by_block,
}


def groups(lines: Iterable[tuple[ChartLine, Row]], *, by: str, year: int) -> tuple[Group, ...]:
    """Return the lines in groups, those of no group last, and in each in the order of the chart."""
    of = ORDERS[by]
    found: dict[tuple[str, str], list[tuple[ChartLine, Row]]] = {}
    for line, row in lines:
        found.setdefault(of(line), []).append((line, row))
    in_order = sorted(found, key=lambda group: (group[0] == "", group[0] if by == "section" else 0))
    return tuple(
        Group(code or "none", name, panels(code or "none", found[code, name], year)) for code, name in in_order
    )


def panels(group: str, lines: list[tuple[ChartLine, Row]], year: int) -> tuple[Panel, ...]:
    def shape(pair: tuple[ChartLine, Row]) -> tuple[bool, int]:
        account = pair[1].accounts[0]
        return account.type in FLOWS, list(KINDS).index(account.unit.kind)

    return tuple(
        panel(f"{group}-{'flow' if is_flow else 'stock'}-{list(KINDS)[kind]}", KINDS[list(KINDS)[kind]], list(of), year)
        for (is_flow, kind), of in groupby(sorted(lines, key=shape), key=shape)
    )


def panel(code: str, caption: str, lines: list[tuple[ChartLine, Row]], year: int) -> Panel:
    is_flow = lines[0][1].accounts[0].type in FLOWS
    is_restated = any(row.is_restated for _, row in lines)
    of_line, columns = (flow, flow_columns(year)) if is_flow else (stock, stock_columns(year))
    kept = [index for index, column in enumerate(columns) if is_restated or column.code not in RESTATED]
    rests_on = Part.YEAR if is_flow else Part.CLOSING
    return Panel(
        face=Table(
            code=code,
            caption=caption,
            heading="Line",
            columns=tuple(named(columns[index], is_restated=is_restated) for index in kept),
            lines=tuple(
                Line(line.account_id, line.name, tuple(of_line(row)[index] for index in kept)) for line, row in lines
            ),
        ),
        evidence=Table(
            code=f"{code}-evidence",
            caption=f"{caption}: evidence",
            heading="Line",
            columns=tuple(Column(grade, label) for grade, label in Grade.choices),
            lines=tuple(Line(line.account_id, line.name, row.grades(rests_on)) for line, row in lines),
        ),
    )


RESTATED = (Part.RESTATED_OPENING, Part.RESTATED_BEFORE)


def named(column: Column, *, is_restated: bool) -> Column:
    is_published = is_restated and column.code in {Part.OPENING, Part.BEFORE}
    return Column(column.code, f"{column.name}, as published") if is_published else column


def stock_columns(year: int) -> tuple[Column, ...]:
    return (
        Column(Part.OPENING, f"31 March {year}"),
        Column(Part.RESTATED_OPENING, f"31 March {year}, restated"),
        Column(Part.ADDED, "Added"),
        Column(Part.LOST, "Lost"),
        Column(Part.CLOSING, f"31 March {year + 1}"),
    )


def flow_columns(year: int) -> tuple[Column, ...]:
    return (
        Column(Part.BEFORE, year_name(year - 1)),
        Column(Part.RESTATED_BEFORE, f"{year_name(year - 1)}, restated"),
        Column(Part.YEAR, year_name(year)),
        Column("change", "Change"),
    )


def stock(row: Row) -> tuple[Figure, ...]:
    return tuple(row.figures(STOCK).values())


def flow(row: Row) -> tuple[Figure, ...]:
    figures = row.figures(FLOW)
    return (*figures.values(), change(figures[Part.RESTATED_BEFORE], figures[Part.YEAR]))
