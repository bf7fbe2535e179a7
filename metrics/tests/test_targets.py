"""Targets say who set them, when and why, what they took the place of, and whether they came late."""

from datetime import UTC, date, datetime

import pytest

from charter.tests.make import make_neighbourhood
from metrics.models import Period
from metrics.pages.targets import baselines, in_force, target_of, targets
from metrics.tests.make import YEAR, make_baseline, make_catalogue, make_steward, make_target

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2025, 3, 31, 22, 59, tzinfo=UTC)


@pytest.fixture
def steward():
    make_catalogue()
    return make_steward(first_name="Stella", last_name="Steward")


def test_a_metric_without_a_target_has_none(steward):
    assert target_of("T07", YEAR) is None


def test_the_newest_target_counts_and_the_others_stay(steward):
    make_target(value=10, by=steward, at=IN_TIME)
    make_target(value=8, by=steward, at=datetime(2025, 9, 1, tzinfo=UTC), why="Two employers left")

    newest, oldest = targets(["T07"])

    assert target_of("T07", YEAR) == newest
    assert (newest.said, newest.set_by, newest.why) == ("at least 8", "Stella Steward", "Two employers left")
    assert (newest.replaced_on, oldest.replaced_on) == (None, date(2025, 9, 1))
    assert in_force([newest, oldest]) == {("T07", YEAR, ""): newest}


@pytest.mark.parametrize(
    ("set_at", "was_late"),
    [
        (IN_TIME, False),
        (datetime(2025, 3, 31, 23, 30, tzinfo=UTC), True),  # half past midnight of 1 April, in summer time
        (datetime(2025, 4, 1, 0, 0, tzinfo=UTC), True),
    ],
)
def test_a_target_is_late_from_the_first_day_of_its_period(steward, set_at, was_late):
    make_target(by=steward, at=set_at)

    assert target_of("T07", YEAR).was_late is was_late


def test_targets_are_of_one_period_and_one_place(steward):
    make_target("C01", 3, by=steward, neighbourhood=make_neighbourhood())

    assert target_of("C01", YEAR, "bedwell").figures[0].said == "3"
    assert target_of("C01", YEAR) is None
    assert target_of("C01", Period.year(2026), "bedwell") is None


@pytest.mark.parametrize(
    ("code", "kind", "value", "and_value", "said"),
    [
        ("P01", "least", "25", None, "at least 25%"),
        ("P01", "between", "12.5", "30", "between 12.5% and 30%"),
        ("P12", "most", "0", None, "at most 0%"),
        ("P11", "least", "1.75", None, "at least 1.75"),
        ("C06", "least", "120000", None, "at least £120,000"),
        ("C08", "least", "2500.5", None, "at least 2,500.5"),
        ("L01", "most", "-1.25", None, "at most −1.25"),
        ("G04", "most", "5", None, "at most 5"),
    ],
)
def test_a_target_is_said_in_the_units_of_its_metric(steward, code, kind, value, and_value, said):
    make_target(code, value, by=steward, kind=kind, and_value=and_value)

    assert target_of(code, YEAR).said == said


def test_the_newest_baseline_counts_even_where_there_is_none(steward):
    make_baseline(by=steward)
    make_baseline(value=None, by=steward, basis="none", why="The list of 2019 is lost")

    found = baselines()["T07", ""]

    assert (found.figure.said, found.why) == ("not available", "The list of 2019 is lost")


def test_a_list_of_targets_costs_the_same_for_one_and_for_thirty(steward, django_assert_num_queries):
    make_target(by=steward)
    with django_assert_num_queries(2):
        targets()
    for year in range(1996, 2025):
        make_target(by=steward, starts_on=date(year, 4, 1))
    with django_assert_num_queries(2):
        assert len(targets()) == 30
