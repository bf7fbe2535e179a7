"""What is worked out of figures: the formulas, how a figure stands to its target, which cells are kept back."""

from metrics.measures.formulas import (
    NotAvailable,
    Over,
    as_percent,
    as_times,
    in_units,
    median,
    not_stated,
    ratio,
)
from metrics.measures.standing import Aimed, Course, Standing, as_said, course, part_passed, status

__all__ = [
    "Aimed",
    "Course",
    "NotAvailable",
    "Over",
    "Standing",
    "as_percent",
    "as_said",
    "as_times",
    "course",
    "in_units",
    "median",
    "not_stated",
    "part_passed",
    "ratio",
    "status",
]
