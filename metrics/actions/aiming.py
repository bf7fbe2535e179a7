"""Setting targets and baselines: added, dated and signed, with why. What was aimed for before stays."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User

from metrics.models import Baseline, Definition, Period, Polarity, Target, TargetKind

AGAINST = {Polarity.UP: TargetKind.AT_MOST, Polarity.DOWN: TargetKind.AT_LEAST}


class NotATarget(Exception):
    """A target that contradicts its metric; the words say why."""


def set_target(
    *,
    definition: Definition,
    period: Period,
    kind: str,
    value: Decimal,
    why: str,
    by: User,
    at: datetime,
    and_value: Decimal | None = None,
    neighbourhood: str | None = None,
) -> Target:
    """Add a target, which takes the place of any before it. value: as the metric is shown: 25 is 25%."""
    polarity = Polarity(definition.polarity)
    if polarity == Polarity.NONE:
        raise NotATarget("This metric is for context only: neither more nor less of it is better.")
    if kind == AGAINST[polarity]:
        better = "higher" if polarity == Polarity.UP else "lower"
        raise NotATarget(f"Of this metric {better} is better: the target is the other way round.")
    return Target.objects.create(
        metric_id=definition.metric_id,
        neighbourhood_id=neighbourhood,
        span=period.span,
        starts_on=period.starts_on,
        kind=kind,
        value=value,
        and_value=and_value,
        why=why,
        set_by=by,
        set_at=at,
    )


def set_baseline(
    *,
    definition: Definition,
    period: Period,
    basis: str,
    value: Decimal | None,
    why: str,
    by: User,
    at: datetime,
    neighbourhood: str | None = None,
) -> Baseline:
    """Add where a metric stood, or that nobody knows."""
    return Baseline.objects.create(
        metric_id=definition.metric_id,
        neighbourhood_id=neighbourhood,
        span=period.span,
        starts_on=period.starts_on,
        basis=basis,
        value=value,
        why=why,
        set_by=by,
        set_at=at,
    )
