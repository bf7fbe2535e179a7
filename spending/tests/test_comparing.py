"""When a figure is unlike those of the files before."""

import pytest

from spending.actions.comparing import is_unusual, per_thousand


@pytest.mark.parametrize(
    ("new", "former", "expected"),
    [
        (1, [], False),
        (1000, [1, 2], False),  # of two files nobody can say what is usual
        (13, [9, 10, 12], False),  # 10, give or take 1 as a rule: up to 3 is nothing new
        (13, [9, 10, 11], False),
        (14, [9, 10, 11], True),
        (6, [9, 10, 11], True),
        (-10, [-9, -10, -11], False),
        (10, [10, 10, 10], False),
        (11, [10, 10, 10], True),
        (12, [9, 10, 11, 5000], False),  # one odd file does not widen what is usual
    ],
)
def test_a_figure_is_unusual_beyond_three_times_the_usual_distance(new, former, expected):
    assert is_unusual(new, former) is expected


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, 0), (1, 3, 333), (3, 3, 1000)])
def test_a_share_is_whole_thousandths(part, whole, expected):
    assert per_thousand(part, whole) == expected
