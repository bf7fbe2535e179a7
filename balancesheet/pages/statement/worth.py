"""What hours may be said to be worth, below the line of the statement: illustrative, and added to nothing."""

from collections.abc import Iterable

from balancesheet.models import ChartLine, Proxy
from balancesheet.pages.parts import Part
from balancesheet.pages.statement.figures import Row, are_few
from balancesheet.pages.valuations import Valuation
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit
from stevenage_cwb.common.money import pounds

RATES = {"low": "Low", "central": "Central", "high": "High"}
METHOD = (
    "Illustrative: what these hours would have cost at a published wage, not what they were worth to anybody. It is "
    "posted nowhere, and added to no money. A happening is valued once, in its primary unit: what it counts in another "
    "is left out here."
)


def worth_table(lines: Iterable[tuple[ChartLine, Row]], valuations: Iterable[Valuation]) -> Table:
    """Return the valuations as a table, a line for each account and proxy, with the names that the chart has."""
    valuations = list(valuations)
    sources = dict.fromkeys(sourced(each.proxy) for each in valuations if each.proxy)
    named = {line.account_id: (line.name, row) for line, row in lines}
    return Table(
        code="worth",
        caption="What hours may be said to be worth: illustrative",
        heading="What came in",
        columns=(Column("quantity", "How much"), *(Column(code, name) for code, name in RATES.items())),
        lines=tuple(line_of(each, *named[each.account]) for each in valuations if each.account in named),
        note=" ".join((METHOD, *sources)),
    )


def line_of(valuation: Valuation, name: str, row: Row) -> Line:
    proxy = valuation.proxy
    few = row.is_hidden(Part.YEAR) or any(
        are_few(row.accounts[0], parts) for parts in (valuation.parts, *valuation.of_ledgers)
    )
    quantity = Figure(valuation.parts, row.unit, row.entries.of(row.accounts, Part.YEAR))
    worths = (getattr(valuation.worth, rate, None) for rate in RATES)
    return Line(
        code=f"{valuation.account}-{proxy.code if proxy else 'none'}",
        name=name,
        figures=(
            Figure(None, row.unit, marker=Marker.SUPPRESSED) if few else quantity,
            *(worth_figure(pence, is_few=few) for pence in worths),
        ),
        note=rates_of(proxy) if proxy else "No rate with a source and a licence is on record for these months",
    )


def worth_figure(pence: int | None, *, is_few: bool) -> Figure:
    if is_few or pence is None:
        return Figure(None, Unit.EXACT_PENCE, marker=Marker.SUPPRESSED if is_few else Marker.NOT_AVAILABLE)
    return Figure(pence, Unit.EXACT_PENCE)


def rates_of(proxy: Proxy) -> str:
    rates = ", ".join(pounds(pence) for pence in (proxy.low_pence, proxy.central_pence, proxy.high_pence))
    return f"{proxy.name}: {rates} each, prices of {proxy.price_year}"


def sourced(proxy: Proxy) -> str:
    """Return what anybody needs who wants to check a rate."""
    return f"{proxy.name}. {proxy.note} Source: {proxy.source}, {proxy.address}. Licence: {proxy.licence}."
