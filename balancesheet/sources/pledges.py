"""What pledges delivered, where two officers checked it: hours, pounds, work placements.

A pledge is a promise and moves no figure; only what came of it does.
"""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.fields import BigIntegerField, TextField
from django.db.models.functions import Cast, Coalesce, Concat

from balancesheet.models.ledgers import WHOLE_TOWN
from balancesheet.sources.taking import Source, Wanted
from pledges.models import Delivery, Unit

# Hours are given by residents, by employers for their people, or by partners.
RESIDENT, BUSINESS = "resident", "business"


def by_unit(*, hours: Any, pounds: Any, placements: Any) -> Case:
    """Return an expression for each unit that has accounts; null for people, contracts, events and nothing counted."""
    of = {Unit.HOURS: hours, Unit.POUNDS: pounds, Unit.PLACEMENTS: placements}
    return Case(*(When(unit=unit, then=value) for unit, value in of.items()), output_field=TextField())


def by_kind(*, resident: str, business: str, partner: str) -> Case:
    return Case(
        When(pledge__kind_id=RESIDENT, then=Value(resident)),
        When(pledge__kind_id=BUSINESS, then=Value(business)),
        default=Value(partner),
    )


def rows() -> "QuerySet[Any, tuple[Any, ...]]":
    """Every verified delivery. Quantities come in hundredths, which are the smallest parts of hours and pounds."""
    return (
        Delivery.objects.verified()
        .order_by()
        .values_list(
            *Wanted(
                ref=Cast("pk", TextField()),
                ledger=Coalesce("pledge__neighbourhood__ledger__code", Value(WHOLE_TOWN)),
                dated=F("delivered_on"),
                amount=Case(
                    When(unit=Unit.PLACEMENTS, then=F("quantity_hundredths") / 100),
                    default=F("quantity_hundredths"),
                    output_field=BigIntegerField(),
                ),
                unit=by_unit(hours=Value("HOUR"), pounds=Value("GBP"), placements=Value("PLACE")),
                debit=by_unit(
                    hours=by_kind(resident="5200", business="5210", partner="5220"),
                    pounds=Value("1020"),
                    placements=Value("5400"),
                ),
                credit=by_unit(
                    hours=by_kind(resident="4200", business="4210", partner="4220"),
                    pounds=Value("4040"),
                    placements=Value("4400"),
                ),
                words=Concat(Value("Delivered, as pledged in "), "pledge__reference", output_field=TextField()),
                grade=F("grade"),
                foundation=F("pledge__foundation_id"),
            )
        )
    )


PLEDGES = Source(
    name="pledge",
    rows=rows,
    tables=("pledges_delivery", "pledges_pledge"),
    numbered_by="pledges_delivery",
)
