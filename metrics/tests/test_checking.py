"""Checks are read, never run; they find what does not fit, and stay answered while nothing changed."""

import json
from datetime import date
from fractions import Fraction

import pytest

from metrics.actions.checking import CannotBeAccepted, NothingToAnswer, accept, failing, run_checks
from metrics.actions.shipped import SHIPPED
from metrics.measures.checks import Term, Unreadable, added, holds, read
from metrics.models import Check, CheckResult, Missing, Observation, Operator, Outcome, Suppression
from metrics.tests.make import MONDAY, make_catalogue, make_observation, make_steward

ROWS = json.loads((SHIPPED / "checks.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("P01", [(1, "P01")]),
        ("P02 + P12", [(1, "P02"), (1, "P12")]),
        ("P02-P12", [(1, "P02"), (-1, "P12")]),
        ("3 − P02", [(3, ""), (-1, "P02")]),
        ("P03.numerator", [(1, "P03.numerator")]),
        ("100 %", [(1, "")]),
        ("2.5", [(Fraction(5, 2), "")]),
        (" 80% ", [(Fraction(4, 5), "")]),
    ],
)
def test_a_side_is_a_sum_of_figures_and_numbers(side, expected):
    assert read(side) == tuple(Term(Fraction(factor), figure) for factor, figure in expected)


@pytest.mark.parametrize(
    "side",
    ["", " ", "P1", "P01 P02", "P01 +", "-P01", "P01.rows", "p01", "P01 * 2", "import os", "1e9", "P01 % 2"],
)
def test_anything_else_is_refused(side):
    with pytest.raises(Unreadable):
        read(side)


@pytest.mark.parametrize(
    ("missing", "expected"), [(Missing.SKIP, None), (Missing.FAIL, None), (Missing.ZERO, Fraction(1, 4))]
)
def test_a_missing_figure_is_nothing_only_where_it_is_said_to_be(missing, expected):
    assert added(read("P01 + P02"), {"P01": Fraction(1, 4)}, missing=missing) == expected


@pytest.mark.parametrize(
    ("operator", "left", "right", "margin", "missing", "expected"),
    [
        ("=", 1, 1, 0, "skip", True),
        ("=", "0.333", Fraction(1, 3), 0, "skip", False),
        (">=", 2, 2, 0, "skip", True),
        (">=", "1.99", 2, 0, "skip", False),
        ("<=", 2, 2, 0, "skip", True),
        ("<=", "2.01", 2, 0, "skip", False),
        ("<=", -3, 0, 0, "skip", True),
        ("near", 110, 100, 10, "skip", True),
        ("near", "110.1", 100, 10, "skip", False),
        ("near", -90, -100, 10, "skip", True),
        ("near", 1, 0, 10, "skip", False),
        ("=", None, 1, 0, "skip", None),
        ("=", None, 1, 0, "fail", False),
        ("both", None, None, 0, "skip", True),
        ("both", None, 0, 0, "skip", False),
        ("both", 0, 0, 0, "skip", True),
    ],
)
def test_a_check_holds_or_not_at_its_limits(operator, left, right, margin, missing, expected):
    left, right = (None if side is None else Fraction(side) for side in (left, right))
    assert holds(operator, left=left, right=right, missing=missing, margin_percent=margin) is expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_shipped_check_can_be_read_and_is_about_known_figures(row):
    codes = {metric["code"] for metric in json.loads((SHIPPED / "catalogue.json").read_text())["metrics"]}
    terms = [*read(row["left"]), *read(row["right"])]

    assert row["operator"] in Operator.values
    assert {term.figure[:3] for term in terms if term.figure} <= codes


@pytest.fixture
def steward(db):
    make_catalogue()
    return make_steward()


def pay_in_time(part, whole):
    make_observation("P08", part, denominator=whole, span="half", starts_on=date(2025, 4, 1))


def test_results_are_kept_and_only_when_something_changed(steward):
    make_observation("P03", 790, denominator=1_000)
    (found,) = [each for each in run_checks(at=MONDAY) if each.outcome == Outcome.FAILS]

    assert (found.rule_id, found.found) == ("enough-is-placed", "P03: 0.79; 80 %: 0.8")
    assert run_checks(at=MONDAY) == []
    make_observation("P03", 800, denominator=1_000)
    run_checks(at=MONDAY)
    assert failing() == []


def test_a_word_lets_a_check_stand_until_a_side_changes(steward):
    make_observation("P03", 790, denominator=1_000)
    run_checks(at=MONDAY)
    (result,) = failing()
    accept(result=result, said="Suppliers are being asked", by=steward, at=MONDAY)

    assert failing() == run_checks(at=MONDAY) == []
    with pytest.raises(NothingToAnswer):
        accept(result=result, said="Again", by=steward, at=MONDAY)
    make_observation("P03", 780, denominator=1_000)
    run_checks(at=MONDAY)
    assert [each.found for each in failing()] == ["P03: 0.78; 80 %: 0.8"]


def test_what_blocks_cannot_be_talked_away(steward):
    pay_in_time(9, 8)
    run_checks(at=MONDAY)
    (result,) = failing()
    with pytest.raises(CannotBeAccepted):
        accept(result=result, said="It is so", by=steward, at=MONDAY)


def test_what_is_missing_leaves_a_check_out(steward):
    make_observation("P01", 1, denominator=4)
    run_checks(at=MONDAY)

    assert set(CheckResult.objects.values_list("outcome", flat=True)) == {Outcome.SKIPPED}


def test_what_is_kept_back_is_not_told_by_a_check(steward):
    Check.objects.create(code="few", left="T05", operator="<=", right="1 %", severity="word", instruction="Look")
    make_observation("T05", 2, denominator=4_321, suppression=Suppression.PRIMARY)
    run_checks(at=MONDAY)

    assert CheckResult.objects.get(rule="few").found == "T05: kept back; 1 %: kept back"
    assert Observation.objects.get().numerator == 2


def test_running_checks_costs_the_same_for_one_period_and_for_ten(steward, django_assert_num_queries):
    make_observation("P03", 790, denominator=1_000)
    with django_assert_num_queries(7):
        run_checks(at=MONDAY)
    for year in range(2019, 2025):
        make_observation("P03", 790, denominator=1_000, starts_on=date(year, 4, 1))
    with django_assert_num_queries(7):
        run_checks(at=MONDAY)
