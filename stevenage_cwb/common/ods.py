"""Tables of figures as an OpenDocument workbook: numbers are numbers, days are days, and each has its unit."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odfdo import Cell, Column, Document, Row, Style, Table

from stevenage_cwb.common.figures import MONEY, Figure, Unit
from stevenage_cwb.common.figures import Table as Figures

CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
Text = str | date

# How numbers look: ODF has these apart from the styles of cells, which name them.
LOOKS = {
    "pounds": """<number:currency-style style:name="pounds-look"><number:currency-symbol>£</number:currency-symbol>
        <number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>
        </number:currency-style>""",
    "percent": """<number:percentage-style style:name="percent-look">
        <number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text>
        </number:percentage-style>""",
    "day": """<number:date-style style:name="day-look"><number:year number:style="long"/><number:text>-</number:text>
        <number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>
        </number:date-style>""",
}
WIDTHS = {"names": "11cm", "figures": "4cm"}
MOST_FIGURES = 8  # columns that are wide enough for a figure


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its title, rows of texts, then tables one under the other."""

    name: str
    title: str
    texts: tuple[tuple[Text, ...], ...] = ()
    tables: tuple[Figures, ...] = ()


def workbook(sheets: Iterable[Sheet], *, title: str) -> bytes:
    """Return the sheets as the bytes of an .ods file."""
    document = Document("spreadsheet")
    document.meta.title = title
    document.meta.language = "en-GB"
    add_styles(document)
    document.body.clear()
    for sheet in sheets:
        document.body.append(laid_out(sheet))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_styles(document: Document) -> None:
    for name, look in LOOKS.items():
        document.insert_style(look.strip(), automatic=True)
        style = Style("table-cell", name=name)
        style.set_attribute("style:data-style-name", f"{name}-look")
        document.insert_style(style, automatic=True)
    strong = Style("table-cell", name="strong")
    strong.set_properties({"fo:font-weight": "bold"}, area="text")
    document.insert_style(strong, automatic=True)
    for name, width in WIDTHS.items():
        document.insert_style(Style("table-column", name=name, width=width), automatic=True)


def laid_out(sheet: Sheet) -> Table:
    table = Table(sheet.name)
    table.append(Column(style="names"))
    table.append(Column(style="figures", repeated=MOST_FIGURES))
    for cells in rows(sheet):
        row = Row()
        for cell in cells:
            row.append_cell(cell)
        table.append(row)
    return table


def rows(sheet: Sheet) -> Iterator[list[Cell]]:
    yield [strong(sheet.title)]
    yield from ([said(text) for text in texts] for texts in sheet.texts)
    for table in sheet.tables:
        yield []
        yield [strong(table.caption)]
        yield [strong(name) for name in (table.heading, *(column.name for column in table.columns))]
        for line in table.lines:
            note = [said(line.note)] if line.note else []
            yield [said(line.name), *(number(figure) for figure in line.figures), *note]
        if table.note:
            yield [said(table.note)]


def strong(text: str) -> Cell:
    return Cell(text, style="strong")


def said(text: Text) -> Cell:
    return Cell(text, cell_type="date", style="day") if isinstance(text, date) else Cell(text, cell_type="string")


def number(figure: Figure) -> Cell:
    """Return a figure as a number in what it is said in, pounds or hours; its marker where it has no value."""
    if figure.value is None:
        return said(figure.said)
    if figure.unit in MONEY:
        return Cell(figure.in_whole, text=figure.said, cell_type="currency", currency="GBP", style="pounds")
    if figure.unit == Unit.PERCENT:
        return Cell(Decimal(figure.value) / 100, text=figure.said, cell_type="percentage", style="percent")
    return Cell(figure.in_whole, text=figure.said, cell_type="float")
