"""The share in each part of the spending: by category, department, quarter, kind, size or neighbourhood."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from django.db.models import QuerySet

from spending import measures
from spending.models import Scope, SizeProxy, SupplierKind, Tier, Total
from spending.pages.filters import NONE
from spending.pages.share.found import Found
from spending.pages.share.look import BREAKDOWNS, Look, Option
from spending.pages.share.shares import Rows, percentage, shares, supplier_count
from spending.pages.share.sums import (
    Ground,
    Parties,
    Spend,
    Sum,
    added_by,
    grouped,
    in_years,
    places_of,
    spends,
)
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit
from stevenage_cwb.common.money import pounds_in_words

# The column of a total that holds the part, and the one that names it.
COLUMNS = {
    "category": ("category", "category__name"),
    "department": ("department", "department__name"),
    "kind": ("attribution__kind", "attribution__kind"),
    "size": ("attribution__size", "attribution__size"),
    "quarter": ("quarter", "quarter"),
}
NAMES: dict[str, dict[Any, str]] = {"kind": dict(SupplierKind.choices), "size": dict(SizeProxy.choices)}
QUARTERS = {4: "April to June", 7: "July to September", 10: "October to December", 1: "January to March"}
# A line opens the other of the two, within it.
WITHIN = {"category": "department", "department": "category"}
MOST_LINES = 12

COMMUNITY = (SupplierKind.CIC, SupplierKind.CHARITY, SupplierKind.CIO, SupplierKind.MUTUAL)


@dataclass(frozen=True)
class Part:
    """One part of a breakdown. filters: those that find its payments. is_rest: payments that are in no other part."""

    code: str
    name: str
    spend: Spend
    filters: dict[str, Any] = field(default_factory=dict)
    is_rest: bool = False


def choices(look: Look) -> tuple[Option, ...]:
    """Return the breakdowns that can be chosen: none by what the page is narrowed to already."""
    return tuple(
        Option(name, look.query(breakdown=code), is_on=look.breakdown == code)
        for code, name in BREAKDOWNS.items()
        if code not in look.filters
    )


def breakdown_table(found: Found, rows: Rows, parties: Parties) -> Table:
    """Return the breakdown that is asked for. One query."""
    look = found.look
    if look.breakdown == "neighbourhood":
        return neighbourhoods_table(in_years(found.totals, found.year, found.year), rows)
    parts = sorted(parts_of(found, parties), key=in_time if look.breakdown == "quarter" else by_size)
    return Table(
        code=look.breakdown,
        caption=f"By {BREAKDOWNS[look.breakdown].lower()}",
        heading=BREAKDOWNS[look.breakdown],
        columns=(
            Column("share", f"Share {look.area.where}"),
            Column("local", f"Spent {look.area.where}"),
            Column("analysed", "All analysed"),
            Column("coverage", "Placed"),
            Column("suppliers", f"Suppliers {look.area.where}"),
        ),
        lines=tuple(line_of(part, look, rows) for part in parts if part.spend.sum().payments),
        most=MOST_LINES,
    )


def parts_of(found: Found, parties: Parties) -> Iterable[Part]:
    breakdown = found.look.breakdown
    for (value, name), spend in spends_by(breakdown, found).items():
        counted = Spend(spend.sums, parties.of_part("" if value is None else str(value)))
        if breakdown == "quarter":
            yield quarter_part(value, counted)
        elif breakdown in NAMES:
            is_rest = value == "unknown"
            yield Part(value, NAMES[breakdown][value], counted, {breakdown: value}, is_rest=is_rest)
        else:
            yield Part(str(value or NONE), name or "None given", counted, {breakdown: value}, is_rest=value is None)


def spends_by(breakdown: str, found: Found) -> dict[tuple[Any, ...], Spend]:
    """Return the year's spending in parts, each by what it is and what it is called. One query."""
    columns = COLUMNS[breakdown]
    if breakdown in NAMES:
        return spends(in_years(found.totals, found.year, found.year), *columns)
    places = places_of(found.body.body, found.look.filters, by=breakdown)
    return spends(in_years(places, found.year, found.year), *columns)


def in_time(part: Part) -> str:
    return part.code


def by_size(part: Part) -> tuple[bool, int, str]:
    return part.is_rest, -part.spend.sum().pence, part.name


