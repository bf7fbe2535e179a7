"""Figures as everybody may see them: the newest observation of each period. Whatever prints a metric prints from here.

What is kept back is not in here at all: neither its value nor the parts that it could be worked out from.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics import measures
from metrics.models import SCALES, Definition, Grade, Marker, Observation, Period, Shown, Span, Unit
from metrics.models.observations import Observations
from stevenage_cwb.common import figures

UNITS = {
    Unit.POUNDS: figures.Unit.PENCE,
    Unit.HOURS: figures.Unit.HOURS,
    Unit.DAYS: figures.Unit.WORKING_DAYS,
    Unit.PEOPLE: figures.Unit.PEOPLE,
    Unit.COUNT: figures.Unit.COUNT,
    Unit.TONNES: figures.Unit.TONNES,
    Unit.SQUARE_METRES: figures.Unit.SQUARE_METRES,
    Unit.DECILE: figures.Unit.DECILE,
}
NO_VALUE = {Marker.NOT_AVAILABLE: figures.Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE: figures.Marker.NOT_APPLICABLE}
# The same words for every one: which is the small one is not said either.
KEPT_BACK = "Kept back: about few people, or others could be worked out with it"
PLACES = {Shown.PERCENT: figures.Unit.PERCENT, Shown.TIMES: figures.Unit.TIMES}


@dataclass(frozen=True, kw_only=True)
class Point:
    """A metric in one period, at one place, in all or of one category.

    numerator, denominator: in the smallest parts of `unit`, whose figure is `part` and `whole`. lower, upper: figures
    of the same unit as `figure`, where the value is known between bounds. share: the exact value of a ratio.
    """

    code: str
    version: int
    period: Period
    neighbourhood: str
    dimension: str
    category: str
    marker: Marker | None
    grade: Grade
    note: str
    digest: str
    figure: figures.Figure
    part: figures.Figure
    whole: figures.Figure | None = None
    lower: figures.Figure | None = None
    upper: figures.Figure | None = None
    exact: Fraction | None = None

    @property
    def is_suppressed(self) -> bool:
        return self.figure.marker == figures.Marker.SUPPRESSED

    @property
    def is_provisional(self) -> bool:
        return self.marker == Marker.PROVISIONAL


def newest(
    *,
    codes: Iterable[str] | None = None,
    span: str = Span.YEAR,
    neighbourhood: str | None = None,
    dimension: str = "",
    since: date | None = None,
) -> list[Point]:
    """Return the newest observations, oldest period first: of the borough, or of a neighbourhood. Two queries."""
    rows = Observation.objects.filter(span=span, neighbourhood=neighbourhood, dimension=dimension)
    if codes is not None:
        rows = rows.filter(definition__metric__in=list(codes))
    if since is not None:
        rows = rows.filter(starts_on__gte=since)
    return seen(rows)


def seen(rows: Observations) -> list[Point]:
    """Return the newest of each of these rows, oldest period first. Two queries: many figures have one definition."""
    found = [point(row) for row in rows.newest().prefetch_related("definition")]
    return sorted(found, key=lambda each: (each.code, each.period.starts_on, each.category))


def point(row: Observation) -> Point:
    """Return an observation as it may be seen. No query, where its definition is at hand."""
    meant = row.definition
    nothing = figures.Figure(None, shown_unit(meant), marker=why_nothing(row))
    empty = Point(
        code=meant.metric_id,
        version=meant.version,
        period=row.period,
        neighbourhood=row.neighbourhood_id or "",
        dimension=row.dimension,
        category=row.category,
        marker=Marker(row.marker) if row.marker else None,
        grade=Grade(row.grade),
        note=KEPT_BACK if row.suppression else row.note,
        # A count of few people is soon found by trying what gives its digest.
        digest="" if row.suppression else row.inputs_digest,
        figure=nothing,
        part=nothing,
    )
    return empty if row.suppression or row.numerator is None else filled(empty, row, numerator=row.numerator)


def filled(empty: Point, row: Observation, *, numerator: int) -> Point:
    meant = row.definition
    unit = UNITS[Unit(meant.unit)]
    return replace(
        empty,
        figure=shown(numerator, row.denominator, meant, base=row.base, address=row.rows),
        part=figures.Figure(numerator, unit, row.rows),
        whole=None if row.denominator is None else figures.Figure(row.denominator, unit, row.whole_rows),
        lower=None if row.lower is None else shown(row.lower, row.bounds_of, meant, base=row.base),
        upper=None if row.upper is None else shown(row.upper, row.bounds_of, meant, base=row.base),
        exact=Fraction(numerator, row.denominator or SCALES[Unit(meant.unit)]),
    )


def why_nothing(row: Observation) -> figures.Marker:
    if row.suppression:
        return figures.Marker.SUPPRESSED
    return NO_VALUE.get(Marker(row.marker), figures.Marker.NONE) if row.marker else figures.Marker.NONE


def shown_unit(meant: Definition) -> figures.Unit:
    return PLACES.get(Shown(meant.shown), UNITS[Unit(meant.unit)])


def shown(
    numerator: int, denominator: int | None, meant: Definition, *, base: int | None, address: str = ""
) -> figures.Figure:
    """Return a value as it is said: a ratio rounded here, and nowhere else."""
    unit = shown_unit(meant)
    if denominator is None:
        return figures.Figure(numerator, unit, address)
    exact = measures.ratio(numerator=numerator, denominator=denominator)
    if unit == figures.Unit.TIMES:
        return figures.Figure(int(measures.as_times(exact).scaleb(2)), unit, address)
    value: Decimal = measures.as_percent(exact, base=base or denominator)
    marker = figures.Marker.ROUNDS_TO_ZERO if exact and not value else figures.Marker.NONE
    return figures.Figure(value, unit, address, marker)
