"""What metrics say of pledges: from the tallies that the database keeps of them."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from functools import partial
from urllib.parse import urlencode

from django.db.models import Count, Min, QuerySet
from django.db.models import Sum as Added
from django.db.models.functions import TruncDate
from django.urls import reverse

from metrics import measures
from metrics.figures.inputs import Input, not_available
from metrics.figures.records import Records
from metrics.models import SCALES, Period, Unit
from pledges.models import Decision, Outcome, Outturn, Pledge, What
from stevenage_cwb.common.years import UNITED_KINGDOM, working_days_between


def outturns(what: Collection[str], period: Period) -> QuerySet[Outturn]:
    return Outturn.objects.filter(what__in=what, month__gte=period.starts_on, month__lt=period.ends_before)


def by_neighbourhood(what: Collection[str], period: Period) -> Counter[str]:
    """Return how many pledges of a period there are in each neighbourhood; "" holds those of none."""
    rows = outturns(what, period).order_by().values_list("neighbourhood").annotate(Added("pledges"))
    return Counter(dict(rows))


def pledges_made(records: Records, period: Period) -> Iterator[Input]:
    """Pledges first published in a period that the public still sees: all, by neighbourhood, and by kind of pledger."""
    counted = by_neighbourhood([What.MADE], period)
    wall = partial(wall_address, counted=f"{What.MADE}:{period.code}")
    yield Input(numerator=counted.total(), rows=wall())
    for place in records.neighbourhoods:
        yield Input(numerator=counted[place], neighbourhood=place, rows=wall(neighbourhood=place))
    since, before = (midnight(day) for day in (period.starts_on, period.ends_before))
    published = Pledge.objects.published().filter(first_published_at__gte=since, first_published_at__lt=before)
    for kind, count in published.order_by("kind").values_list("kind").annotate(Count("pk")):
        yield Input(numerator=count, dimension="kind", category=kind, rows=wall(kind=kind))


def pledges_kept(records: Records, period: Period) -> Iterator[Input]:
    """Pledges verified as kept, of all that were verified as kept, partly kept or not kept."""
    yield from part_of_pledges([What.KEPT], [What.KEPT, What.PARTLY, What.NOT_KEPT], records, period)


def reviews_answered(records: Records, period: Period) -> Iterator[Input]:
    """Pledges due for review that somebody has reported on, of all that were due."""
    yield from part_of_pledges([What.ANSWERED], [What.DUE], records, period)


def part_of_pledges(
    part: Collection[What], whole: Collection[What], records: Records, period: Period
) -> Iterator[Input]:
    counted, wholes = by_neighbourhood(part, period), by_neighbourhood(whole, period)
    for place in (None, *records.neighbourhoods):
        numerator, denominator = (each.total() if place is None else each[place] for each in (counted, wholes))
        address = partial(wall_address, neighbourhood=place or "")
        if not denominator:
            yield not_available("No pledge was due" if What.DUE in whole else "None was verified", neighbourhood=place)
            continue
        yield Input(
            numerator=numerator,
            denominator=denominator,
            base=denominator,
            neighbourhood=place,
            rows=address(counted=f"{','.join(part)}:{period.code}"),
            whole_rows=address(counted=f"{','.join(whole)}:{period.code}"),
        )


def days_to_decide(records: Records, period: Period) -> Iterator[Input]:
    """The median of working days from sending to the first decision, of pledges first decided in a period."""
    since, before = (midnight(day) for day in (period.starts_on, period.ends_before))
    decided = Decision.objects.filter(outcome__in=DECIDED).order_by().values("pledge").annotate(first=Min("at"))
    days = decided.filter(first__gte=since, first__lt=before).values_list(
        TruncDate("pledge__submitted_at", tzinfo=UNITED_KINGDOM), TruncDate("first", tzinfo=UNITED_KINGDOM)
    )
    counted: Counter[int] = Counter()
    for sent, at in days.iterator():
        counted[working_days_between(sent, at)] += 1
    if not counted:
        yield not_available("No pledge was decided")
        return
    yield Input(
        numerator=measures.median(counted, scale=SCALES[Unit.DAYS]),
        base=counted.total(),
        inputs=tuple(sorted(counted.items())),
    )


DECIDED = [Outcome.APPROVED, Outcome.REFUSED, Outcome.CHANGES]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UNITED_KINGDOM)


def wall_address(**asked: str) -> str:
    given = {name: value for name, value in asked.items() if value}
    return reverse("pledges:wall") + (f"?{urlencode(given, safe=':+')}" if given else "")
