"""How a figure stands: to its target, and to what it was. Pure; docs/measures.md, "Targets", has it with numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from metrics.models import Cumulation, Period, Polarity, Shown

# Before so much of a period has passed, nobody can say how it will end.
JUDGED_FROM = Fraction(1, 4)


class Standing(StrEnum):
    """The words are what a page says."""

    MET = "Met"
    ON_TRACK = "On track"
    BEHIND = "Behind"
    TOO_EARLY = "Too early to say"
    NO_TARGET = "No target"
    NO_DATA = "Not yet measured"


class Course(StrEnum):
    """What a change means, for those metrics where higher or lower is better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"
    CONTEXT = ""


@dataclass(frozen=True, kw_only=True)
class Aimed:
    """What a figure is to lie between, both ends included; None is an open end. In what the figure is said in."""

    low: Fraction | None = None
    high: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def due(self, passed: Fraction) -> "Aimed":
        """Return the part of it that is due when so much of the period has passed."""
        return Aimed(
            low=None if self.low is None else self.low * passed,
            high=None if self.high is None else self.high * passed,
        )

    def within(self, margin_percent: int) -> "Aimed":
        """Return it with its ends moved outwards by a part of themselves. An end of nothing has no margin."""
        margin = Fraction(margin_percent, 100)
        return Aimed(
            low=None if self.low is None else self.low - abs(self.low) * margin,
            high=None if self.high is None else self.high + abs(self.high) * margin,
        )


def status(
    *, value: Fraction | None, aimed: Aimed | None, cumulation: str, margin_percent: int, passed: Fraction
) -> Standing:
    """Return how a value stands to what is aimed for in its period, of which so much has passed (0 to 1).

    value, aimed: in what the figure is said in, unrounded: 24.6% is said as 25% and has not reached 25%.
    A period that is over is met or behind: nothing is on track to a day that has gone by.
    """
    if value is None:
        return Standing.NO_DATA
    if aimed is None:
        return Standing.NO_TARGET
    if passed >= 1:
        return Standing.MET if aimed.holds(value) else Standing.BEHIND
    adds_up = cumulation == Cumulation.SUM_TO_DATE
    settled = _settled(value, aimed) if adds_up else None
    if settled or passed < JUDGED_FROM:
        return settled or Standing.TOO_EARLY
    due = aimed.due(passed) if adds_up else aimed
    return Standing.ON_TRACK if due.within(margin_percent).holds(value) else Standing.BEHIND


def _settled(value: Fraction, aimed: Aimed) -> Standing | None:
    """Return what a sum to date has decided before its period is over: all is there already, or too much."""
    if aimed.high is not None:
        return Standing.BEHIND if value > aimed.high >= 0 else None
    return Standing.MET if aimed.low is not None and 0 < aimed.low <= value else None


def part_passed(period: Period, *, last_day: date) -> Fraction:
    """Return how much of a period has passed by the end of the last day that there are figures of: 0 to 1."""
    whole = (period.ends_before - period.starts_on).days
    gone = (last_day + timedelta(days=1) - period.starts_on).days
    return Fraction(min(max(gone, 0), whole), whole)


def as_said(exact: Fraction, *, shown: str) -> Fraction:
    """Return an exact value in what it is said in: a quarter is 25, where it is said as a percentage."""
    return exact * 100 if shown == Shown.PERCENT else exact


def course(*, now: Fraction, before: Fraction, polarity: str) -> Course:
    """Return whether a value is better than it was."""
    if polarity == Polarity.NONE:
        return Course.CONTEXT
    if now == before:
        return Course.SAME
    return Course.BETTER if (now > before) == (polarity == Polarity.UP) else Course.WORSE
