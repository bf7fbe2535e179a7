"""The formulas of metrics, worked by hand: ties, nothing, less than nothing."""

from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import measures


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 4, Fraction(1, 4)), (0, 7, Fraction(0)), (-5, 10, Fraction(-1, 2)), (9, 3, Fraction(3))],
)
def test_a_ratio_is_exact(numerator, denominator, expected):
    assert measures.ratio(numerator=numerator, denominator=denominator) == expected


@pytest.mark.parametrize("denominator", [0, -1])
def test_nothing_of_nothing_is_not_zero(denominator):
    with pytest.raises(measures.NotAvailable):
        measures.ratio(numerator=0, denominator=denominator)


@pytest.mark.parametrize(
    ("share", "base", "expected"),
    [
        (Fraction(1, 8), 100, "12"),  # 12.5 to the even side
        (Fraction(3, 8), 100, "38"),  # 37.5
        (Fraction(1, 8), 1_000, "12"),
        (Fraction(1, 8), 1_001, "12.5"),
        (Fraction(1, 1600), 2_000, "0.1"),
        (Fraction(0), 5, "0"),
        (Fraction(-1, 4), 5, "-25"),
    ],
)
def test_a_percentage_has_a_decimal_only_over_a_large_base(share, base, expected):
    assert str(measures.as_percent(share, base=base)) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(Fraction(176, 100), "1.76"), (Fraction(1, 200), "0.00"), (Fraction(3, 200), "0.02"), (Fraction(3), "3.00")],
)
def test_a_ratio_is_said_to_two_places(share, expected):
    assert str(measures.as_times(share)) == expected


@pytest.mark.parametrize(
    ("amount", "scale", "expected"),
    [(1_250, 100, "12.50"), (-3, 100, "-0.03"), (7, 1, "7"), (1_500, 1_000, "1.500"), (0, 100, "0.00")],
)
def test_smallest_parts_are_units_exactly(amount, scale, expected):
    assert measures.in_units(amount, scale=scale) == Decimal(expected)


@pytest.mark.parametrize(
    ("counted", "scale", "expected"),
    [
        ({3: 1}, 1, 3),
        ({1: 1, 2: 1}, 100, 150),
        ({1: 1, 2: 1}, 1, 2),  # 1.5 to the even side
        ({2: 1, 3: 1}, 1, 2),  # 2.5
        ({0: 5, 10: 5}, 100, 500),
        ({0: 6, 10: 5}, 100, 0),
        ({0: 1, 1: 1_000_000, 9: 3}, 1, 1),
    ],
)
def test_the_median_is_the_middle_or_half_way_between_two(counted, scale, expected):
    assert measures.median(counted, scale=scale) == expected


def test_there_is_no_median_of_nothing():
    with pytest.raises(measures.NotAvailable):
        measures.median({})


@given(st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=60))
def test_the_median_is_that_of_the_standard_library(values):
    counted = {value: values.count(value) for value in values}

    assert measures.median(counted, scale=2) == round(Fraction(median(values)) * 2)


def test_what_no_category_holds_is_not_stated():
    assert measures.not_stated(whole=10, parts=[3, 0, 4]) == 3
    assert measures.not_stated(whole=0, parts=[]) == 0


def test_categories_over_the_whole_are_an_error():
    with pytest.raises(measures.Over) as over:
        measures.not_stated(whole=10, parts=[7, 4])

    assert over.value.args == (1,)
