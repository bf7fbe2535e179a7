"""The statement as the sheets of a workbook: what it says of itself first, then a sheet for each section."""

from datetime import date

from balancesheet.pages.statement.page import Statement
from stevenage_cwb.common.ods import Sheet
from stevenage_cwb.common.open_data import LICENCE


def sheets(page: Statement, *, portal: str, on: date) -> tuple[Sheet, ...]:
    """Return the sheets. portal: what addresses begin with. on: the day that the workbook is made."""
    groups = (
        Sheet(
            name=f"{group.code} {group.name}".split(":")[0],
            title=f"{group.code}. {group.name}",
            tables=tuple(table for panel in group.panels for table in (panel.face, panel.evidence)),
        )
        for group in page.groups
    )
    return (
        notes(page, portal=portal, on=on),
        *groups,
        Sheet(name="Money", title="Money, all together", tables=(page.money, page.position)),
        Sheet(name="Illustrative worth", title=page.worth.caption, tables=(page.worth,)),
    )


def notes(page: Statement, *, portal: str, on: date) -> Sheet:
    facts = (
        ("Place", page.place.name),
        ("Financial year", page.year),
        ("On", page.last_day),
        ("State", page.state.words),
        ("Made on", on),
        ("Address", portal + page.address),
        ("Licence", LICENCE["name"]),
        ("Licence’s address", LICENCE["address"]),
    )
    texts = (page.definition, page.disclaimer, *page.notes, page.paragraph)
    corrections = ((each.year, each.words, each.why) for each in page.restated.corrections)
    return Sheet(
        name="Notes",
        title=f"Community balance sheet {page.year}: {page.place.name}",
        texts=(*facts, *((text,) for text in texts), ("Restated in this year",), *corrections),
    )
