"""Where the money went: by year for the chart, by tier for the year that is looked at, and grants apart."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from spending import measures
from spending.models import Scope, Tier
from spending.pages.filters import financial_year
from spending.pages.share.found import Found
from spending.pages.share.look import Look
from spending.pages.share.shares import UNITS, Rows, Shares, amount, base_of, percentage, shares, supplier_count
from spending.pages.share.sums import EVERYWHERE, PLACED, Spend
from stevenage_cwb.common.charts import Chart, Link, described, stacked_bars
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit

# The parts of a bar: four, and what is not known last.
PARTS: dict[str, tuple[str, tuple[Tier, ...]]] = {
    "stevenage": ("Stevenage", (Tier.T1,)),
    "hertfordshire": ("Rest of Hertfordshire", (Tier.T2,)),
    "wider": ("Wider region", (Tier.T3, Tier.T4)),
    "elsewhere": ("Elsewhere", (Tier.T5, Tier.T6)),
    "unknown": ("Not attributable", (Tier.UNKNOWN,)),
}
MOST_BARS = 5
SHARE_OF = {"pounds": "spent", "payments": "of payments", "suppliers": "of suppliers"}
OF_WORDS = {"located": "what we could place", "analysed": "all that is analysed", "files": "all in the files"}
COUNTED = {"pounds": "Pounds", "payments": "Payments", "suppliers": "Suppliers"}
PARTS_NOTE = (
    "“Wider region” is the bordering counties and boroughs and the rest of the East of England; “elsewhere” is the "
    "rest of the UK and abroad. Whole pounds may not add up to the last one."
)


def years_table(years: Mapping[int, Spend], found: Found) -> Table:
    """Return the newest years, the latest first, with the parts of each bar and the share."""
    look = found.look
    columns = [Column(code, name) for code, (name, _) in PARTS.items()]
    newest = sorted(years, reverse=True)[:MOST_BARS]
    return Table(
        code="years",
        caption=f"{COUNTED[look.by]} analysed, by financial year and place of the supplier",
        heading="Financial year",
        columns=(Column("share", f"Share {look.area.where}"), *columns, Column("analysed", "All analysed")),
        lines=tuple(year_line(year, years[year], found) for year in newest),
        note=PARTS_NOTE,
    )


def year_line(year: int, spend: Spend, found: Found) -> Line:
    look, code = found.look, financial_year(year)
    of_year = found.rows.narrowed(year=code)
    said = shares(spend, look, of_year)
    parts = (
        Figure(amount(spend, look, tiers), UNITS[look.by], of_year.analysed(tier=tiers)) for _, tiers in PARTS.values()
    )
    return Line(code, found.named(year), (said.share, *parts, said.analysed), address=look.query(year=code))


def years_chart(years: Mapping[int, Spend], found: Found) -> Chart | None:
    """Return the newest years as a chart, None where nothing has a date."""
    if not years:
        return None
    table, look, body = years_table(years, found), found.look, found.body
    # A year's code is 2025-26.
    first, last = table.lines[-1].code[:4], int(table.lines[0].code[:4]) + 1
    files = f"{body.files:,} accepted file{'' if body.files == 1 else 's'}"
    return Chart(
        code="years",
        title=message(table, found),
        measure=f"{COUNTED[look.by]} analysed, by where the supplier is: {body.name}, April {first} to March {last}.",
        description=described(table, part="stevenage", unknown="unknown", caveat=PARTS_NOTE),
        drawing=stacked_bars(table, parts=list(PARTS), total="analysed", beside="share"),
        table=table,
        source=f"Source: payments that {body.name} published, {files}.",
        links=tuple(
            Link(words, reverse(f"spending:share_{ending}") + look.query())
            for words, ending in (("CSV", "csv"), ("JSON", "json"), ("Chart as SVG", "svg"))
        ),
    )


def message(table: Table, found: Found) -> str:
    """Return what the chart is there to say: how the share changed, or what it is, or that there is none."""
    year, share = table.lines[0].name, table.figure(table.lines[0].code, "share")
    what = f"The share {SHARE_OF[found.look.by]} {found.look.area.where}"
    if share.value is None:
        return f"{what} cannot be said for {year}"
    former = table.figure(table.lines[1].code, "share").value if len(table.lines) > 1 else None
    if former is None:
        return f"{what} was {share.said} in {year}"
    if found.is_open(max(found.years)):
        # A part of a year does not compare with a whole one: nothing rose or fell yet.
        return f"{what} is {share.said} so far, after {former}% in {table.lines[1].name}"
    if former == share.value:
        return f"{what} stayed at {share.said}"
    return f"{what} {'rose' if share.value > former else 'fell'} from {former}% to {share.said}"


def tiers_table(spend: Spend, look: Look, rows: Rows) -> Table:
    """Return the year's money, payments and suppliers by tier, branches under theirs, the unknown last."""
    said = shares(spend, look, rows)
    located, analysed = (
        Line("located", "All that could be placed", everything(spend, PLACED, look, rows, said), is_sum=True),
        Line("analysed", "All that is analysed", everything(spend, EVERYWHERE, look, rows, said), is_sum=True),
    )
    return Table(
        code="tiers",
        caption="Where the suppliers are",
        heading="Place",
        columns=(
            Column("share", f"Share of {OF_WORDS[look.of]}"),
            Column("pence", "Pounds"),
            Column("payments", "Payments"),
            Column("suppliers", "Suppliers"),
        ),
        lines=(
            *(line for tier in PLACED for line in tier_lines(tier, spend, look, rows, said)),
            located,
            *tier_lines(Tier.UNKNOWN, spend, look, rows, said),
            analysed,
        ),
    )


