"""Every figure as open data, for CSV and JSON: one record to each period, place and category of a metric."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.models import Definition, Metric, Observation, Period
from metrics.pages.dashboard.look import CHARTER, Looked
from metrics.pages.naming import last_day
from metrics.pages.observed import Point, seen
from metrics.pages.targets import Place, in_force, targets
from stevenage_cwb.common.figures import Figure, Marker

# What pages say in words, as the codes of the Government's Analysis Function.
CODES = {
    Marker.SUPPRESSED: "c",
    Marker.NOT_AVAILABLE: "x",
    Marker.NOT_APPLICABLE: "z",
    Marker.ROUNDS_TO_ZERO: "low",
}


@dataclass(frozen=True)
class Record:
    """A figure as data. neighbourhood: empty for the borough. dimension, category: empty for all of it.

    value, lower, upper: as they are said, in `unit`. numerator, denominator: exact, in `counted_in`. markers: codes,
    with spaces between them. rows, whole_rows: addresses of what the numerator and the denominator are the sums of.
    """

    metric: str
    version: int
    period: str
    first_day: date
    last_day: date
    neighbourhood: str
    dimension: str
    category: str
    unit: str
    value: int | Decimal | None
    lower: int | Decimal | None
    upper: int | Decimal | None
    counted_in: str
    numerator: int | Decimal | None
    denominator: int | Decimal | None
    markers: str
    evidence: str
    note: str
    target: str
    rows: str
    whole_rows: str
    inputs_digest: str


def every_record(looked: Looked, *, portal: str, code: str = "") -> Iterator[Record]:
    """Yield the records that the filters find, metric by metric. portal: what addresses begin with.

    Where a filter names nothing there are none. A query for each metric, and two for targets.
    """
    if looked.unknown:
        return
    aims = {place: aim.said for place, aim in in_force(targets([code] if code else None)).items()}
    for metric in [code] if code else _codes(looked):
        rows = Observation.objects.filter(definition__in=Definition.objects.filter(metric=metric))
        if looked.neighbourhood:
            rows = rows.filter(neighbourhood=looked.neighbourhood)
        if looked.look.year:
            year = Period.year(looked.year_starting)
            rows = rows.filter(starts_on__gte=year.starts_on, starts_on__lt=year.ends_before)
        yield from records_of(seen(rows), aims, portal=portal)


def _codes(looked: Looked) -> list[str]:
    metrics = Metric.objects.all()
    if foundation := looked.look.foundation:
        metrics = metrics.filter(foundation=None if foundation == CHARTER else foundation)
    return list(metrics.values_list("code", flat=True))


def records_of(points: Iterable[Point], aims: dict[Place, str], *, portal: str) -> Iterator[Record]:
    """Yield points as data. aims: targets in words, by metric, period and place."""
    for point in points:
        place = (point.code, point.period, point.neighbourhood)
        yield Record(
            metric=point.code,
            version=point.version,
            period=point.period.code,
            first_day=point.period.starts_on,
            last_day=last_day(point.period),
            neighbourhood=point.neighbourhood,
            dimension=point.dimension,
            category=point.category,
            unit=point.figure.unit_said,
            value=_value(point.figure),
            lower=_value(point.lower),
            upper=_value(point.upper),
            counted_in=point.part.unit_said,
            numerator=_value(point.part),
            denominator=_value(point.whole),
            markers=" ".join(_markers(point)),
            evidence=point.grade.value,
            note=point.note,
            target="" if point.dimension else aims.get(place, ""),
            rows=_whole_address(point.part, portal),
            whole_rows=_whole_address(point.whole, portal),
            inputs_digest=point.digest,
        )


def _value(figure: Figure | None) -> int | Decimal | None:
    return None if figure is None or figure.value is None else figure.in_whole


def _markers(point: Point) -> Iterator[str]:
    """Yield the codes of what is to be known of a figure, each once."""
    of_figure = CODES.get(point.figure.marker)
    yield from dict.fromkeys(code for code in (point.marker and point.marker.value, of_figure) if code)


def _whole_address(figure: Figure | None, portal: str) -> str:
    return portal + figure.address if figure and figure.address else ""
