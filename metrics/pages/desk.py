"""What the officers' desk says of metrics: what is owed and since when, what waits for somebody else, what fails."""

from dataclasses import dataclass
from datetime import date, timedelta

from metrics.models import Batch, Collection, Definition, Metric, Observation, Period
from metrics.pages.naming import in_words
from metrics.pages.observed import Point, point
from stevenage_cwb.common.years import year_of


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A metric and what its owner owes. due: the period that comes next; due_on: the last day on which it is timely."""

    code: str
    name: str
    owner: str
    reviewer: str
    is_entered: bool
    newest: str = ""
    due: str = ""
    due_on: date | None = None
    is_overdue: bool = False


def owed(*, today: date) -> list[Owed]:
    """Return every metric, those that are overdue the longest first, then as the catalogue has them. Two queries."""
    definitions = Definition.objects.of_year(year_of(today)).select_related("metric")
    newest = _newest_periods()
    found = [_owed(each, newest.get(each.metric_id), today=today) for each in definitions]
    order = dict(Metric.objects.values_list("code", "position"))
    return sorted(found, key=lambda each: (not each.is_overdue, each.due_on or date.max, order[each.code]))


def owed_of(definition: Definition, *, today: date) -> Owed:
    """Return what is owed of one metric. One query."""
    return _owed(definition, _newest_periods().get(definition.metric_id), today=today)


def periods_of(span: str, *, today: date, years: int = 3) -> list[Period]:
    """Return the periods that have begun, newest first: of this financial year and of those before it."""
    period = Period.of(span, on=today)
    first = Period.year(year_of(today) - years).starts_on
    found = []
    while period.starts_on >= first:
        found.append(period)
        period = period.before
    return found


def waiting_for_review() -> list[Batch]:
    """Return what people entered and nobody else has looked through, oldest first."""
    entered = Batch.objects.filter(entered_by__isnull=False, review=None).select_related("entered_by")
    return list(entered.order_by("pk"))


@dataclass(frozen=True)
class Entered:
    """One figure of a batch, as its reviewer reads it: kept back from the public or not."""

    point: Point
    name: str
    period: str
    place: str
    said: str


def figures_of(batch: Batch) -> list[Entered]:
    """Return the figures of a batch in the order in which they were entered, with their numbers. One query."""
    rows = batch.observations.select_related("definition", "neighbourhood").order_by("pk")
    return [_entered(row) for row in rows]


def _entered(row: Observation) -> Entered:
    seen = point(row)
    row.suppression = ""  # The reviewer has to see what the public does not.
    place = row.neighbourhood.name if row.neighbourhood else "The borough"
    of = f"{place}, {row.category}" if row.category else place
    shown = point(row)
    parts = f" ({shown.part.said} of {shown.whole.said})" if shown.whole else ""
    return Entered(seen, row.definition.name, in_words(row.period), of, f"{shown.figure.said}{parts}")


def _newest_periods() -> dict[str, Period]:
    """Return the last period of each metric's own span that has an observation of the borough."""
    rows = Observation.objects.filter(neighbourhood=None, dimension="").order_by().values_list(
        "definition__metric", "definition__span", "span", "starts_on"
    )  # fmt: skip
    newest: dict[str, Period] = {}
    for code, own_span, span, starts_on in rows.distinct():
        if span == own_span and (code not in newest or starts_on > newest[code].starts_on):
            newest[code] = Period(span, starts_on)
    return newest


def _owed(definition: Definition, newest: Period | None, *, today: date) -> Owed:
    metric = definition.metric
    is_entered = definition.collection == Collection.ENTERED
    due = _next(definition, newest, today=today)
    due_on = due.ends_before + timedelta(days=definition.timely_days - 1)
    return Owed(
        code=metric.code,
        name=definition.name,
        owner=metric.owner,
        reviewer=metric.reviewer,
        is_entered=is_entered,
        newest=in_words(newest) if newest else "",
        due=in_words(due) if is_entered else "",
        due_on=due_on if is_entered else None,
        is_overdue=is_entered and due_on < today,
    )


def _next(definition: Definition, newest: Period | None, *, today: date) -> Period:
    """Return the period that is owed next; of a metric without a figure, the last one that is over."""
    running = Period.of(definition.span, on=today)
    if newest is None:
        return running.before
    return Period.of(newest.span, on=newest.ends_before)
