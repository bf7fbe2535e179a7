"""What a figure of a period counts can be opened: the wall shows those pledges, and as many."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum

from pledges.models import Outturn, State, What
from pledges.pages.counted import Counted
from pledges.pages.filters import Filters
from pledges.pages.wall import count, wall
from pledges.tests.make import make_officer, make_pledge, make_verified
from stevenage_cwb.common.years import days_of_period

pytestmark = pytest.mark.django_db

YEAR_END = datetime(2026, 3, 31, 22, 59, tzinfo=UTC)  # 23:59 in summer time
PERIODS = ["2024-25", "2025-26", "2026-27", "2025-26-H2", "2025-26-Q4", "2026-27-Q1", "2025-26-M03", "2026-27-M04"]


@pytest.fixture
def pledged():
    """Pledges on both sides of a year's end, with a day and without, reported on and not."""
    one, two = make_officer("one"), make_officer("two")
    for at in (
        YEAR_END,
        YEAR_END + timedelta(minutes=1),
        YEAR_END - timedelta(days=365),
        YEAR_END - timedelta(days=366),
    ):
        make_pledge(state=State.APPROVED, published_at=at)
        for due_on in (date(2026, 3, 31), date(2026, 4, 1)):
            make_pledge(state=State.APPROVED, published_at=at, due_on=due_on)
    for delivered_on in (date(2026, 3, 31), date(2026, 4, 1)):
        pledge = make_pledge(state=State.APPROVED, published_at=YEAR_END, due_on=delivered_on)
        make_verified(pledge, one=one, other=two, delivered_on=delivered_on)
    make_pledge(state=State.NEW)


@pytest.mark.parametrize("what", What)
def test_the_wall_shows_as_many_as_the_months_say(pledged, what):
    shown, said = {}, {}
    for period in PERIODS:
        first, before = days_of_period(period)
        months = Outturn.objects.filter(what=what, month__gte=first, month__lt=before)
        said[period] = months.aggregate(Sum("pledges"))["pledges__sum"] or 0
        shown[period] = len(wall(filters=Filters(counted=f"{what}:{period}"), size=100).cards)
        assert count(Filters(counted=f"{what}:{period}")) == shown[period]

    assert shown == said


def test_several_counts_are_those_of_any(pledged):
    each = [count(Filters(counted=f"{what}:2025-26")) for what in (What.MADE, What.DUE)]
    both = count(Filters(counted="made,due:2025-26"))

    assert max(each) <= both <= sum(each)
    assert both > 0


@pytest.mark.parametrize(
    "asked",
    ["made", "made:", ":2025-26", "made:2025-27", "lost:2025-26", "made,:2025-26", "made:2025-26-Q5", "é:2025-26"],
)
def test_what_there_is_not_shows_nothing_and_says_so(pledged, client, asked):
    assert Counted.read(asked) is None
    assert count(Filters(counted=asked)) == 0
    assert "there is no" in client.get("/pledges/", {"counted": asked}).content.decode()


def test_the_page_says_what_is_counted_and_keeps_it_through_another_filter(pledged, client):
    page = client.get("/pledges/?counted=kept,partly:2025-26").content.decode()

    assert "Counted as: kept or partly kept in 2025-26" in page
    assert '<input type="hidden" name="counted" value="kept,partly:2025-26">' in page
