"""One metric: its figure of a year, how it went, what it means, what was aimed for, and what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from metrics.measures import Standing
from metrics.models import Annotation, Batch, Definition, ExternalSeries, Metric, Observation, Period, Span
from metrics.pages.dashboard.changes import Change, change, piece
from metrics.pages.dashboard.drawn import (
    Frame,
    breakdown_tables,
    bullet_chart,
    markers_said,
    note_said,
    over_time_chart,
    places_chart,
)
from metrics.pages.dashboard.history import Revision, revisions
from metrics.pages.dashboard.look import CHARTER_NAME, Look, Looked, Switch, Unknown, looked_at
from metrics.pages.dashboard.standing import standing
from metrics.pages.naming import in_full, in_words
from metrics.pages.observed import Point, newest, seen
from metrics.pages.targets import Aim, From, baselines, targets
from spending.pages.share.sentences import Piece, Sentence
from stevenage_cwb.common.charts import Chart
from stevenage_cwb.common.figures import Table
from stevenage_cwb.common.years import day_of, year_of


class NoSuchMetric(Exception):
    """The catalogue has no metric of this code."""


@dataclass(frozen=True)
class MetricPage:
    """Everything that is said of a metric. versions: the newest first.

    aims: its targets, those too that were replaced, each with its period.
    """

    metric: Metric
    foundation: str
    meant: Definition
    versions: tuple[Definition, ...]
    looked: Looked
    year: str
    sentence: Sentence
    point: Point | None
    change: Change | None
    standing: Standing
    aim: Aim | None
    bounds: Sentence | None
    note: str
    charts: tuple[Chart, ...]
    breakdowns: tuple[Table, ...]
    aims: tuple[tuple[str, Aim], ...]
    baseline: From | None
    annotations: tuple[str, ...]
    revisions: tuple[Revision, ...]
    elsewhere: tuple[ExternalSeries, ...]
    switches: tuple[Switch, ...]
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True)
class _Found:
    """What was observed of a metric at a place."""

    years: Sequence[Point]
    parts: Sequence[Point]
    categories: Sequence[Point]
    places: Sequence[Point]


def metric_page(code: str, look: Look, *, on: date) -> MetricPage:
    """Return the page of a metric. on: today. As many queries for one figure as for all. Raises NoSuchMetric."""
    metric = Metric.objects.select_related("foundation").filter(code=code).first()
    if metric is None:
        raise NoSuchMetric(code)
    looked = looked_at(look, this_year=year_of(on))
    versions = tuple(metric.definitions.order_by("-version"))
    year, place = Period.year(looked.year_starting), look.neighbourhood
    meant = next((each for each in versions if each.first_year <= year.year_starting), versions[-1])
    found = _found(code, meant, year, looked)
    years = {point.period: point for point in found.years}
    point = years.get(year)
    changed = change(years.get(year.before), point, meant) if point else None
    aims = [aim for aim in targets([code]) if aim.neighbourhood == place]
    aim = next((each for each in aims if each.period == year and each.replaced_on is None), None)
    annotations = _annotations(code, place)
    by_version = {each.version: each for each in versions}
    frame = Frame(look, by_version, looked.place, _source(meant), annotations)
    charts = (
        bullet_chart(point, years.get(year.before), aim, frame),
        over_time_chart(found.years, aims, changed, frame),
        over_time_chart(found.parts, aims, None, frame),
        places_chart(found.places, looked.neighbourhoods, frame),
    )
    return MetricPage(
        metric=metric,
        foundation=metric.foundation.name if metric.foundation else CHARTER_NAME,
        meant=meant,
        versions=versions,
        looked=looked,
        year=in_words(year),
        sentence=_sentence(point, changed, aim, year=in_words(year)),
        point=point,
        change=changed,
        standing=standing(point, aim, meant, on=on),
        aim=aim,
        bounds=_bounds(point),
        note=markers_said(point) if point else "",
        charts=() if looked.unknown else tuple(chart for chart in charts if chart),
        breakdowns=tuple(breakdown_tables(found.categories)),
        aims=tuple((in_words(each.period), each) for each in aims),
        baseline=baselines([code]).get((code, place)),
        annotations=tuple(map(note_said, annotations)),
        revisions=tuple(revisions(code, neighbourhood=place)),
        elsewhere=tuple(ExternalSeries.objects.filter(metric=code).prefetch_related("points")),
        switches=looked.switches(with_foundations=False),
        unknown=looked.unknown,
    )


def _found(code: str, meant: Definition, year: Period, looked: Looked) -> _Found:
    """Return the points of a page. Years and their parts run on to the latest, but where a year is asked for."""
    place = looked.look.neighbourhood or None
    until = year.ends_before if looked.look.year else date.max
    whole = Observation.objects.filter(definition__metric=code, span=Span.YEAR, starts_on=year.starts_on)
    years = newest(codes=[code], neighbourhood=place)
    parts = newest(codes=[code], span=meant.span, neighbourhood=place) if meant.span != Span.YEAR else []
    return _Found(
        years=[each for each in years if each.period.starts_on < until],
        parts=[each for each in parts if each.period.starts_on < until],
        categories=seen(whole.filter(neighbourhood=place).exclude(dimension="")),
        places=[] if place else seen(whole.filter(neighbourhood__isnull=False, dimension="")),
    )


def _annotations(code: str, place: str) -> list[Annotation]:
    """Return the words on all metrics and on this one, of everywhere and of the place, in the order of their days."""
    of_place = Q(neighbourhood=None) | Q(neighbourhood=place or None)
    return list(Annotation.objects.filter(of_place, Q(metric=None) | Q(metric=code)))


def _source(meant: Definition) -> str:
    last = Batch.objects.filter(observations__definition__metric=meant.metric_id).order_by("-made_at").first()
    return f"Source: {meant.source}.{f' As at {in_full(day_of(last.made_at))}.' if last else ''}"


def _sentence(point: Point | None, changed: Change | None, aim: Aim | None, *, year: str) -> Sentence:
    if point is None:
        return Sentence((Piece(f"Not yet measured for {year}."),))
    if point.figure.value is None:
        return Sentence((Piece(f"{point.figure.said.capitalize()} for {year}. {point.note}".strip()),))
    pieces = [piece(point.figure), Piece(f" in {year}")]
    if point.is_provisional:
        pieces.append(Piece(" so far, provisional"))
    if changed:
        pieces.append(Piece(f", {changed.on_the_year}"))
    pieces.append(Piece("."))
    if aim:
        pieces.append(Piece(f" Target: {aim.said}."))
    return Sentence(tuple(pieces))


def _bounds(point: Point | None) -> Sentence | None:
    if point is None or point.lower is None or point.upper is None:
        return None
    return Sentence(
        (
            Piece("What is not known could make it as little as "),
            piece(point.lower),
            Piece(" or as much as "),
            piece(point.upper),
            Piece("."),
        )
    )