def tier_lines(tier: Tier, spend: Spend, look: Look, rows: Rows, said: Shares) -> Iterable[Line]:
    yield Line(tier.value, tier.label, everything(spend, (tier,), look, rows, said))
    others = spend.sum((tier,), with_branches=False)
    whole = spend.sum((tier,))
    # Elsewhere nobody asks whether a place is a branch.
    if tier in look.area.tiers and others.payments < whole.payments:
        branches = (
            Figure(None, Unit.PERCENT, marker=Marker.NOT_APPLICABLE),
            Figure(whole.pence - others.pence, Unit.PENCE, rows.analysed(tier=tier, branch="yes")),
            Figure(whole.payments - others.payments, Unit.PAYMENTS),
            Figure(None, Unit.SUPPLIERS, marker=Marker.NOT_COUNTED),
        )
        yield Line(f"{tier.value}-branches", "of which branches of firms from elsewhere", branches, is_part=True)


def everything(
    spend: Spend, tiers: tuple[Tier, ...], look: Look, rows: Rows, said: Shares
) -> tuple[Figure, Figure, Figure, Figure]:
    """Return the money, payments and suppliers of some tiers, and their share in the unit that is asked for."""
    added = spend.sum(tiers)
    address = rows.analysed() if tiers == EVERYWHERE else rows.analysed(tier=tiers)
    return (
        tier_share(spend, tiers, look, said),
        Figure(added.pence, Unit.PENCE, address),
        Figure(added.payments, Unit.PAYMENTS),
        supplier_count(spend.count(tiers)),
    )


def tier_share(spend: Spend, tiers: tuple[Tier, ...], look: Look, said: Shares) -> Figure:
    """Return the share of some tiers. What has no place is no part of what has one."""
    if Tier.UNKNOWN in tiers and look.of == "located":
        return Figure(None, Unit.PERCENT, marker=Marker.NOT_APPLICABLE)
    if look.by == "suppliers" and spend.parties is None:
        return said.share
    located, analysed = amount(spend, look, PLACED), amount(spend, look)
    return percentage(
        lambda: measures.share_of(
            amount(spend, look, tiers), int(said.whole.value or 0), located=located, analysed=analysed
        ),
        base=base_of(spend, look),
    )


def grants_table(spend: Spend, rows: Rows) -> Table | None:
    """Return what was given as grants by tier, which is in no share; nothing where there were none."""
    given = {tier: spend.sum((tier,), scopes=(Scope.GRANT,)) for tier in EVERYWHERE}
    if not any(each.payments for each in given.values()):
        return None
    lines = [
        Line(
            tier.value,
            tier.label,
            (
                Figure(each.pence, Unit.PENCE, rows.address(scope=Scope.GRANT, tier=tier)),
                Figure(each.payments, Unit.PAYMENTS),
            ),
        )
        for tier, each in given.items()
        if each.payments
    ]
    whole = spend.sum(scopes=(Scope.GRANT,))
    sums = (Figure(whole.pence, Unit.PENCE, rows.address(scope=Scope.GRANT)), Figure(whole.payments, Unit.PAYMENTS))
    return Table(
        code="grants",
        caption="Grants, by where those who got them are",
        heading="Place",
        columns=(Column("pence", "Pounds"), Column("payments", "Payments")),
        lines=(*lines, Line("all", "All grants", sums, is_sum=True)),
    )
