"""From a payment or a pledge to the figures that it is counted in: those whose rows, as a figure names them, hold it.

Every figure carries the address of its rows. A record is in a figure where it is among them, so that no formula is
written down twice. Figures of the borough and of whole years: the parts of a year are on the metric's own page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from django.db import connection
from django.urls import reverse

from metrics.models import Observation, Period, Span
from metrics.pages.naming import in_words
from spending.models import AttributedPayment
from spending.pages.filters import Filters, payments_path
from stevenage_cwb.common.years import year_name, year_of

# Whether an address holds a record.
Holds = Callable[[str], bool]


@dataclass(frozen=True)
class Moved:
    """A figure that a record is counted in. is_part: in what is counted, and not only in what that is a share of."""

    name: str
    year: str
    address: str
    is_part: bool


def by_payment(number: int) -> list[Moved]:
    """Return the figures that a published payment is counted in. Two queries."""
    row = AttributedPayment.objects.select_related("attribution", "file").filter(pk=number).first()
    if row is None or row.pay_date is None:
        return []
    known = row.attribution
    is_so = {
        "body": str(row.file.body_id),
        "year": year_name(year_of(row.pay_date)),
        "scope": known.scope,
        "tier": known.tier,
        "kind": known.kind,
        "size": known.size,
    }

    def holds(address: str) -> bool:
        parts = urlsplit(address)
        asked = Filters.asked(dict(parse_qsl(parts.query)))
        return parts.path == payments_path() and all(is_so.get(name) in asked.values(name) for name in asked.given)

    return _holding(holds, years={row.pay_date})


def by_pledge(reference: str) -> list[Moved]:
    """Return the figures that a published pledge is counted in. Two queries."""
    with connection.cursor() as cursor:
        # What the database counts a pledge for, and when: the same function keeps the months' totals.
        cursor.execute(
            "SELECT o.what, o.month FROM pledges_pledge p, pledges_outturn_of(p) o WHERE p.reference = %s", [reference]
        )
        counted = {(what, month) for what, month in cursor.fetchall()}
    wall = reverse("pledges:wall")
    told = {f"{what}:{year_name(year_of(month))}" for what, month in counted}

    def holds(address: str) -> bool:
        parts = urlsplit(address)
        whats, _, period = dict(parse_qsl(parts.query)).get("counted", "").partition(":")
        return parts.path == wall and any(f"{what}:{period}" in told for what in whats.split(","))

    return _holding(holds, years={month for _, month in counted})


def _holding(holds: Holds, *, years: set[date]) -> list[Moved]:
    starts = {Period.of(Span.YEAR, on=day).starts_on for day in years}
    rows = Observation.objects.filter(span=Span.YEAR, starts_on__in=starts, neighbourhood=None, dimension="")
    seen = rows.exclude(numerator=None).filter(suppression="").newest().select_related("definition__metric")
    in_order = sorted(seen, key=lambda row: (row.starts_on, row.definition.metric.position))
    return [_moved(row, is_part=holds(row.rows)) for row in in_order if holds(row.rows) or holds(row.whole_rows)]


def _moved(row: Observation, *, is_part: bool) -> Moved:
    page = reverse("metrics:metric", args=[row.definition.metric_id])
    return Moved(
        row.definition.name, in_words(row.period), f"{page}?year={year_name(row.period.year_starting)}", is_part
    )