def quarter_part(begins: date, spend: Spend) -> Part:
    number = str((begins.month - 4) % 12 // 3 + 1)
    return Part(number, quarter_name(begins), spend, {"quarter": number})


def quarter_name(begins: date) -> str:
    return f"{QUARTERS[begins.month]} {begins.year}"


def line_of(part: Part, look: Look, rows: Rows) -> Line:
    said = shares(part.spend, look, rows.narrowed(**part.filters))
    count = supplier_count(part.spend.count(look.area.tiers))
    within = WITHIN.get(look.breakdown)
    return Line(
        part.code,
        part.name,
        (replace(said.share, is_drawn=True), said.local, said.analysed, said.coverage, count),
        address=look.query(**{look.breakdown: part.code, "breakdown": within}) if within else "",
    )


def neighbourhoods_table(totals: QuerySet[Total], rows: Rows) -> Table:
    """Return what went to each neighbourhood of what went to Stevenage, in their own order. One query."""
    in_town = totals.filter(attribution__scope=Scope.IN, attribution__tier=Tier.T1)
    found = dict(grouped(in_town, "attribution__neighbourhood", "attribution__neighbourhood__name"))
    whole = sum(found.values(), Sum())
    lines = [
        Line(
            code or NONE,
            name or "Neighbourhood not known",
            (
                replace(
                    percentage(partial(measures.part_of, each.pence, whole.pence), base=whole.payments), is_drawn=True
                ),
                Figure(each.pence, Unit.PENCE, rows.analysed(tier=Tier.T1, neighbourhood=code)),
                Figure(each.payments, Unit.PAYMENTS),
            ),
        )
        for (code, name), each in sorted(found.items(), key=lambda item: (item[0][0] is None, item[0][1] or ""))
    ]
    sums = (Figure(whole.pence, Unit.PENCE, rows.analysed(tier=Tier.T1)), Figure(whole.payments, Unit.PAYMENTS))
    everything = Figure(None, Unit.PERCENT, marker=Marker.NOT_APPLICABLE)
    return Table(
        code="neighbourhood",
        caption="Money that went to suppliers in Stevenage, by neighbourhood",
        heading="Neighbourhood",
        columns=(Column("share", "Part of Stevenage’s"), Column("pence", "Pounds"), Column("payments", "Payments")),
        lines=(*lines, Line("all", "All in Stevenage", (everything, *sums), is_sum=True)),
        note="Suppliers are not counted by neighbourhood. Which areas make a neighbourhood is to be confirmed.",
    )


def proxies_table(analysed: Mapping[Ground, Sum], rows: Rows) -> Table:
    """Return what went to likely small suppliers and to community organisations, by proxies."""
    by_kind = added_by(lambda ground: ground.kind, analysed)
    by_size = added_by(lambda ground: ground.size, analysed)
    small, unknown = by_size.get(SizeProxy.LIKELY_SMALL, Sum()), by_size.get(SizeProxy.UNKNOWN, Sum())
    not_small = by_size.get(SizeProxy.NOT_SMALL, Sum())
    community = sum((each for kind, each in by_kind.items() if kind in COMMUNITY), Sum())
    whole = small + not_small + unknown
    small_share = partial(measures.likely_small_share, small=small.pence, not_small=not_small.pence)
    community_share = partial(measures.community_share, community=community.pence, analysed=whole.pence)
    return Table(
        code="proxies",
        caption="Small and community suppliers, told by proxies",
        heading="Suppliers",
        columns=(Column("share", "Share"), Column("pence", "Pounds"), Column("payments", "Payments")),
        lines=(
            Line(
                "likely_small",
                "Likely small",
                proxy(small, rows, small_share, small + not_small, size=SizeProxy.LIKELY_SMALL),
                note=f"of the {pounds_in_words((small + not_small).pence)} paid to suppliers whose size is known",
            ),
            Line(
                "size_unknown",
                "Size not known",
                proxy(
                    unknown, rows, lambda: measures.part_of(unknown.pence, whole.pence), whole, size=SizeProxy.UNKNOWN
                ),
                note="of all that is analysed",
            ),
            Line(
                "community",
                "Charities, community interest companies and mutuals",
                proxy(community, rows, community_share, whole, kind=COMMUNITY),
                note="of all that is analysed, by legal form",
            ),
        ),
        note="A company’s size is told by the kind of accounts it files, and what is a community organisation by its "
        "legal form. Neither is the official measure of small firms (SME) or of the voluntary sector (VCSE).",
    )


def proxy(
    part: Sum, rows: Rows, share: Callable[[], Fraction], whole: Sum, **filters: object
) -> tuple[Figure, Figure, Figure]:
    return (
        percentage(share, base=whole.payments),
        Figure(part.pence, Unit.PENCE, rows.analysed(**filters)),
        Figure(part.payments, Unit.PAYMENTS),
    )
