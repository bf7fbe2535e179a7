"""Entering figures: what a metric's owner says, with what shows it, and the second person who looks it through.

What is entered stays. A figure that was wrong is entered again, and says that it was revised.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction

from metrics import measures
from metrics.actions.checking import run_checks
from metrics.actions.computing import LOCK, Key, digest_of
from metrics.actions.keeping_back import keep_back
from metrics.figures import Input
from metrics.models import (
    VALUELESS,
    Aggregation,
    Batch,
    Collection,
    Cumulation,
    Definition,
    Kind,
    Marker,
    Observation,
    Outcome,
    Period,
    Review,
    Severity,
    Span,
)
from stevenage_cwb.common.years import day_of

Known = dict[Key, Observation]
WITHIN_TOTAL = "metrics_categories_are_within_their_total"


class NotTaken(Exception):
    """Nothing was entered; the words say why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What shows figures. commentary: needed where a figure takes the place of another."""

    words: str
    address: str = ""
    commentary: str = ""


@transaction.atomic
def enter(
    *, metric: str, period: Period, figures: Sequence[Input], evidence: Evidence, by: User, at: datetime
) -> Batch:
    """Observe figures of one period: one, or a breakdown with its total. Figures as they were are left out.

    The whole year of what adds up is observed again with them. Raises NotTaken; then nothing is entered.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    definition = _meant(metric, period, at=at)
    if not evidence.words.strip():
        raise NotTaken("Say what shows these figures.")
    known = _known(metric)
    changed = _changed(definition, period, figures, known)
    if not changed:
        raise NotTaken("These figures are on record already, just so.")
    _within_totals(known | changed)
    if any(each.marker == Marker.REVISED for each in changed.values()) and not evidence.commentary.strip():
        raise NotTaken("Some of these figures take the place of others. Say in the commentary why they changed.")
    batch = Batch.objects.create(
        made_at=at,
        entered_by=by,
        evidence=evidence.words,
        evidence_address=evidence.address,
        commentary=evidence.commentary,
    )
    _write(batch, [*changed.values(), *_whole_years(definition, period, changed, known)])
    _weighed(metric, at=at)
    return batch


@transaction.atomic
def review(*, batch: Batch, word: str, by: User, at: datetime) -> Review:
    """Keep that somebody else looked a batch through. Raises NotTaken for its own author, and the second time."""
    if batch.entered_by_id == by.pk:
        raise NotTaken("You entered these figures. Somebody else has to look them through.")
    reviewed, is_first = Review.objects.get_or_create(
        batch=batch, defaults={"reviewed_by": by, "reviewed_at": at, "word": word}
    )
    if not is_first:
        raise NotTaken("These figures have been reviewed.")
    return reviewed


def _meant(metric: str, period: Period, *, at: datetime) -> Definition:
    definition = Definition.objects.of_year(period.year_starting).filter(metric=metric).first()
    if definition is None:
        raise NotTaken("No definition of this metric holds in that year.")
    if definition.collection == Collection.COMPUTED:
        raise NotTaken("This metric is computed from the portal's records. Correct the records instead.")
    if period.span != definition.span:
        raise NotTaken(f"This metric is entered by {Span(definition.span).label.lower()}.")
    if period.starts_on > day_of(at):
        raise NotTaken("That period has not begun.")
    return definition


def _known(metric: str) -> Known:
    rows = Observation.objects.filter(definition__metric=metric).newest()
    return {Key(metric, row.period, row.neighbourhood_id, row.dimension, row.category): row for row in rows}


def _changed(definition: Definition, period: Period, figures: Iterable[Input], known: Known) -> Known:
    """Return the observations of those figures that are new or another than before, unsaved."""
    changed: Known = {}
    for each in figures:
        _fits(definition, each)
        key = Key(definition.metric_id, period, each.neighbourhood, each.dimension, each.category)
        if key in changed:
            raise NotTaken(f"“{each.category or 'The total'}” is there twice.")
        before = known.get(key)
        observation = observation_of(definition, key, replace(each, marker=_marker(each, before)))
        if before is None or _news(before) != _news(observation):
            changed[key] = observation
    return changed


def _news(row: Observation) -> tuple[str, str, str]:
    return row.inputs_digest, row.marker, row.grade


def _fits(definition: Definition, each: Input) -> None:
    """Raise NotTaken for a figure that the database would refuse, in words that say what to do."""
    if each.dimension and each.dimension not in definition.breakdowns:
        raise NotTaken(f"This metric is not broken down by {each.dimension}.")
    if each.marker in VALUELESS:
        if each.numerator is not None or not each.note:
            raise NotTaken("Where there is no figure, leave it empty and say why.")
        return
    if each.numerator is None:
        raise NotTaken("Enter the figure, or say that there is none and why.")
    if (definition.kind == Kind.RATIO) != (each.denominator is not None):
        raise NotTaken("A share needs both its parts." if definition.kind == Kind.RATIO else "Enter one number.")
    if each.denominator is not None and each.denominator <= 0:
        raise NotTaken("There is nothing to divide by. Say that there is no figure, and why.")


