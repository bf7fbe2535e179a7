"""How many payments are sought, and what they come to: from the totals, or from the rows where those are few."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Sum

from spending.models import ImportNote, PartyTotal, Scope
from spending.pages.filters import Filters
from spending.pages.payments.newest import ByQuarter
from spending.pages.payments.sought import Sought

# So many payments of a supplier, a file or a search are added up one by one.
MOST_ADDED_UP = 10_000

# With these alone, and only what is analysed, a supplier's payments are added up already.
OF_A_SUPPLIERS_YEAR = {"supplier", "year", "scope", "tier", "body"}

ADD_UP = """
    SELECT count(*), coalesce(sum(amount_pence), 0) FROM (
        SELECT amount_pence FROM spending_attributedpayment WHERE {days} AND {conditions} LIMIT %(most)s
    ) found
"""


@dataclass(frozen=True)
class Counted:
    """`pence`: credits counted as less than nothing; None: there are more than `payments`, nobody added them up."""

    payments: int = 0
    pence: int | None = 0
    by_quarter: ByQuarter = field(default_factory=dict)


def counted(sought: Sought, filters: Filters) -> Counted:
    """Return count and sum of what is sought, equal to its rows. filters: what it comes from. Costs one query."""
    if not sought.is_narrow:
        return by_the_totals(sought)
    if filters.given.keys() == {"file"}:
        said = ImportNote.objects.published().filter(file=int(filters.file)).values_list("rows_imported", "sum_pence")
        return Counted(*said.first() or (0, 0))
    if {"supplier", "year"} <= filters.given.keys() <= OF_A_SUPPLIERS_YEAR and filters.scope == Scope.IN:
        return suppliers_year(filters)
    return added_up(sought)


def by_the_totals(sought: Sought) -> Counted:
    quarters = sought.totals().values_list("quarter").annotate(Sum("payments"), Sum("pence"))
    rows = list(quarters.order_by("quarter"))
    return Counted(
        payments=sum(payments for _, payments, _ in rows),
        pence=int(sum(pence for _, _, pence in rows)),
        by_quarter={quarter: payments for quarter, payments, _ in rows},
    )


def suppliers_year(filters: Filters) -> Counted:
    """Return what a supplier was paid in a year, of what is analysed."""
    totals = PartyTotal.objects.filter(
        party=int(filters.supplier), dimension="all", year_starting=int(filters.year[:4])
    )
    if filters.tier:
        totals = totals.filter(tier__in=filters.values("tier"))
    if filters.body:
        totals = totals.filter(body=int(filters.body))
    sums = totals.aggregate(payments=Sum("payments", default=0), pence=Sum("pence", default=0))
    return Counted(sums["payments"], int(sums["pence"]))


def added_up(sought: Sought) -> Counted:
    days = {"since": sought.days[0], "until": sought.days[1]} if sought.days else {}
    parts = ["pay_date >= %(since)s AND pay_date < %(until)s"] if sought.days else []
    parts += ["pay_date IS NULL"] if sought.is_undated else []
    sql = ADD_UP.format(days=" AND ".join(parts) or "TRUE", conditions=sought.sql())
    with connection.cursor() as cursor:
        cursor.execute(sql, {**sought.parameters(), **days, "most": MOST_ADDED_UP + 1})
        payments, pence = cursor.fetchone()
    if payments > MOST_ADDED_UP:
        return Counted(MOST_ADDED_UP, pence=None)
    return Counted(payments, int(pence))
