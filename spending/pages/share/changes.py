"""What changed most against the year before: categories by what went to local suppliers, suppliers by what they got."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from django.db.models import QuerySet
from django.db.models import Sum as Added
from django.urls import reverse

from spending import measures
from spending.models import PartyTotal, Scope, Supplier, Tier
from spending.pages.filters import NONE, financial_year
from spending.pages.payments.people import named_suppliers
from spending.pages.share.found import Found
from spending.pages.share.shares import Rows, local_filters, percentage
from spending.pages.share.sums import Spend, grouped, in_years, places_of, year_begins
from stevenage_cwb.common.figures import Column, Figure, Line, Table, Unit

Key = TypeVar("Key", bound=Hashable)
# Pence of the year before and of the year.
Change = tuple[int, int]

MOST_CHANGES = 5
# Compared are the suppliers of so many largest amounts in one of the two years.
LARGEST = 100
CONCENTRATED = 10
# So many of the largest amounts are enough to tell the ten largest parties, but for very even spending.
LOOKED_AT = 200


def category_changes(found: Found) -> Table:
    """Return the categories whose local spending changed most. One query."""
    look, year, rows = found.look, found.year, found.rows
    places = places_of(found.body.body, look.filters, by="category")
    local = in_years(places, year - 1, year).filter(scope=Scope.IN, tier__in=look.area.tiers)
    if look.branches == "out":
        local = local.filter(is_branch=False)
    changes: dict[tuple[int | None, str | None], Change] = {}
    for (quarter, number, name), each in grouped(local, "quarter", "category", "category__name"):
        before, after = changes.get((number, name), (0, 0))
        is_before = quarter < year_begins(year)
        changes[number, name] = (before + each.pence, after) if is_before else (before, after + each.pence)
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
    """Return the suppliers that were paid much more or much less. None of them is a person. Three queries."""
    year, rows = found.year, found.rows
    totals = PartyTotal.objects.filter(body=found.body.body, dimension="all", year_starting__in=(year - 1, year))
    largest = totals.filter(party__in=named_suppliers().values("pk")).order_by("-pence", "party").values_list("party")
    before_and_after = (largest.filter(year_starting=each)[:LARGEST] for each in (year - 1, year))
    parties = {party for (party,) in next(before_and_after).union(*before_and_after)}
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
        note=f"Compared are the suppliers of the {LARGEST} largest amounts of each year. Names that are not matched "
        "to a supplier yet, and individuals, are not compared.",
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
    """Return what the ten largest had of all that is analysed: suppliers, and names not matched yet.

    Two queries; a third where nearly all are as large as the tenth.
    """
    totals = PartyTotal.objects.filter(body=body, dimension="all", year_starting=year)
    whole = spend.sum()
    return percentage(
        lambda: measures.concentration(largest_parties(totals), analysed=whole.pence), base=whole.payments
    )


def largest_parties(totals: QuerySet[PartyTotal]) -> list[int]:
    """Return the pence of the largest parties of a year, the largest first, each in all tiers together."""
    amounts = list(totals.order_by("-pence", "party").values_list("party", "pence")[:LOOKED_AT])
    found = most_paid(totals.filter(party__in={party for party, _ in amounts}))
    # Whoever is not among these had at most the least of these amounts, in each tier.
    if len(amounts) == LOOKED_AT and found[-1] < max(amounts[-1][1], 0) * len(Tier):
        found = most_paid(totals)
    return found


def most_paid(totals: QuerySet[PartyTotal]) -> list[int]:
    sums = totals.values("party").annotate(whole=Added("pence")).order_by("-whole").values_list("whole", flat=True)
    return [int(whole) for whole in sums[:CONCENTRATED]]
