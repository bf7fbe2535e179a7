"""The charts of a metric, each with the table that it is drawn from: over time, to its target, by neighbourhood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from charter.models import Neighbourhood
from metrics.models import Annotation, Definition, Marker, Period, Shown, Span
from metrics.pages.dashboard.changes import Change, comparable
from metrics.pages.dashboard.look import Look
from metrics.pages.naming import in_full, in_two_lines, in_words
from metrics.pages.observed import Point
from metrics.pages.targets import Aim
from stevenage_cwb.common.charts import Chart, Drawing, Link, Note, Value, bullet, dots, keys, over_time, told
from stevenage_cwb.common.figures import Column, Figure, Line, Table
from stevenage_cwb.common.figures import Marker as Why
from stevenage_cwb.common.figures import Unit as Counted

# How many periods are drawn, and so are in the table of a drawing: the open data have all.
MOST_DRAWN = {Span.YEAR: 12, Span.HALF: 12, Span.QUARTER: 12, Span.MONTH: 24}
# Under a hundred pounds, pounds alone would say too little.
SMALL_PENCE = 10_000
EVERY = {Span.YEAR: "year", Span.HALF: "half year", Span.QUARTER: "quarter", Span.MONTH: "month"}


@dataclass(frozen=True)
class Frame:
    """What the charts of one page have in common. notes: the annotations, in the order of their days."""

    look: Look
    meanings: Mapping[int, Definition]
    place: str
    source: str
    notes: Sequence[Annotation]

    @property
    def latest(self) -> Definition:
        return self.meanings[max(self.meanings)]

    def links(self, code: str, drawing: Drawing | None) -> tuple[Link, ...]:
        """Return where the figures of a chart are, and its drawing if it has one."""
        asked = self.look.query(foundation="")
        code_of_metric = [self.latest.metric_id]
        found = [
            Link("CSV", reverse("metrics:metric_csv", args=code_of_metric) + asked),
            Link("JSON", reverse("metrics:metric_json", args=code_of_metric) + asked),
        ]
        if drawing:
            chart = f"{asked}{'&' if asked else '?'}chart={code}"
            found.append(Link("Drawing as SVG", reverse("metrics:metric_svg", args=code_of_metric) + chart))
        return tuple(found)


def over_time_chart(points: Sequence[Point], aims: Iterable[Aim], change: Change | None, frame: Frame) -> Chart | None:
    """Return the chart of one span, of its last periods; None where there is not a point."""
    if not points:
        return None
    span = Span(points[0].period.span)
    points = points[-MOST_DRAWN[span] :]
    first, last = points[0].period.starts_on, points[-1].period.ends_before
    drawn = [note for note in frame.notes if _overlaps(note, starts_on=first, before=last)]
    marks = {str(number): note for number, note in enumerate(drawn, start=1)}
    by_period: dict[Period, list[Aim]] = {}
    for aim in aims:
        by_period.setdefault(aim.period, []).append(aim)
    values = [
        _value(point, before, by_period.get(point.period, []), marks, frame)
        for before, point in zip([None, *points], points, strict=False)
    ]
    drawing = over_time(values)
    return Chart(
        code=span.value,
        title=f"{frame.latest.name}, {EVERY[span]} by {EVERY[span]}",
        measure=f"{frame.latest.numerator}{_of(frame.latest)}. {frame.place}.",
        description=told(values, change=_change_said(change), caveat=frame.latest.limits),
        drawing=drawing,
        table=points_table(span.value, f"{frame.latest.name} by {EVERY[span]}", "Period", points[::-1], _period_named),
        source=frame.source,
        links=frame.links(span.value, drawing),
        notes=(
            *keys(drawing),
            *_breaks(values, points, frame),
            *(Note(note_said(note), mark=number) for number, note in marks.items()),
        ),
    )


def _of(meant: Definition) -> str:
    if not meant.denominator:
        return ""
    return f" over: {meant.denominator[0].lower()}{meant.denominator[1:]}"


def _change_said(change: Change | None) -> str:
    return change.on_the_year if change else ""


def _value(point: Point, before: Point | None, aims: list[Aim], marks: Mapping[str, Annotation], frame: Frame) -> Value:
    upper, lower = in_two_lines(point.period)
    ends = point.period.ends_before
    return Value(
        name=in_words(point.period),
        upper=upper,
        lower=lower,
        figure=point.figure,
        is_provisional=point.is_provisional,
        is_break=before is not None and not comparable(before, point, frame.meanings[point.version]),
        marks=tuple(
            number for number, note in marks.items() if _overlaps(note, starts_on=point.period.starts_on, before=ends)
        ),
        targets=tuple(figure for aim in aims for figure in aim.figures),
    )


def _overlaps(note: Annotation, *, starts_on: date, before: date) -> bool:
    """Return whether words are about a period: that of their day, and all up to their last day if they have one."""
    return note.valid_from < before and (note.valid_to or note.valid_from) >= starts_on


def _breaks(values: Sequence[Value], points: Sequence[Point], frame: Frame) -> list[Note]:
    """Return a sentence for each line down through a drawing."""
    found = []
    for value, point in zip(values, points, strict=True):
        if value.is_break:
            why = point.note if point.marker == Marker.BREAK and point.note else frame.meanings[point.version].changed
            words = f"Line down before {value.name}: what stands before it cannot be compared. {why}"
            found.append(Note(words.strip()))
    return found


def note_said(note: Annotation) -> str:
    until = f" to {in_full(note.valid_to)}" if note.valid_to else ""
    return f"{in_full(note.valid_from)}{until}: {note.text}"


# -- tables -------------------------------------------------------------------------------------------------


def points_table(
    code: str, caption: str, heading: str, points: Sequence[Point], name: Callable[[Point], tuple[str, str]]
) -> Table:
    """Return points line by line: value, its parts and bounds where there are any, and what is to be known of it."""
    has_whole, has_bounds = any(each.whole for each in points), any(each.lower for each in points)
    columns = [Column("value", "Value")]
    columns += [Column("numerator", "Counted"), Column("denominator", "Out of")] if has_whole else []
    columns += [Column("lower", "At least"), Column("upper", "At most")] if has_bounds else []
    return Table(
        code=code,
        caption=caption,
        heading=heading,
        columns=tuple(columns),
        lines=tuple(_line(each, name(each), has_whole=has_whole, has_bounds=has_bounds) for each in points),
    )


def _line(point: Point, name: tuple[str, str], *, has_whole: bool, has_bounds: bool) -> Line:
    nothing = Figure(None, point.figure.unit, marker=point.figure.marker or Why.NOT_APPLICABLE)
    figures = [replace(point.figure, address="") if has_whole else point.figure]
    figures += [exactly(point.part), exactly(point.whole or nothing)] if has_whole else []
    figures += [point.lower or nothing, point.upper or nothing] if has_bounds else []
    return Line(name[0], name[1], tuple(figures), note=markers_said(point))


def exactly(figure: Figure) -> Figure:
    """Return a part of a ratio: of a pound or two, such as of a multiplier, to the penny."""
    is_small = figure.value is not None and abs(int(figure.value)) < SMALL_PENCE
    return replace(figure, unit=Counted.EXACT_PENCE) if is_small and figure.unit == Counted.PENCE else figure


def markers_said(point: Point) -> str:
    """Return what is to be known of a figure besides its value, in words."""
    label = point.marker.label if point.marker and point.figure.value is not None else ""
    return ". ".join(each[0].upper() + each[1:] for each in (label, point.note) if each)


def _period_named(point: Point) -> tuple[str, str]:
    return point.period.code, in_words(point.period)


def category_named(point: Point) -> tuple[str, str]:
    """Return a category's code and name. Where it is a code only, such as community-group, it is made readable."""
    name = point.category.replace("-", " ") if point.category.islower() else point.category
    return point.category, name[:1].upper() + name[1:]


