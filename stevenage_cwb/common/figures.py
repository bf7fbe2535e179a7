"""Figures in tables: one object for the page, the chart, the CSV and the JSON, so that they cannot disagree."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stevenage_cwb.common.money import pounds, short_pounds, whole_pounds


class Unit(StrEnum):
    """What a figure counts. EXACT_PENCE: a page says it to the penny. MORE_PENCE: with a plus or a minus sign.

    Hours are counted in hundredths, and kilograms in grams: see DECIMALS.
    """

    PENCE = "pence"
    EXACT_PENCE = "pence to the penny"
    MORE_PENCE = "pence more or less"
    PENCE_IN_KIND = "pounds in kind"
    PERCENT = "percent"
    PAYMENTS = "payments"
    SUPPLIERS = "suppliers"
    ROWS = "rows"
    FILES = "files"
    ENTRIES = "entries"
    HOURS = "hours"
    PEOPLE = "people"
    PLACES = "places"
    ORGANISATIONS = "organisations"
    THINGS = "things"
    SQUARE_METRES = "square metres"
    KG_CO2E = "kilograms of CO2 equivalent"
    COUNT = "counted"
    WORKING_DAYS = "working days"
    TONNES = "tonnes"
    DECILE = "decile"
    TIMES = "ratio"
    POINTS = "percentage points"


class Marker(StrEnum):
    """Why a figure has no value, or is a nought without being nothing: four different things, none of them zero."""

    NONE = ""
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    TOO_LITTLE_KNOWN = "too little known"
    NOT_COUNTED = "not counted"
    ROUNDS_TO_ZERO = "rounds to zero"
    NOT_RECORDED = "not recorded"
    SUPPRESSED = "not shown"


# A table of so many columns takes the whole width of a page.
WIDE_COLUMNS = 4


def said_percent(value: int | Decimal) -> str:
    return f"{value:,}%".replace("-", "−")


def said_count(value: int | Decimal) -> str:
    return f"{value:,}".replace("-", "−")


def said_more(pence: int) -> str:
    return f"{'+' if pence > 0 else ''}{whole_pounds(pence)}"


def said_decimal(value: int | Decimal) -> str:
    """Return an amount to its last decimal that says anything: 1,240 or 1,240.25."""
    return f"{value:,f}".rstrip("0").rstrip(".").replace("-", "−") if value % 1 else said_count(int(value))


MONEY: dict[Unit, Callable[[int], str]] = {
    Unit.PENCE: whole_pounds,
    Unit.EXACT_PENCE: pounds,
    Unit.MORE_PENCE: said_more,
    Unit.PENCE_IN_KIND: pounds,
}
# Decimals of what is counted in smaller parts than it is said in.
DECIMALS = {
    **dict.fromkeys([*MONEY, Unit.HOURS, Unit.WORKING_DAYS, Unit.DECILE, Unit.TIMES], 2),
    **dict.fromkeys([Unit.KG_CO2E, Unit.TONNES], 3),
}
# A page says these after the number: they stand beside numbers of something else.
AFTER = {Unit.SQUARE_METRES: " m²", Unit.KG_CO2E: " kg CO2e", Unit.POINTS: " percentage points"}


@dataclass(frozen=True)
class Figure:
    """A number, or why there is none. address: of the rows it is the sum of. is_drawn: a percentage, as a bar too.

    is_change: by how much something is more, or less than nothing: a page says a plus too.
    """

    value: int | Decimal | None
    unit: Unit
    address: str = ""
    marker: Marker = Marker.NONE
    is_drawn: bool = False
    is_change: bool = False

    @property
    def said(self) -> str:
        """Return the figure as a table says it; its marker where it has no value."""
        if self.value is None:
            return self.marker
        plus = "+" if self.is_change and self.value > 0 else ""
        if self.unit in MONEY:
            return plus + MONEY[self.unit](int(self.value))
        if self.unit in DECIMALS or self.unit in AFTER:
            return f"{plus}{said_decimal(self.in_whole)}{AFTER.get(self.unit, '')}"
        if self.marker == Marker.ROUNDS_TO_ZERO:
            # Half of what the last decimal counts: 0 and 0.0 say how many there are.
            return f"under {self.value}{'' if '.' in str(self.value) else '.'}5%"
        return plus + (said_percent(self.value) if self.unit == Unit.PERCENT else said_count(self.value))

    @property
    def cell(self) -> str | SafeString:
        """Return what a cell of a table holds: a link to the rows, or only words. A page has hundreds of these."""
        if self.value is None:
            return format_html('<span class="figures__none">{}</span>', self.said)
        return format_html('<a href="{}">{}</a>', self.address, self.said) if self.address else self.said

    @property
    def in_whole(self) -> int | Decimal:
        """Return the value in what it is said in: pounds, hours. Nothing where there is none."""
        decimals = DECIMALS.get(self.unit)
        return Decimal(self.value or 0).scaleb(-decimals) if decimals else self.value or 0

    @property
    def unit_said(self) -> str:
        """Return what open data says that the value is counted in."""
        return "pounds" if self.unit in MONEY and self.unit != Unit.PENCE_IN_KIND else self.unit.value

    @property
    def short(self) -> str:
        """Return the figure as a drawing says it."""
        return short_pounds(int(self.value)) if self.value is not None and self.unit in MONEY else self.said


@dataclass(frozen=True)
class Column:
    code: str
    name: str


@dataclass(frozen=True)
class Line:
    """One line of a table. address: of a page about what the line is about.

    is_sum: it adds up those above it. is_part: it is contained in the one above it.
    """

    code: str
    name: str
    figures: tuple[Figure, ...]
    address: str = ""
    note: str = ""
    is_sum: bool = False
    is_part: bool = False

    @property
    def is_recorded(self) -> bool:
        return any(figure.marker not in {Marker.NOT_RECORDED, Marker.NOT_APPLICABLE} for figure in self.figures)


@dataclass(frozen=True)
class Table:
    """Lines of figures, one figure to a column. heading: over the lines' names. most: how many lines a page shows."""

    code: str
    caption: str
    heading: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""
    most: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Return whether so few columns would stand too far apart over the whole width of a page."""
        return len(self.columns) < WIDE_COLUMNS

    @property
    def shown(self) -> tuple[Line, ...]:
        return self.lines[: self.most]

    @property
    def hidden(self) -> int:
        """Return how many lines are in the open data only."""
        return len(self.lines) - len(self.shown)

    def line(self, code: str) -> Line:
        return next(line for line in self.lines if line.code == code)

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)

    def figure(self, line: str, column: str) -> Figure:
        return self.line(line).figures[[each.code for each in self.columns].index(column)]


@dataclass(frozen=True)
class Record:
    """One figure as open data: a row of a CSV. Money in pounds, time in hours. marker: why there is no value."""

    table: str
    line: str
    line_name: str
    column: str
    unit: str
    value: int | Decimal | None
    marker: str
    address: str


def records(tables: Iterable[Table], *, portal: str) -> Iterator[Record]:
    """Yield every figure of the tables, line by line. portal: what addresses begin with."""
    for table in tables:
        for line in table.lines:
            for column, figure in zip(table.columns, line.figures, strict=True):
                yield Record(
                    table=table.code,
                    line=line.code,
                    line_name=line.name,
                    column=column.code,
                    unit=figure.unit_said,
                    value=None if figure.value is None else figure.in_whole,
                    marker=figure.marker.value,
                    address=portal + figure.address if figure.address else "",
                )
