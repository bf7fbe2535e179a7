"""What a year's pledges came to: the counts that are kept are the counts of the rows, and what each of them means."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pledges import actions
from pledges.models import Delivery, Kept, Outturn, Pledge, Stage, State, Unit
from pledges.pages.deliveries import memorandum, months_before
from pledges.tests.make import MONDAY, make_officer, make_pledge, make_report, make_verified
from stevenage_cwb.common.years import day_of

pytestmark = pytest.mark.django_db

HERE = "bedwell-and-pin-green"
MARCH_31 = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
NEXT_YEAR = date(2027, 4, 1)


def published(**fields):
    return make_pledge(state=State.APPROVED, **fields)


def of_year(year_starting, *, on=NEXT_YEAR, neighbourhood=None):
    return memorandum(neighbourhood=neighbourhood, year_starting=year_starting, on=on)


@pytest.fixture
def two():
    return {"one": make_officer("one"), "other": make_officer("other")}


def test_a_year_without_pledges_is_all_noughts():
    page = of_year(2026)

    assert (page.made, page.kept, page.reviewed, page.due, page.responded, page.open, page.lapsed) == (0,) * 7
    assert page.amounts == ()


@pytest.mark.parametrize(
    ("first_published_at", "year_starting"),
    [
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), 2025),
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), 2026),  # midnight of 1 April in summer time
        (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), 2026),
    ],
)
def test_a_pledge_is_made_in_the_year_it_was_first_published(first_published_at, year_starting):
    published(published_at=first_published_at)

    assert {year: of_year(year).made for year in (2025, 2026)} == {2025: 0, 2026: 0} | {year_starting: 1}


def test_kept_and_not_kept_are_of_the_day_that_was_verified(two):
    make_verified(published(unit=Unit.HOURS, quantity_hundredths=1250), **two, at=MARCH_31)
    make_verified(published(unit=Unit.HOURS, quantity_hundredths=750), **two, at=MARCH_31)
    make_verified(published(unit=Unit.POUNDS, quantity_hundredths=5050), **two, at=MARCH_31, outcome=Kept.PARTLY)
    make_verified(published(), **two, outcome=Kept.NOT_KEPT)
    make_report(published())

    page = of_year(2025)
    assert (page.kept, page.partly, page.not_kept, page.reviewed) == (2, 1, 0, 3)
    assert [(amount.outcome, amount.said) for amount in page.amounts] == [("kept", "20 hours"), ("partly", "£50.50")]
    assert (of_year(2026).not_kept, of_year(2026).reviewed) == (1, 1)


@pytest.mark.parametrize(
    ("due_on", "on", "expected"),
    [  # due, open, lapsed
        (date(2026, 11, 30), date(2026, 11, 30), (0, 0, 0)),
        (date(2026, 11, 30), date(2026, 12, 1), (1, 1, 0)),
        (date(2026, 11, 1), date(2027, 2, 28), (1, 1, 0)),
        (date(2026, 11, 30), date(2027, 3, 1), (1, 0, 1)),
        (date(2027, 4, 1), date(2028, 1, 1), (0, 0, 0)),  # of the next year
        (None, date(2028, 1, 1), (0, 0, 0)),  # a year after 16 November 2026
    ],
)
def test_a_pledge_is_due_when_its_month_is_over_and_lapses_three_months_later(due_on, on, expected):
    published(due_on=due_on)

    page = of_year(2026, on=on)
    assert (page.due, page.open, page.lapsed) == expected
    assert page.responded == 0


def test_a_pledge_without_a_day_is_due_a_year_after_it_was_first_published():
    published()

    assert of_year(2027, on=date(2027, 11, 30)).due == 0
    assert of_year(2027, on=date(2027, 12, 1)).due == 1


def test_due_is_what_was_answered_and_what_is_open_and_what_lapsed(two):
    day = MONDAY.date()
    for due_on in (day, day, day - timedelta(days=150), day - timedelta(days=150)):
        published(due_on=due_on)
    make_report(published(due_on=day))
    make_verified(published(due_on=day), **two)
    taken_back = make_report(published(due_on=day))
    actions.take_back(delivery=taken_back, why="A mistake", by=two["one"], at=MONDAY)

    page = of_year(2026, on=date(2026, 12, 1))
    assert (page.due, page.responded, page.open, page.lapsed) == (7, 2, 3, 2)
    assert page.due == page.responded + page.open + page.lapsed


def test_the_neighbourhoods_and_those_of_none_add_up_to_the_borough(two):
    make_verified(published(neighbourhood_id=HERE), **two)
    make_verified(published(), **two)

    parts = [of_year(2026, neighbourhood=code) for code in (HERE, "")]
    assert [page.kept for page in parts] == [1, 1]
    assert of_year(2026).kept == sum(page.kept for page in parts)


def test_a_pledge_that_is_taken_down_leaves_its_years(two):
    delivery = make_verified(published(), **two)

    actions.reopen(pledge=delivery.pledge, message="Again", by=two["one"], at=MONDAY)

    assert (of_year(2026).made, of_year(2026).kept, of_year(2027, on=date(2028, 4, 1)).due) == (0, 0, 0)


def test_a_memorandum_costs_one_query(two, django_assert_num_queries):
    make_verified(published(), **two)

    with django_assert_num_queries(1):
        of_year(2026)


@pytest.mark.parametrize(
    ("first", "months", "before"),
    [
        (date(2026, 12, 1), 3, date(2026, 9, 1)),
        (date(2026, 3, 1), 3, date(2025, 12, 1)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(2026, 6, 1), 18, date(2024, 12, 1)),
    ],
)
def test_months_are_counted_back_over_the_turn_of_the_year(first, months, before):
    assert months_before(first, months) == before


# -- proved equal to the rows ------------------------------------------------------------


def live():
    """Count the rows in another way than the database's triggers do."""
    counts: Counter[tuple[date, str, str, str]] = Counter()
    sums: Counter[tuple[date, str, str, str]] = Counter()
    verified = {delivery.pledge_id: delivery for delivery in Delivery.objects.verified()}
    standing = set(Delivery.objects.standing().values_list("pledge", flat=True))
    for pledge in Pledge.objects.published():
        due_on = pledge.due_on or day_of(pledge.first_published_at + timedelta(days=365))
        facts = [("made", day_of(pledge.first_published_at), "", 0), ("due", due_on, "", 0)]
        facts += [("answered", due_on, "", 0)] if pledge.pk in standing else []
        if delivery := verified.get(pledge.pk):
            amount = delivery.quantity_hundredths or 0
            facts.append((delivery.outcome, delivery.delivered_on, delivery.unit or "", amount))
        for what, day, unit, hundredths in facts:
            key = (day.replace(day=1), pledge.neighbourhood_id or "", what, unit)
            counts[key] += 1
            sums[key] += hundredths
    return {key: (count, sums[key]) for key, count in counts.items()}