# -- against its target; by neighbourhood -----------------------------------------------------------------------


def bullet_chart(point: Point | None, before: Point | None, aim: Aim | None, frame: Frame) -> Chart | None:
    """Return a ratio beside its target and the year before; None unless it has both."""
    meant = frame.latest
    if point is None or before is None or aim is None or len(aim.figures) > 1 or meant.shown == Shown.NUMBER:
        return None
    drawing = bullet(point.figure, target=aim.figures[0], before=before.figure, is_provisional=point.is_provisional)
    if drawing is None:
        return None
    year = in_words(point.period)
    lines = (
        ("value", year, point.figure),
        ("target", f"Target, {aim.kind.label.lower()}", aim.figures[0]),
        ("before", in_words(before.period), before.figure),
    )
    return Chart(
        code="target",
        title=f"{point.figure.said}, where the target is {aim.said}",
        measure=f"{meant.name}. {frame.place}, {year}.",
        description=f"Bar, {year}: {point.figure.said}. Target: {aim.said}. The year before: {before.figure.said}.",
        drawing=drawing,
        table=Table(
            code="target",
            caption="Figure, target and the year before",
            heading="What",
            columns=(Column("value", "Value"),),
            lines=tuple(Line(code, name, (figure,)) for code, name, figure in lines),
        ),
        source=frame.source,
        links=frame.links("target", drawing),
        notes=tuple(keys_of_one(point)),
    )


def keys_of_one(point: Point) -> list[Note]:
    return [Note("Hollow and dashed: provisional, more may come.")] if point.is_provisional else []


def places_chart(points: Sequence[Point], neighbourhoods: Sequence[Neighbourhood], frame: Frame) -> Chart | None:
    """Return the neighbourhoods in the order of their names, which is never that of their figures."""
    if not points:
        return None
    names = {each.code: each.name for each in neighbourhoods}
    points = sorted(points, key=lambda each: names.get(each.neighbourhood, ""))
    there = [(names.get(each.neighbourhood, each.neighbourhood), each.figure) for each in points]
    year = in_words(points[0].period)
    drawing = dots([(name, point.figure, point.is_provisional) for (name, _), point in zip(there, points, strict=True)])
    said = "; ".join(f"{name} {figure.said}" for name, figure in there)
    return Chart(
        code="places",
        title=f"{frame.latest.name}, by neighbourhood",
        measure=f"{frame.latest.numerator}{_of(frame.latest)}. {year}. In the order of their names.",
        description=f"Neighbourhoods in the order of their names, {year}: {said}.",
        drawing=drawing,
        table=points_table(
            "places",
            f"{frame.latest.name} by neighbourhood, {year}",
            "Neighbourhood",
            points,
            lambda each: (each.neighbourhood, names.get(each.neighbourhood, each.neighbourhood)),
        ),
        source=frame.source,
        links=frame.links("places", drawing),
        notes=tuple(keys_of_one(points[0])),
    )


def breakdown_tables(points: Sequence[Point]) -> list[Table]:
    """Return a table for each breakdown of a year: the largest first, what cannot be said last."""
    dimensions: dict[str, list[Point]] = {}
    for each in points:
        dimensions.setdefault(each.dimension, []).append(each)
    return [
        points_table(
            dimension,
            f"By {dimension}",
            dimension.capitalize(),
            sorted(own, key=lambda each: (each.exact is None, -(each.exact or 0), each.category)),
            category_named,
        )
        for dimension, own in sorted(dimensions.items())
    ]