def _marker(each: Input, before: Observation | None) -> str:
    """Return the marker that was chosen; else that it was revised, where it takes the place of a final one."""
    if each.marker or before is None:
        return each.marker
    is_another = (before.numerator, before.denominator) != (each.numerator, each.denominator)
    is_final = before.marker != Marker.PROVISIONAL
    return Marker.REVISED if before.marker == Marker.REVISED or (is_final and is_another) else ""


def observation_of(definition: Definition, key: Key, each: Input) -> Observation:
    return Observation(
        definition=definition,
        span=key.period.span,
        starts_on=key.period.starts_on,
        neighbourhood_id=key.neighbourhood,
        dimension=key.dimension,
        category=key.category,
        numerator=each.numerator,
        denominator=each.denominator,
        base=each.denominator,
        people=each.people,
        marker=each.marker,
        grade=each.grade,
        note=each.note,
        inputs_digest=digest_of(definition, key, each),
    )


def _within_totals(rows: Known) -> None:
    """Raise NotTaken where parts come to more than their total. The database refuses categories too, less kindly."""
    parts: dict[tuple[Key, str], list[int]] = {}
    for key, row in rows.items():
        if row.numerator is not None:
            for of_parts in _totals_of(key, row.definition):
                parts.setdefault(of_parts, []).append(row.numerator)
    for (of, words), numbers in parts.items():
        total = rows.get(of)
        if total is None or total.numerator is None:
            raise NotTaken(f"Enter the total too: the {words} are parts of it.")
        try:
            measures.not_stated(whole=total.numerator, parts=numbers)
        except measures.Over as over:
            said = f"add up to {sum(numbers):,}, {over.args[0]:,} more than the total of {total.numerator:,}"
            raise NotTaken(f"The {words} {said}.") from over


def _totals_of(key: Key, definition: Definition) -> list[tuple[Key, str]]:
    """Return what a figure is a part of, and what to call its parts."""
    totals = []
    if key.dimension and definition.kind != Kind.INDEX:
        totals.append((key._replace(dimension="", category=""), f"categories by {key.dimension}"))
    if key.neighbourhood and not key.dimension and definition.aggregation != Aggregation.NOT_ADDITIVE:
        totals.append((key._replace(neighbourhood=None), "neighbourhoods"))
    return totals


def _whole_years(definition: Definition, period: Period, changed: Known, known: Known) -> list[Observation]:
    """Return the year of each figure that changed: the sum of its periods; a stock's is its last one.

    It is provisional until every period of the year is in.
    """
    year = Period.year(period.year_starting)
    if definition.span == Span.YEAR or definition.kind == Kind.INDEX:
        return []
    rows = known | changed
    return [_year(definition, key._replace(period=year), _periods_of(key, year, rows), known) for key in changed]


def _periods_of(key: Key, year: Period, rows: Known) -> list[Observation | None]:
    """Return what is on record of each period of a year, first to last."""
    found = []
    period = Period.of(key.period.span, on=year.starts_on)
    while period.starts_on < year.ends_before:
        found.append(rows.get(key._replace(period=period)))
        period = Period.of(period.span, on=period.ends_before)
    return found


def _year(definition: Definition, key: Key, periods: Sequence[Observation | None], known: Known) -> Observation:
    there = [each for each in periods if each is not None and each.numerator is not None]
    grade = max((each.grade for each in there), default="A")
    if not there:
        return observation_of(
            definition, key, Input(marker=Marker.NOT_AVAILABLE, note="No period of it has a figure", grade=grade)
        )
    counted = there[-1:] if definition.cumulation == Cumulation.AT_THE_END else there
    wholes = [each.denominator for each in counted if each.denominator is not None]
    of_year = Input(
        numerator=sum(each.numerator or 0 for each in counted),
        denominator=sum(wholes) if wholes else None,
        grade=grade,
        marker=Marker.PROVISIONAL if len(there) < len(periods) or any(map(_is_provisional, there)) else "",
    )
    return observation_of(definition, key, replace(of_year, marker=_marker(of_year, known.get(key))))


def _is_provisional(row: Observation) -> bool:
    return row.marker == Marker.PROVISIONAL


def _write(batch: Batch, observations: Sequence[Observation]) -> None:
    for each in observations:
        each.batch = batch
    keep_back(observations)
    Observation.objects.bulk_create(observations)
    with connection.cursor() as cursor:
        # Categories within their totals: now, not when the transaction ends.
        cursor.execute(f"SET CONSTRAINTS {WITHIN_TOTAL} IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS {WITHIN_TOTAL} DEFERRED")


def _weighed(metric: str, *, at: datetime) -> None:
    """Run the checks. Raises NotTaken where what was entered makes one fail that blocks."""
    for result in run_checks(at=at):
        blocks = result.outcome == Outcome.FAILS and result.rule.severity == Severity.BLOCKS
        if blocks and metric in result.rule.left + result.rule.right:
            raise NotTaken(f"{result.rule.instruction} ({result.found})")
