"""What is said of a survey: LM3 with its range, and nothing where that would say too much or too little."""

from decimal import Decimal
from fractions import Fraction

import pytest

from spending.actions import surveys
from spending.pages.survey import Answered, published_survey, result_of, rounds_of, why_too_little
from spending.tests.make import MONDAY
from spending.tests.make_survey import (
    YEAR,
    an_officer,
    make_closed,
    make_draft,
    make_paid,
    make_rates,
    make_reply,
    pence,
)

pytestmark = pytest.mark.django_db

# docs/spending.md: £100,000 paid, £25,000 of it on staff and £20,000 with suppliers.
WORKED = [(20_000, 5_000, 4_000)] * 5


def test_the_worked_example_of_lm3_comes_out_as_it_is_written():
    make_rates()
    rounds = result_of(make_closed(*WORKED)).rounds

    assert (rounds.r1_pence, rounds.r2_pence, rounds.r3_pence) == (pence(100_000), pence(45_000), pence(23_000))
    assert rounds.lm3.central == Decimal("1.68")
    assert (rounds.respend_percent.central, rounds.pence_of_a_pound) == (45, 45)


def test_the_range_takes_the_silent_for_spending_nothing_here_or_all():
    make_rates()
    rounds = result_of(make_closed(*WORKED, silent=(100_000,))).rounds

    # (200,000 + 45,000 + 25,000 x 40% + 20,000 x 20%) / 200,000 = 1.295, half way, to the even side;
    # (100,000 + 45,000 + 25,000 x 80% + 20,000 x 60%) / 100,000.
    assert (rounds.lm3.low, rounds.lm3.central, rounds.lm3.high) == (Decimal("1.30"), Decimal("1.68"), Decimal("1.77"))
    # 45,000 / 200,000 is 22.5%: half way, to the even side.
    assert (rounds.respend_percent.low, rounds.respend_percent.high) == (22, 72)


def test_nothing_spent_here_is_an_lm3_of_one_and_all_of_it_at_most_three():
    make_rates(staff=(100, 100, 100), suppliers=(100, 100, 100))
    rates = surveys.ThirdRoundRates.objects.get()
    nothing = rounds_of([Answered(100, 0, 0)] * 5, asked_pence=500, rates=rates)
    everything = rounds_of([Answered(100, 50, 50)] * 5, asked_pence=500, rates=rates)

    assert (nothing.lm3.low, nothing.lm3.high, nothing.pence_of_a_pound) == (1, 1, 0)
    assert (everything.lm3.low, everything.lm3.central, everything.pence_of_a_pound) == (3, 3, 100)


FIVE = [Answered(100, 10, 10)] * 5


@pytest.mark.parametrize(
    ("answers", "percent", "why"),
    [
        ([], 0, "Fewer than 5"),
        (FIVE[:4], 100, "Fewer than 5"),
        (FIVE, 100, ""),
        (FIVE, 20, ""),
        (FIVE, Fraction(1999, 100), "less than 20%"),
        # One of the sums is three quarters one supplier's: exactly that may be said, a penny more may not.
        ([*FIVE[:4], Answered(1000, 120, 10)], 100, ""),
        ([*FIVE[:4], Answered(1000, 121, 10)], 100, "One supplier"),
        ([*FIVE[:4], Answered(1000, 10, 121)], 100, "One supplier"),
        ([Answered(100, 0, 0)] * 5, 100, ""),
        ([*[Answered(100, 0, 0)] * 5, Answered(100, 0, 1)], 100, "One supplier"),
    ],
)
def test_too_few_answers_too_little_money_or_one_answer_that_shows_is_refused(answers, percent, why):
    said = why_too_little(answers, pounds_answered=Fraction(percent) / 100)

    assert said.startswith(why) if why == "" else why in said
    assert bool(said) == bool(why)


def test_four_answers_give_a_rate_of_answers_and_no_figure():
    make_rates()
    result = result_of(make_closed(*WORKED[:4], silent=(20_000, 100_000)))

    assert (result.asked, result.answered, result.answered_percent, result.pounds_percent) == (6, 4, 67, 40)
    assert result.rounds is None
    assert "Fewer than 5" in result.too_little


def test_a_correction_takes_the_place_of_what_it_corrects():
    make_rates()
    survey = make_draft(*[20_000] * 5)
    surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
    for asked in survey.asked.all():
        make_reply(asked, staff=1)
        make_reply(asked, staff=5_000, suppliers=4_000)
    surveys.close(survey=survey, by=an_officer(), at=MONDAY)
    survey.refresh_from_db()

    assert result_of(survey).rounds.r2_pence == pence(45_000)


def test_sums_are_said_to_the_nearest_thousand_pounds():
    make_rates()
    rounds = result_of(make_closed(*[(20_000, 5_049, 4_050)] * 5)).rounds

    # 45,495 to the nearest thousand; the multiplier comes from the whole pence.
    assert rounds.r2_pence == pence(45_000)
    assert rounds.lm3.central == Decimal("1.69")


class TestPublished:
    def test_a_survey_shows_nothing_before_it_is_published_and_nothing_after_it_is_withdrawn(self):
        make_rates()
        survey = make_closed(*WORKED)
        before = published_survey(body=survey.body_id, year_starting=YEAR)
        surveys.publish(survey=survey, by=an_officer(), at=MONDAY)
        shown = published_survey(body=survey.body_id, year_starting=YEAR)
        surveys.withdraw(survey=survey)

        assert before is None
        assert shown.rounds.lm3.central == Decimal("1.68")
        assert published_survey(body=survey.body_id, year_starting=YEAR) is None

    def test_another_year_or_body_shows_nothing_of_it(self):
        make_rates()
        survey = make_closed(*WORKED)
        surveys.publish(survey=survey, by=an_officer(), at=MONDAY)

        assert published_survey(body=survey.body_id, year_starting=YEAR - 1) is None
        assert published_survey(body=survey.body_id + 1, year_starting=YEAR) is None

    def test_later_rates_change_nothing_that_is_published(self):
        make_rates()
        survey = make_closed(*WORKED)
        surveys.publish(survey=survey, by=an_officer(), at=MONDAY)
        surveys.ThirdRoundRates.objects.create(as_at="2026-10-01", source="Later", **dict.fromkeys(RATES, 0))

        assert published_survey(body=survey.body_id, year_starting=YEAR).rounds.lm3.central == Decimal("1.68")

    def test_it_costs_as_many_queries_for_twenty_suppliers_as_for_five(self, django_assert_num_queries):
        make_rates()
        survey = make_closed(*[(20_000, 5_000, 4_000)] * 20)
        surveys.publish(survey=survey, by=an_officer(), at=MONDAY)

        with django_assert_num_queries(3):
            published_survey(body=survey.body_id, year_starting=YEAR)


RATES = [f"{whose}{which}_percent" for whose in ("staff", "suppliers") for which in ("_low", "", "_high")]


def test_whom_it_asked_is_said_by_how_they_were_chosen():
    make_rates()
    survey = make_draft(20_000, 20_000)
    surveys.add_supplier(survey=survey, supplier_id=make_paid(5).pk)
    surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
    surveys.close(survey=survey, by=an_officer(), at=MONDAY)
    survey.refresh_from_db()
    result = result_of(survey)

    assert (result.asked, result.largest, result.chosen, result.answered) == (3, 2, 1, 0)
