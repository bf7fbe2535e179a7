"""What is aimed for, as pages and files say it: the newest target of each period with those it took the place of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.contrib.auth.models import User

from metrics import measures
from metrics.models import (
    SCALES,
    Baseline,
    BaselineBasis,
    Definition,
    Period,
    Shown,
    Target,
    TargetKind,
    Unit,
)
from metrics.pages.observed import shown_unit
from stevenage_cwb.common import figures
from stevenage_cwb.common.years import day_of

Place = tuple[str, Period, str]


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A target as it was set once. neighbourhood: "" is the borough. figures: one, or both ends of “between”.

    was_late: set after its period had begun. replaced_on: when a newer one took its place, None where it counts.
    """

    code: str
    period: Period
    neighbourhood: str
    kind: TargetKind
    figures: tuple[figures.Figure, ...]
    aimed: measures.Aimed
    why: str
    set_by: str
    set_on: date
    was_late: bool
    replaced_on: date | None

    @property
    def said(self) -> str:
        """Return it in words: at least 25%, between 10% and 15%."""
        return f"{self.kind.label.lower()} {' and '.join(figure.said for figure in self.figures)}"


@dataclass(frozen=True, kw_only=True)
class From:
    """A baseline: where a metric stood before. figure: without a value where there is none to start from."""

    code: str
    period: Period
    neighbourhood: str
    basis: BaselineBasis
    figure: figures.Figure
    why: str
    set_by: str
    set_on: date


def targets(codes: Iterable[str] | None = None) -> list[Aim]:
    """Return every target that was ever set, the newest of each period first. Two queries."""
    rows = Target.objects.select_related("set_by").order_by("metric__position", "-starts_on", "neighbourhood", "-pk")
    if codes is not None:
        rows = rows.filter(metric__in=list(codes))
    meanings = Meanings()
    replaced: dict[Place, date] = {}
    found = []
    for row in rows:
        place = (row.metric_id, row.period, row.neighbourhood_id or "")
        found.append(_aim(row, meanings.of(row.metric_id, row.period), replaced_on=replaced.get(place)))
        replaced[place] = day_of(row.set_at)
    return found


def in_force(aims: Iterable[Aim]) -> dict[Place, Aim]:
    """Return the targets that count, by metric, period and place."""
    return {(aim.code, aim.period, aim.neighbourhood): aim for aim in aims if aim.replaced_on is None}


def target_of(code: str, period: Period, neighbourhood: str = "") -> Aim | None:
    """Return the target that counts. Of many metrics, ask `in_force(targets())` once."""
    return in_force(targets([code])).get((code, period, neighbourhood))


def baselines(codes: Iterable[str] | None = None) -> dict[tuple[str, str], From]:
    """Return the newest baseline of each metric and place. Two queries."""
    rows = Baseline.objects.select_related("set_by").order_by("metric_id", "neighbourhood_id", "-pk")
    if codes is not None:
        rows = rows.filter(metric__in=list(codes))
    meanings = Meanings()
    newest = rows.distinct("metric_id", "neighbourhood_id")
    return {
        (row.metric_id, row.neighbourhood_id or ""): _from(row, meanings.of(row.metric_id, row.period))
        for row in newest
    }


class Meanings:
    """The definitions of all years, read once: what a target of a period is said in."""

    def __init__(self) -> None:
        versions: dict[str, list[Definition]] = {}
        for definition in Definition.objects.order_by("-first_year"):
            versions.setdefault(definition.metric_id, []).append(definition)
        self._versions = versions

    def of(self, code: str, period: Period) -> Definition:
        """Return the version that holds in a period; of a time before all, the first."""
        versions = self._versions[code]
        return next((each for each in versions if each.first_year <= period.year_starting), versions[-1])


def target_figure(value: Decimal, meant: Definition) -> figures.Figure:
    """Return a value that is written as it is shown, such as 25 for 25%, as a figure of the metric."""
    if meant.shown == Shown.NUMBER:
        return figures.Figure(_plain(value * SCALES[Unit(meant.unit)]), shown_unit(meant))
    places = 2 if meant.shown == Shown.TIMES else 0
    return figures.Figure(_plain(value.scaleb(places)), shown_unit(meant))


def _aim(row: Target, meant: Definition, *, replaced_on: date | None) -> Aim:
    low = None if row.kind == TargetKind.AT_MOST else Fraction(row.value)
    high = None if row.kind == TargetKind.AT_LEAST else Fraction(row.value if row.and_value is None else row.and_value)
    return Aim(
        code=row.metric_id,
        period=row.period,
        neighbourhood=row.neighbourhood_id or "",
        kind=TargetKind(row.kind),
        figures=tuple(target_figure(end, meant) for end in (row.value, row.and_value) if end is not None),
        aimed=measures.Aimed(low=low, high=high),
        why=row.why,
        set_by=name_of(row.set_by),
        set_on=day_of(row.set_at),
        was_late=is_late(row.period, row.set_at),
        replaced_on=replaced_on,
    )


def _from(row: Baseline, meant: Definition) -> From:
    nothing = figures.Figure(None, shown_unit(meant), marker=figures.Marker.NOT_AVAILABLE)
    return From(
        code=row.metric_id,
        period=row.period,
        neighbourhood=row.neighbourhood_id or "",
        basis=BaselineBasis(row.basis),
        figure=nothing if row.value is None else target_figure(row.value, meant),
        why=row.why,
        set_by=name_of(row.set_by),
        set_on=day_of(row.set_at),
    )


def is_late(period: Period, set_at: datetime) -> bool:
    """Return whether a target was set after its period had begun, by the days of the United Kingdom."""
    return day_of(set_at) >= period.starts_on


def name_of(officer: User) -> str:
    return officer.get_full_name() or officer.get_username()


def _plain(value: Decimal) -> int | Decimal:
    """Return a value without the noughts that its column adds: 25.0000 is 25, 12.5000 is 12.5."""
    return int(value) if value == value.to_integral_value() else value.normalize()
