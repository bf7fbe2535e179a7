"""How a figure stands to what is aimed for, on the day that it is looked at."""

from datetime import date, timedelta

from metrics import measures
from metrics.measures import Standing
from metrics.models import Definition
from metrics.pages.observed import Point
from metrics.pages.targets import Aim


def standing(point: Point | None, aim: Aim | None, meant: Definition, *, on: date) -> Standing:
    """Return the status of a figure. on: today, of which nothing is counted yet."""
    if point is None or point.exact is None:
        return Standing.NO_DATA
    return measures.status(
        value=measures.as_said(point.exact, shown=meant.shown),
        aimed=aim.aimed if aim else None,
        cumulation=meant.cumulation,
        margin_percent=meant.margin_percent,
        passed=measures.part_passed(point.period, last_day=on - timedelta(days=1)),
    )
