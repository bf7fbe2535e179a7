"""The formulas, with the worked examples that `docs/measures.md` prints."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spending import measures

MANY = 5_000  # payments: enough for a decimal
POUNDS = 100

amounts = st.integers(min_value=0, max_value=10**14)


def said(share: Fraction, *, base: int = MANY) -> str:
    return str(measures.percent(share, base=base))


# C6: £1,000,000 in scope; £180,000 in Stevenage, £260,000 in the rest of Hertfordshire, £460,000 beyond.
T1, T2, BEYOND, UNKNOWN = 180_000 * POUNDS, 260_000 * POUNDS, 460_000 * POUNDS, 100_000 * POUNDS
LOCATED, ANALYSED = T1 + T2 + BEYOND, T1 + T2 + BEYOND + UNKNOWN


def test_the_worked_example_of_the_share():
    bounds = measures.bounds(local=T1, unknown=UNKNOWN, analysed=ANALYSED)

    assert said(measures.coverage(located=LOCATED, analysed=ANALYSED)) == "90.0"
    assert said(measures.local_share(local=T1, located=LOCATED, analysed=ANALYSED)) == "20.0"
    assert (said(bounds.lower), said(bounds.upper)) == ("18.0", "28.0")


def test_the_worked_example_of_the_county_and_its_leakage():
    county = measures.local_share(local=T1 + T2, located=LOCATED, analysed=ANALYSED)

    assert said(county) == "48.9"
    assert said(measures.leakage(county)) == "51.1"


def test_the_worked_example_of_the_multiplier():
    staff, suppliers = 25_000 * POUNDS, 20_000 * POUNDS
    again = staff * 60 // 100 + suppliers * 40 // 100

    lm3 = measures.multiplier(received=100_000 * POUNDS, respent=staff + suppliers, respent_again=again)

    assert again == 23_000 * POUNDS
    assert lm3 == Fraction("1.68")


def test_the_two_shares_of_preston_are_of_one_total():
    # 2016 to 2017: £112.3 million in Preston at 18.2%, £488.7 million in Lancashire at 79.2%.
    total = 617_000_000 * POUNDS
    city, county = 112_300_000 * POUNDS, 488_700_000 * POUNDS

    assert said(measures.local_share(local=city, located=total, analysed=total)) == "18.2"
    assert said(measures.local_share(local=county, located=total, analysed=total)) == "79.2"
    assert {round(Fraction(city) / Fraction("0.182") / 10**7), round(Fraction(county) / Fraction("0.792") / 10**7)} == {
        6_170
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "base", "percentage"),
    [
        (1, 3, 1_000, "33"),
        (1, 3, 1_001, "33.3"),
        (0, 7, 1, "0"),
        (7, 7, 1_001, "100.0"),
        (1, 200, 1_000, "0"),  # 0.5 is half way: to the even 0
        (3, 200, 1_000, "2"),  # 1.5 is half way: to the even 2
        (1, 2_000, 1_001, "0.0"),  # 0.05
        (3, 2_000, 1_001, "0.2"),  # 0.15
        (999, 1_000, 1_000, "100"),
    ],
)
def test_a_percentage_is_as_fine_as_its_base_allows_and_half_way_goes_to_the_even_side(
    numerator, denominator, base, percentage
):
    assert said(Fraction(numerator, denominator), base=base) == percentage


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 10), (11, 10), (1, -10), (-1, -10)])
def test_no_share_is_made_of_nothing_of_less_than_nothing_or_of_more_than_there_is(part, whole):
    with pytest.raises(measures.NotAvailable):
        measures.part_of(part, whole)


@pytest.mark.parametrize(("located", "is_refused"), [(80, False), (79, True), (0, True), (100, False)])
def test_a_share_is_refused_under_four_fifths_and_not_at_them(located, is_refused):
    if is_refused:
        with pytest.raises(measures.TooLittleKnown):
            measures.local_share(local=0, located=located, analysed=100)
    else:
        assert measures.local_share(local=20, located=located, analysed=100) == Fraction(20, located)


@pytest.mark.parametrize(("located", "is_sure"), [(95, True), (94, False), (100, True)])
def test_bounds_are_needed_under_95_percent_and_not_at_them(located, is_sure):
    assert measures.is_sure(located=located, analysed=100) == is_sure


def test_of_nothing_nothing_is_sure():
    assert not measures.is_sure(located=0, analysed=0)


def test_unknown_credits_leave_no_coverage_to_speak_of():
    # £100 located and £10 of credits without a place: more is located than is analysed.
    with pytest.raises(measures.NotAvailable):
        measures.local_share(local=50, located=100, analysed=90)


@given(local=amounts, elsewhere=amounts, unknown=amounts, numerator=st.integers(0, 100))
def test_the_bounds_hold_the_truth_whatever_the_unknown_is(local, elsewhere, unknown, numerator):
    analysed = local + elsewhere + unknown
    if not analysed:
        return
    truth = Fraction(local + unknown * numerator // 100, analysed)

    bounds = measures.bounds(local=local, unknown=unknown, analysed=analysed)

    assert bounds.lower <= truth <= bounds.upper


@given(local=amounts, elsewhere=amounts, unknown=amounts)
def test_a_share_that_is_published_lies_between_its_bounds(local, elsewhere, unknown):
    located, analysed = local + elsewhere, local + elsewhere + unknown
    try:
        share = measures.local_share(local=local, located=located, analysed=analysed)
    except (measures.TooLittleKnown, measures.NotAvailable):
        assert analysed == 0 or located * 100 < analysed * 80
        return
    bounds = measures.bounds(local=local, unknown=unknown, analysed=analysed)

    assert bounds.lower <= share <= bounds.upper


def test_a_share_of_another_whole_is_refused_alike():
    files = 200

    assert measures.share_of(50, files, located=90, analysed=100) == Fraction(1, 4)
    with pytest.raises(measures.TooLittleKnown):
        measures.share_of(50, files, located=70, analysed=100)


def test_concentration_is_of_all_that_is_analysed():
    assert measures.concentration([30, 20, 10], analysed=100) == Fraction(60, 100)


def test_the_likely_small_are_a_share_of_those_whose_size_is_known():
    assert measures.likely_small_share(small=30, not_small=70) == Fraction(30, 100)


def test_of_suppliers_without_a_known_size_no_share_is_small():
    with pytest.raises(measures.NotAvailable):
        measures.likely_small_share(small=0, not_small=0)


def test_community_organisations_are_a_share_of_everything_analysed():
    assert measures.community_share(community=12, analysed=100) == Fraction(12, 100)


@pytest.mark.parametrize(
    ("received", "respent", "respent_again", "lm3"),
    [
        (100, 0, 0, 1),  # nothing is spent here again
        (100, 100, 100, 3),  # all of it is, twice
        (100, 76, 0, Fraction("1.76")),
    ],
)
def test_the_multiplier_goes_from_one_to_three(received, respent, respent_again, lm3):
    assert measures.multiplier(received=received, respent=respent, respent_again=respent_again) == lm3


@pytest.mark.parametrize(
    ("received", "respent", "respent_again"), [(0, 0, 0), (100, 101, 0), (100, 50, 51), (100, -1, -1), (-1, -1, -1)]
)
def test_nobody_spends_again_more_than_they_got(received, respent, respent_again):
    with pytest.raises(measures.NotAvailable):
        measures.multiplier(received=received, respent=respent, respent_again=respent_again)


def test_the_re_spend_rate_speaks_of_those_that_answered_and_its_range_of_all_that_were_asked():
    rate = measures.respend_rate(respent=45, received=100)
    span = measures.respend_range(respent=45, answered=100, asked=250)

    assert rate == Fraction(45, 100)
    assert (span.lower, span.upper) == (Fraction(45, 250), Fraction(195, 250))


@pytest.mark.parametrize(("respent", "answered", "asked"), [(45, 251, 250), (101, 100, 250), (0, 0, 0)])
def test_whoever_answered_was_asked_and_spent_no_more_than_they_got(respent, answered, asked):
    with pytest.raises(measures.NotAvailable):
        measures.respend_range(respent=respent, answered=answered, asked=asked)


def test_unknown_credits_have_no_bounds():
    with pytest.raises(measures.NotAvailable):
        measures.bounds(local=50, unknown=-10, analysed=90)


def test_no_percentage_is_a_float():
    assert isinstance(measures.percent(Fraction(1, 3), base=MANY), Decimal)
