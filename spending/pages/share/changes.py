"""What changed most against the year before: categories by what went to local suppliers, suppliers by what they got."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from spending import measures
from spending.models import PartyTotal, Scope, Supplier, Tier, Total
from spending.pages.filters import NONE, financial_year
from spending.pages.payments.people import named_suppliers
from spending.pages.share.found import Found
from spending.pages.share.shares import Rows, local_filters, percentage
from spending.pages.share.sums import NOTHING, Spend, grouped, in_years
from stevenage_cwb.common.figures import Column, Figure, Line, Table, Unit

Key = TypeVar("Key", bound=Hashable)
# Pence of the year before and of the year.
Change = tuple[int, int]

MOST_CHANGES = 5
# Compared are the suppliers among so many largest in one of the two years.
LARGEST = 200
CONCENTRATED = 10


def category_changes(totals: QuerySet[Total], found: Found) -> Table:
    """Return the categories whose local spending changed most. totals: by category. Two queries."""
    look, year, rows = found.look, found.year, found.rows
    local = totals.filter(attribution__scope=Scope.IN, attribution__tier__in=look.area.tiers)
    if look.branches == "out":
        local = local.filter(attribution__is_branch=False)
    before, after = (
        dict(grouped(in_years(local, each, each), "category", "category__name")) for each in (year - 1, year)
    )
    changes = {
        key: (before.get(key, NOTHING).pence, after.get(key, NOTHING).pence) for key in dict.fromkeys([*before, *after])
    }
    return Table(
        code="category_changes",
        caption=f"Categories, by what went to suppliers {look.area.where}",
        heading="Category",
        columns=columns(found),
        lines=tuple(
            Line(
                str(number or NONE),
                name or "None given",
                figures(change, year, rows.narrowed(category=number, **local_filters(look))),
            )
            for (number, name), change in largest_changes(changes).items()
        ),
    )


def supplier_changes(found: Found) -> Table:
    """Return the suppliers that were paid much more or much less. None of them is a person. Four queries."""
    year, rows = found.year, found.rows
    totals = PartyTotal.objects.filter(body=found.body.body, dimension="all", year_starting__in=(year - 1, year))
    largest = totals.filter(party__in=named_suppliers().values("pk")).order_by("-pence", "party").values_list("party")
    parties = {party for each in (year - 1, year) for (party,) in largest.filter(year_starting=each)[:LARGEST]}
    changes: dict[int, Change] = {}
    tiers: dict[int, str] = {}
    # The last tier that is seen of a supplier is where most of its latest money went.
    parts = totals.filter(party__in=parties).order_by("year_starting", "pence")
    for party, starting, tier, pence in parts.values_list("party", "year_starting", "tier", "pence"):
        before, after = changes.get(party, (0, 0))
        changes[party] = (before + pence, after) if starting < year else (before, after + pence)
        tiers[party] = Tier(tier).label
    changed = largest_changes(changes)
    names = Supplier.objects.in_bulk(changed)
    return Table(
        code="supplier_changes",
        caption="Suppliers, by what they were paid",
        heading="Supplier",
        columns=columns(found),
        lines=tuple(
            Line(
                str(party),
                names[party].name,
                figures(change, year, rows.narrowed(supplier=party)),
                address=reverse("spending:supplier", args=[party]),
                note=tiers[party],
            )
            for party, change in changed.items()
        ),
        note=f"Among the {LARGEST} largest suppliers of each year. Names that are not matched to a supplier yet, and "
        "individuals, are not compared.",
    )


def columns(found: Found) -> tuple[Column, ...]:
    before, after = found.named(found.year - 1), found.named(found.year)
    return Column("before", before), Column("after", after), Column("change", "Change")


def figures(change: Change, year: int, rows: Rows) -> tuple[Figure, ...]:
    before, after = change
    return (
        Figure(before, Unit.PENCE, rows.analysed(year=financial_year(year - 1))),
        Figure(after, Unit.PENCE, rows.analysed(year=financial_year(year))),
        Figure(after - before, Unit.MORE_PENCE),
    )


def largest_changes(changes: Mapping[Key, Change]) -> dict[Key, Change]:
    """Return the changes furthest from nothing, either way; of equal ones those that came first."""
    ordered = sorted(changes.items(), key=lambda item: -abs(item[1][1] - item[1][0]))
    return {key: change for key, change in ordered[:MOST_CHANGES] if change[0] != change[1]}


def concentration(spend: Spend, *, body: int, year: int) -> Figure:
    """Return what the ten largest had of all that is analysed: suppliers, and names not matched yet. One query."""
    totals = PartyTotal.objects.filter(body=body, dimension="all", year_starting=year).order_by("-pence", "party")
    parties: Counter[int] = Counter()
    for party, pence in totals.values_list("party", "pence")[:LARGEST]:
        parties[party] += pence
    largest = [pence for _, pence in parties.most_common(CONCENTRATED)]
    whole = spend.sum()
    return percentage(lambda: measures.concentration(largest, analysed=whole.pence), base=whole.payments)
