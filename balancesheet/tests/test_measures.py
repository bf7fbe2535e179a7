"""The formulas, with the worked examples that `docs/measures.md` prints."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancesheet import measures
from balancesheet.measures import Discounting, Worth

POUNDS = 100
REAL_LIVING_WAGE, MEASURE_UP = 1345, 1900  # pence an hour: A8
HOURS = 100  # hundredths in one

fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
rates = st.lists(st.integers(min_value=1, max_value=10**6), min_size=3, max_size=3).map(
    lambda some: Worth(*sorted(some))
)


def at(pence: int) -> Worth:
    return Worth(pence, pence, pence)


@pytest.mark.parametrize(
    ("exact", "whole"),
    [
        ("0", 0),
        ("0.4999", 0),
        ("0.5", 1),
        ("1.5", 2),
        ("2.5", 3),
        ("-0.4999", 0),
        ("-0.5", -1),
        ("-2.5", -3),
        ("1/3", 0),
        ("2/3", 1),
        (f"{2**63}.5", 2**63 + 1),
    ],
)
def test_half_a_penny_goes_away_from_nothing(exact, whole):
    assert measures.whole_pence(Fraction(exact)) == whole


@given(fractions)
def test_rounding_moves_by_half_a_penny_at_most_and_alike_on_both_sides(pence):
    assert abs(measures.whole_pence(pence) - pence) <= Fraction(1, 2)
    assert measures.whole_pence(-pence) == -measures.whole_pence(pence)


@pytest.mark.parametrize(
    ("rate", "pence"),
    [(REAL_LIVING_WAGE, 16_678_00), (MEASURE_UP, 23_560_00)],
)
def test_the_worked_example_of_volunteer_hours(rate, pence):
    assert measures.worth(1_240 * HOURS, scale=HOURS, rates=at(rate)) == at(pence)


@pytest.mark.parametrize(
    ("parts", "scale", "rates", "expected"),
    [
        (0, 100, Worth(1, 2, 3), Worth(0, 0, 0)),
        (1, 100, Worth(49, 50, 51), Worth(0, 1, 1)),  # hundredths of an hour: half a penny is one
        (-1, 100, Worth(49, 50, 51), Worth(0, -1, -1)),  # an hour taken back
        (-250, 100, Worth(1000, 1345, 1480), Worth(-2500, -3363, -3700)),
        (7, 1, Worth(5, 5, 5), Worth(35, 35, 35)),  # people
        (1500, 1000, Worth(1, 1, 1), Worth(2, 2, 2)),  # a kilogram and a half
    ],
)
def test_a_quantity_is_worth_its_low_its_central_and_its_high_rate(parts, scale, rates, expected):
    assert measures.worth(parts, scale=scale, rates=rates) == expected


@given(st.integers(min_value=0, max_value=10**12), rates)
def test_worth_rises_from_low_to_high(parts, given_rates):
    found = measures.worth(parts, scale=HOURS, rates=given_rates)

    assert found.low <= found.central <= found.high


def test_worths_add_up_each_for_itself():
    assert Worth(1, 2, 3) + Worth(10, 20, 30) == Worth(11, 22, 33)


def test_the_worked_example_of_the_net_position():
    held = (420_000 + 8_400) * POUNDS
    owed = (65_000 + 12_000) * POUNDS

    assert measures.net_position(held=held, owed=owed) == 351_400 * POUNDS
    assert measures.net_position(held=owed, owed=held) == -351_400 * POUNDS


@pytest.mark.parametrize(
    ("came_in", "leaked", "pence"),
    [
        (14_250 * POUNDS, "0.35", -4_987_50),
        (14_250 * POUNDS, "0", 0),
        (14_250 * POUNDS, "1", -14_250_00),
        (0, "0.35", 0),
        (1, "0.5", -1),
        (-10, "0.35", 4),  # a grant taken back: 3.5
    ],
)
def test_the_worked_example_of_leakage_and_its_edges(came_in, leaked, pence):
    assert measures.leakage(came_in, leaked=Fraction(leaked)) == pence


# C10: 20 people × £1,500; deadweight 20%, attribution 25%, displacement 10%; drop-off 30% over three years.
IMPACT = measures.impact(
    Fraction(20 * 1_500 * POUNDS),
    deadweight=Fraction("0.20"),
    attribution=Fraction("0.25"),
    displacement=Fraction("0.10"),
)
IMPACTS = measures.yearly_impacts(IMPACT, drop_off=Fraction("0.30"), years=3)
PUT_IN = 30_000 * POUNDS


def test_the_worked_example_of_impacts():
    assert [pence / POUNDS for pence in IMPACTS] == [16_200, 11_340, 7_938]


@pytest.mark.parametrize(
    ("discounting", "value", "ratio", "net"),
    [
        (Discounting.END_OF_YEAR, 33_397_81, "1.11", 3_397_81),
        (Discounting.START_OF_YEAR, 34_566_73, "1.15", 4_566_73),
    ],
)
def test_the_worked_example_of_the_social_return(discounting, value, ratio, net):
    exact = measures.present_value(IMPACTS, discounting=discounting)

    assert measures.whole_pence(exact) == value
    assert f"{float(measures.social_return(exact, put_in=PUT_IN)):.2f}" == ratio
    assert measures.net_value(exact, put_in=PUT_IN) == net


def test_parts_of_a_present_value_are_not_rounded_before_they_are_added():
    years = [
        measures.present_value([Fraction(0)] * n + [IMPACTS[n]], discounting=Discounting.END_OF_YEAR) for n in range(3)
    ]

    assert [measures.whole_pence(pence) for pence in years] == [15_652_17, 10_586_01, 7_159_62]
    assert sum(map(measures.whole_pence, years)) == 33_397_80  # a penny less than rounded once


def test_without_time_or_rate_nothing_is_discounted():
    assert measures.present_value([], discounting=Discounting.END_OF_YEAR) == 0
    assert measures.present_value([Fraction(7)] * 2, discounting=Discounting.END_OF_YEAR, rate=Fraction(0)) == 14
    assert measures.yearly_impacts(Fraction(7), drop_off=Fraction(1), years=3) == [7, 0, 0]
    assert measures.yearly_impacts(Fraction(7), drop_off=Fraction(0), years=0) == []


@pytest.mark.parametrize("wrong", ["-0.01", "1.01", "20"])
def test_a_percentage_for_a_share_is_refused(wrong):
    with pytest.raises(measures.NotAShare):
        measures.leakage(100, leaked=Fraction(wrong))
    with pytest.raises(measures.NotAShare):
        measures.yearly_impacts(Fraction(1), drop_off=Fraction(wrong), years=1)
    for named in ("deadweight", "displacement", "attribution"):
        shares = dict.fromkeys(("deadweight", "displacement", "attribution"), Fraction(0)) | {named: Fraction(wrong)}
        with pytest.raises(measures.NotAShare):
            measures.impact(Fraction(1), **shares)


@pytest.mark.parametrize("put_in", [0, -1])
def test_nothing_is_returned_on_nothing(put_in):
    with pytest.raises(measures.NothingPutIn):
        measures.social_return(Fraction(1), put_in=put_in)
