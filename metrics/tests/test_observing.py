"""Owners enter figures with what shows them; what cannot be is refused in words, and somebody else looks it through."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from charter.tests.make import make_neighbourhood
from metrics.actions.observing import Evidence, NotTaken, enter, review
from metrics.figures import Input
from metrics.models import Batch, Marker, Observation, Period, Review
from metrics.pages.observed import newest
from metrics.tests.make import MONDAY, YEAR, make_catalogue, make_observation, make_steward

pytestmark = pytest.mark.django_db
SHOWN = Evidence(words="Return of the scheme")
WHY = Evidence(words="Return of the scheme", commentary="A late return came in")
QUARTERS = [Period("quarter", date(2025 + (month < 4), month, 1)) for month in (4, 7, 10, 1)]


@pytest.fixture
def steward():
    make_catalogue()
    return make_steward()


def put(steward, metric, *figures, period=YEAR, evidence=SHOWN):
    said = [each if isinstance(each, Input) else Input(numerator=each) for each in figures]
    return enter(metric=metric, period=period, figures=said, evidence=evidence, by=steward, at=MONDAY)


def level(number, count):
    return Input(numerator=count, dimension="level", category=f"Level {number}")


def points(code, **of):
    return [(point.figure.said, point.marker) for point in newest(codes=[code], **of)]


def test_what_is_entered_is_observed_with_its_evidence(steward):
    batch = put(steward, "T07", 12)

    assert points("T07") == [("12", None)]
    assert (batch.entered_by, batch.evidence) == (steward, SHOWN.words)


def test_a_breakdown_may_come_to_less_than_its_total(steward):
    put(steward, "T08", 30, level(1, 18), level(2, 9))

    assert points("T08", dimension="level") == [("18", None), ("9", None)]


def test_a_breakdown_over_its_total_is_refused_with_both_numbers(steward):
    with pytest.raises(NotTaken, match="add up to 31, 1 more than the total of 30"):
        put(steward, "T08", 30, level(1, 18), level(2, 13))

    assert not Batch.objects.exists()


def test_the_database_refuses_it_too_and_a_total_that_falls_below_its_parts(steward):
    batch = put(steward, "T08", 30, level(1, 18), level(2, 12))
    for more in ({"numerator": 29}, {"numerator": 13, "dimension": "level", "category": "Level 2"}):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            observe_at_once(batch, **more)
        assert refusal.value.__cause__.diag.constraint_name == "metrics_categories_are_within_their_total"


def observe_at_once(batch, **more):
    make_observation("T08", definition=batch.observations.first().definition, **more)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_neighbourhoods_are_parts_of_the_borough(steward):
    bedwell = make_neighbourhood().pk
    with pytest.raises(NotTaken, match="The neighbourhoods add up to 8, 1 more than the total of 7"):
        put(steward, "C01", 7, Input(numerator=8, neighbourhood=bedwell))


@pytest.mark.parametrize(
    ("metric", "figure", "period", "words"),
    [
        ("P01", Input(numerator=1, denominator=2), YEAR, "computed"),
        ("T01", 5, YEAR, "entered by quarter"),
        ("T07", 5, Period.year(2027), "has not begun"),
        ("T07", 5, Period.year(2010), "No definition"),
        ("T07", Input(), YEAR, "Enter the figure"),
        ("T07", Input(numerator=5, denominator=9), YEAR, "one number"),
        ("T05", 5, YEAR, "both its parts"),
        ("T05", Input(numerator=0, denominator=0), YEAR, "nothing to divide by"),
        ("T07", Input(marker="x"), YEAR, "say why"),
        ("T07", Input(marker="x", numerator=1, note="Why"), YEAR, "leave it empty"),
        ("T07", level(1, 3), YEAR, "not broken down by level"),
        ("T08", level(1, 3), YEAR, "Enter the total too"),
    ],
)
def test_what_cannot_be_is_refused_in_words(steward, metric, figure, period, words):
    with pytest.raises(NotTaken, match=words):
        put(steward, metric, figure, period=period)


def test_nothing_is_entered_without_evidence_or_twice_or_as_it_was(steward):
    with pytest.raises(NotTaken, match="what shows"):
        put(steward, "T07", 12, evidence=Evidence(words=" "))
    with pytest.raises(NotTaken, match="twice"):
        put(steward, "T07", 12, 13)
    put(steward, "T07", 12)
    with pytest.raises(NotTaken, match="already"):
        put(steward, "T07", 12)


def test_a_correction_is_added_says_so_and_says_why(steward):
    put(steward, "T07", 12)
    with pytest.raises(NotTaken, match="why they changed"):
        put(steward, "T07", 11)
    put(steward, "T07", 11, evidence=WHY)

    assert points("T07") == [("11", Marker.REVISED)]
    assert Observation.objects.count() == 2


def test_a_provisional_figure_becomes_final_without_being_a_revision(steward):
    put(steward, "T07", Input(numerator=10, marker="p"))
    put(steward, "T07", 12)

    assert points("T07") == [("12", None)]


def test_quarters_add_up_to_a_year_that_is_provisional_until_the_last(steward):
    for quarter, count in zip(QUARTERS[:3], (10, 0, 7), strict=True):
        put(steward, "L03", count, period=quarter)
    assert points("L03") == [("17", Marker.PROVISIONAL)]

    put(steward, "L03", 5, period=QUARTERS[3])
    assert points("L03") == [("22", None)]

    put(steward, "L03", 6, period=QUARTERS[0], evidence=WHY)
    assert points("L03") == [("18", Marker.REVISED)]


def test_a_years_share_is_the_ratio_of_its_sums(steward):
    halves = [Period("half", date(2025, 4, 1)), Period("half", date(2025, 10, 1))]
    put(steward, "P08", Input(numerator=1, denominator=1), period=halves[0])
    put(steward, "P08", Input(numerator=0, denominator=3), period=halves[1])

    assert points("P08") == [("25%", None)]  # not 50%, the middle of 100% and 0%


def test_few_people_are_kept_back_with_what_would_tell_them(steward):
    for quarter, count in zip(QUARTERS, (3, 20, 9, 8), strict=True):
        put(steward, "T01", count, period=quarter)

    shown = [point.figure.said for point in newest(codes=["T01"], span="quarter")]
    assert shown[0] == "not shown"
    assert all(point.part.value is None for point in newest(codes=["T01"], span="quarter") if point.is_suppressed)


def test_a_check_that_blocks_refuses_what_was_entered(steward):
    half = Period("half", date(2025, 4, 1))
    with pytest.raises(NotTaken, match="More were paid in time than were paid"):
        put(steward, "P08", Input(numerator=9, denominator=8), period=half)

    assert not Observation.objects.exists()


def test_somebody_else_looks_a_batch_through_once(steward):
    batch, other = put(steward, "T07", 12), make_steward("other")
    with pytest.raises(NotTaken, match="Somebody else"):
        review(batch=batch, word="", by=steward, at=MONDAY)
    review(batch=batch, word="", by=other, at=MONDAY)
    with pytest.raises(NotTaken, match="have been reviewed"):
        review(batch=batch, word="", by=other, at=MONDAY)

    assert batch.review.reviewed_by == other


def test_the_database_lets_nobody_review_what_they_entered(steward):
    batch = put(steward, "T07", 12)
    with pytest.raises(IntegrityError) as refusal:
        Review.objects.create(batch=batch, reviewed_by=steward, reviewed_at=MONDAY)

    assert refusal.value.__cause__.diag.constraint_name == "metrics_nobody_reviews_their_own_entry"
