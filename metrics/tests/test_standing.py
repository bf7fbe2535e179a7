"""How figures stand to their targets and to what they were, worked by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.measures import Aimed, Course, Standing, as_said, course, part_passed, status
from metrics.models import Cumulation, Period, Polarity, Shown

SUM, EACH, END = Cumulation.SUM_TO_DATE, Cumulation.PERIOD, Cumulation.AT_THE_END
HALF, OVER = Fraction(1, 2), Fraction(1)


def aimed(low=None, high=None):
    return Aimed(low=None if low is None else Fraction(low), high=None if high is None else Fraction(high))


def standing(value, aim, passed, cumulation=EACH, margin=15):
    value = None if value is None else Fraction(value)
    passed = Fraction(passed)
    return status(value=value, aimed=aim, cumulation=cumulation, margin_percent=margin, passed=passed)


@pytest.mark.parametrize(
    ("value", "aim", "expected"),
    [
        (None, aimed(10), "NO_DATA"),
        (None, None, "NO_DATA"),
        (0, None, "NO_TARGET"),
        (10, aimed(10), "MET"),
        ("9.99", aimed(10), "BEHIND"),  # it is said as 10, and is not
        (10, aimed(None, 10), "MET"),
        ("10.01", aimed(None, 10), "BEHIND"),
        (10, aimed(10, 12), "MET"),
        (12, aimed(10, 12), "MET"),
        ("9.9", aimed(10, 12), "BEHIND"),
        ("12.1", aimed(10, 12), "BEHIND"),
        (0, aimed(0), "MET"),
        (-1, aimed(0), "BEHIND"),
        (0, aimed(None, 0), "MET"),
        (-5, aimed(-5), "MET"),
        (-6, aimed(-5), "BEHIND"),
    ],
)
@pytest.mark.parametrize("cumulation", Cumulation)
def test_a_period_that_is_over_is_met_or_behind_to_the_last_part(value, aim, expected, cumulation):
    assert standing(value, aim, OVER, cumulation) == Standing[expected]


@pytest.mark.parametrize(
    ("value", "aim", "expected"),
    [
        (50, aimed(50), "ON_TRACK"),  # it may yet fall
        (60, aimed(50), "ON_TRACK"),
        ("42.5", aimed(50), "ON_TRACK"),  # 15% under 50
        ("42.49", aimed(50), "BEHIND"),
        ("57.5", aimed(None, 50), "ON_TRACK"),
        ("57.51", aimed(None, 50), "BEHIND"),
        ("8.5", aimed(10, 20), "ON_TRACK"),
        (23, aimed(10, 20), "ON_TRACK"),
        ("23.01", aimed(10, 20), "BEHIND"),
        ("-57.5", aimed(-50), "ON_TRACK"),
        (-58, aimed(-50), "BEHIND"),
        (0, aimed(0), "ON_TRACK"),
        ("-0.01", aimed(0), "BEHIND"),  # an end of nothing has no margin
    ],
)
def test_in_a_running_period_a_share_is_on_track_within_its_margin(value, aim, expected):
    assert standing(value, aim, HALF) == standing(value, aim, HALF, END) == Standing[expected]


@pytest.mark.parametrize(
    ("value", "aim", "passed", "expected"),
    [
        (50, aimed(100), HALF, "ON_TRACK"),
        ("42.5", aimed(100), HALF, "ON_TRACK"),
        ("42.4", aimed(100), HALF, "BEHIND"),
        (100, aimed(100), HALF, "MET"),
        (100, aimed(100), 0, "MET"),  # all is there already
        (0, aimed(0), HALF, "ON_TRACK"),  # nothing was asked for, and it may yet fall
        (-40, aimed(100), HALF, "BEHIND"),
        (50, aimed(None, 100), HALF, "ON_TRACK"),
        ("57.5", aimed(None, 100), HALF, "ON_TRACK"),
        (58, aimed(None, 100), HALF, "BEHIND"),
        (101, aimed(None, 100), Fraction(1, 10), "BEHIND"),  # too much is never too early
        (100, aimed(None, 100), Fraction(1, 10), "TOO_EARLY"),
        (0, aimed(None, -100), Fraction(1, 10), "TOO_EARLY"),
        (-50, aimed(None, -100), HALF, "ON_TRACK"),
        (-40, aimed(None, -100), HALF, "BEHIND"),
        (55, aimed(100, 120), HALF, "ON_TRACK"),
        (110, aimed(100, 120), HALF, "BEHIND"),  # faster than it was to be
        (121, aimed(100, 120), HALF, "BEHIND"),
    ],
)
def test_a_sum_to_date_is_held_against_what_is_due_by_then(value, aim, passed, expected):
    assert standing(value, aim, passed, SUM) == Standing[expected]


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (0, "TOO_EARLY"),
        (Fraction(91, 366), "TOO_EARLY"),
        (Fraction(1, 4), "ON_TRACK"),
        (Fraction(364, 365), "ON_TRACK"),
    ],
)
def test_before_a_quarter_of_a_period_it_is_too_early(passed, expected):
    assert standing(100, aimed(100), passed) == Standing[expected]


@given(
    st.fractions(-100, 100),
    st.fractions(-100, 100),
    st.fractions(0, 1),
    st.sampled_from(Cumulation),
    st.integers(0, 50),
)
def test_a_wider_margin_never_turns_on_track_into_behind(value, low, passed, cumulation, margin):
    narrow = standing(value, aimed(low), passed, cumulation, margin)
    wide = standing(value, aimed(low), passed, cumulation, margin + 10)

    assert wide == narrow or (narrow, wide) == (Standing.BEHIND, Standing.ON_TRACK)


@pytest.mark.parametrize(
    ("period", "last_day", "expected"),
    [
        (Period.year(2025), date(2025, 3, 31), 0),
        (Period.year(2025), date(2025, 4, 1), Fraction(1, 365)),
        (Period.year(2025), date(2025, 9, 30), Fraction(183, 365)),
        (Period.year(2025), date(2026, 3, 31), 1),
        (Period.year(2025), date(2026, 4, 1), 1),
        (Period.year(2023), date(2024, 2, 29), Fraction(335, 366)),
        (Period("quarter", date(2026, 1, 1)), date(2026, 2, 14), Fraction(1, 2)),
        (Period("month", date(2026, 2, 1)), date(2026, 2, 7), Fraction(1, 4)),
    ],
)
def test_the_part_that_has_passed_is_counted_in_days(period, last_day, expected):
    assert part_passed(period, last_day=last_day) == expected


@pytest.mark.parametrize(
    ("exact", "shown", "expected"),
    [
        (Fraction(1, 4), Shown.PERCENT, 25),
        (Fraction(7, 4), Shown.TIMES, Fraction(7, 4)),
        (Fraction(3), Shown.NUMBER, 3),
    ],
)
def test_a_share_is_held_against_targets_in_percent(exact, shown, expected):
    assert as_said(exact, shown=shown) == expected


@pytest.mark.parametrize(
    ("now", "before", "polarity", "expected"),
    [
        (2, 1, Polarity.UP, Course.BETTER),
        (1, 2, Polarity.UP, Course.WORSE),
        (1, 2, Polarity.DOWN, Course.BETTER),
        (-1, -2, Polarity.DOWN, Course.WORSE),
        (0, 0, Polarity.DOWN, Course.SAME),
        (2, 1, Polarity.NONE, Course.CONTEXT),
    ],
)
def test_a_change_is_better_only_where_a_direction_is(now, before, polarity, expected):
    assert course(now=Fraction(now), before=Fraction(before), polarity=polarity) == expected
