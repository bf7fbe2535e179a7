"""Computing: every figure that the portal can make of its own records, observed again where anything changed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction

from metrics.actions.keeping_back import keep_back
from metrics.figures import FEEDS, Input, Records
from metrics.models import (
    Batch,
    Collection,
    Comparability,
    Definition,
    Kind,
    Marker,
    Observation,
    Period,
    Span,
)
from stevenage_cwb.common.years import day_of, year_of

# Two computings would each append what the other has just appended.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('metrics_computing'))"


@dataclass(frozen=True)
class Computed:
    """How many figures were looked at, and how many of them were new or had changed."""

    figures: int
    observed: int


class Key(NamedTuple):
    metric: str
    period: Period
    neighbourhood: str | None
    dimension: str
    category: str


class Known(NamedTuple):
    """What was observed of a figure last."""

    digest: str
    marker: str
    value: tuple[int | None, int | None]


@transaction.atomic
def compute(*, at: datetime) -> Computed:
    """Observe what changed since it was observed last, in one batch. Nothing changed: nothing is written.

    Reads totals alone: it takes the same time at any volume, but for the time that pledges waited (G04).
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    records = Records(today=day_of(at))
    known = _known()
    figures, changed = 0, []
    for definition, period in _asked(records, today=day_of(at)):
        inputs = {_key(definition, period, each): each for each in FEEDS[definition.metric_id](records, period)}
        inputs |= _gone(definition, period, known, inputs)
        figures += len(inputs)
        for key, each in inputs.items():
            observation = _observation(definition, key, each, known.get(key), today=day_of(at))
            before = known.get(key)
            if before is None or (before.digest, before.marker) != (observation.inputs_digest, observation.marker):
                changed.append(observation)
    if changed:
        batch = Batch.objects.create(made_at=at)
        for observation in changed:
            observation.batch = batch
        keep_back(changed)
        Observation.objects.bulk_create(changed, batch_size=1_000)
    return Computed(figures, len(changed))


def _asked(records: Records, *, today: date) -> Iterator[tuple[Definition, Period]]:
    """Yield each computed definition with each period of it that has begun: its own span, and whole years."""
    if records.first_year is None:
        return
    for year in range(records.first_year, year_of(today) + 1):
        computed = Definition.objects.of_year(year).filter(collection=Collection.COMPUTED)
        for definition in computed:
            if definition.metric_id in FEEDS:
                for period in _periods(definition.span, year):
                    if period.starts_on <= today:
                        yield definition, period


def _periods(span: str, year: int) -> list[Period]:
    whole = Period.year(year)
    found = [whole]
    period = Period.of(span, on=whole.starts_on)
    while span != Span.YEAR and period.starts_on < whole.ends_before:
        found.append(period)
        period = Period.of(span, on=period.ends_before)
    return found


def _known() -> dict[Key, Known]:
    rows = Observation.objects.filter(batch__entered_by=None).newest().select_related("definition")
    return {
        Key(row.definition.metric_id, row.period, row.neighbourhood_id, row.dimension, row.category): Known(
            row.inputs_digest, row.marker, (row.numerator, row.denominator)
        )
        for row in rows
    }


def _key(definition: Definition, period: Period, each: Input) -> Key:
    return Key(definition.metric_id, period, each.neighbourhood, each.dimension, each.category)


def _gone(
    definition: Definition, period: Period, known: dict[Key, Known], inputs: dict[Key, Input]
) -> dict[Key, Input]:
    """Return what is to be said of figures that were there and of which nothing is any more."""
    gone = [key for key in known if key[:2] == (definition.metric_id, period) and key not in inputs]
    return {key: _nothing(definition, key) for key in gone}


def _nothing(definition: Definition, key: Key) -> Input:
    of_key = {"neighbourhood": key.neighbourhood, "dimension": key.dimension, "category": key.category}
    if key.dimension and definition.kind != Kind.RATIO:
        return Input(numerator=0, **of_key)  # type: ignore[arg-type]
    return Input(marker=Marker.NOT_AVAILABLE, note="There is nothing of it any more", **of_key)  # type: ignore[arg-type]


def _observation(definition: Definition, key: Key, each: Input, before: Known | None, *, today: date) -> Observation:
    return Observation(
        definition=definition,
        span=key.period.span,
        starts_on=key.period.starts_on,
        neighbourhood_id=key.neighbourhood,
        dimension=key.dimension,
        category=key.category,
        numerator=each.numerator,
        denominator=each.denominator,
        lower=each.lower,
        upper=each.upper,
        bounds_of=each.bounds_of,
        base=each.base,
        people=each.people,
        marker=_marker(definition, key.period, each, before, today=today),
        grade=each.grade,
        note=each.note,
        rows=each.rows,
        whole_rows=each.whole_rows,
        inputs_digest=digest_of(definition, key, each),
    )


def _marker(definition: Definition, period: Period, each: Input, before: Known | None, *, today: date) -> str:
    """Return what a reader must know first: that there is no value, that more will come, that it was another once."""
    if each.marker:
        return each.marker
    if each.is_open or today < period.ends_before:
        return Marker.PROVISIONAL
    is_revised = before is not None and before.value != (each.numerator, each.denominator)
    if before and (before.marker == Marker.REVISED or (before.marker != Marker.PROVISIONAL and is_revised)):
        return Marker.REVISED
    first = period.year_starting == definition.first_year
    return Marker.BREAK if first and definition.comparability == Comparability.BREAK else ""


def digest_of(definition: Definition, key: Key, each: Input) -> str:
    """Return SHA-256 of a JSON array: metric, version, period, place, category, value, and all that went in."""
    said = [
        definition.metric_id,
        definition.version,
        key.period.code,
        key.neighbourhood,
        [key.dimension, key.category],
        [each.numerator, each.denominator, each.lower, each.upper, each.bounds_of],
        each.note,
        each.inputs,
    ]
    return hashlib.sha256(json.dumps(said, default=str, separators=(",", ":")).encode()).hexdigest()
