"""The nouns of metrics: what each means, what was observed, what is aimed for, and what must hold between them."""

from metrics.models.checks import Check, CheckResult, Missing, Operator, Outcome, Severity
from metrics.models.context import Annotation, ExternalPoint, ExternalSeries
from metrics.models.definitions import (
    SCALES,
    Aggregation,
    Collection,
    Comparability,
    Cumulation,
    Definition,
    Kind,
    Metric,
    Polarity,
    Shown,
    Status,
    Unit,
)
from metrics.models.observations import VALUELESS, Batch, Grade, Marker, Observation, Suppression
from metrics.models.periods import Period, Span
from metrics.models.reviews import Review
from metrics.models.targets import Baseline, BaselineBasis, Target, TargetKind

__all__ = [
    "SCALES",
    "VALUELESS",
    "Aggregation",
    "Annotation",
    "Baseline",
    "BaselineBasis",
    "Batch",
    "Check",
    "CheckResult",
    "Collection",
    "Comparability",
    "Cumulation",
    "Definition",
    "ExternalPoint",
    "ExternalSeries",
    "Grade",
    "Kind",
    "Marker",
    "Metric",
    "Missing",
    "Observation",
    "Operator",
    "Outcome",
    "Period",
    "Polarity",
    "Review",
    "Severity",
    "Shown",
    "Span",
    "Status",
    "Suppression",
    "Target",
    "TargetKind",
    "Unit",
]