def kept():
    rows = Outturn.objects.exclude(pledges=0, hundredths=0)
    return {(row.month, row.neighbourhood, row.what, row.unit): (row.pledges, row.hundredths) for row in rows}


def report(pledge, outcome):
    make_report(pledge, outcome=outcome, quantity_hundredths=None if pledge.unit is None else 650)


def move(pledge):
    Pledge.objects.filter(pk=pledge.pk).update(place="neighbourhood", neighbourhood_id=HERE)


def make_due(pledge):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pledges_pledge SET due_on = '2026-02-28'")


def newest(pledge):
    return Delivery.objects.standing().filter(pledge=pledge).order_by("-pk").first() or Delivery(pledge=pledge)


def accept(pledge):
    actions.accept_evidence(delivery=newest(pledge), grade="A", evidence="File 7", by=officer("one"), at=MONDAY)


def officer(name):
    return User.objects.get(username=name)


ACTS = {
    "report": lambda pledge: report(pledge, Kept.KEPT),
    "partly": lambda pledge: report(pledge, Kept.PARTLY),
    "evidence": accept,
    "verify": lambda pledge: actions.verify(delivery=newest(pledge), by=officer("other"), at=MONDAY),
    "take back": lambda pledge: actions.take_back(delivery=newest(pledge), why="No", by=officer("one"), at=MONDAY),
    "reopen": lambda pledge: actions.reopen(pledge=pledge, message="No", by=officer("one"), at=MONDAY),
    "approve": lambda pledge: actions.approve(pledge=pledge, by=officer("one"), at=MONDAY),
    "move": move,
    "due": make_due,
}


class TestOutturns(TestCase):
    """The counts that are kept are those of the rows, whatever happened and in whatever order."""

    @settings(deadline=None, max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(sorted(ACTS))), max_size=25))
    def test_outturns_always_equal_a_live_count(self, acts):
        for name in ("one", "other"):
            make_officer(name)
        pledges = [published(unit=Unit.HOURS, quantity_hundredths=700), published(due_on=date(2026, 8, 1))]

        for number, act in acts:
            pledges[number].refresh_from_db()
            # What cannot be done in this state is not done.
            with suppress(actions.AlreadyHandled, actions.NotPublished, actions.ReportWaits):
                ACTS[act](pledges[number])

        assert kept() == live()
        assert all(is_shown_right(pledge) for pledge in Pledge.objects.all())


def is_shown_right(pledge):
    """Tell whether a pledge shows its verified report, or else the one that waits."""
    counting = Delivery.objects.standing().filter(pledge=pledge).order_by("verified_at").first()
    if counting is None:
        return pledge.delivery == Stage.NONE and pledge.delivered_on is None
    stage = counting.outcome if counting.verified_at else "evidenced" if counting.evidenced_at else "said"
    return (pledge.delivery, pledge.outcome, pledge.delivered_on) == (stage, counting.outcome, counting.delivered_on)
