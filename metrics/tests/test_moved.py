"""A payment and a pledge lead to the figures that they are counted in, and to no other."""

from datetime import UTC, date, datetime

import pytest

from metrics.actions.computing import compute
from metrics.pages import moved
from metrics.tests.make import MONDAY, make_catalogue
from pledges.actions import reopen
from pledges.models import State
from pledges.tests.make import make_officer, make_pledge
from spending.models import AttributedPayment
from spending.tests.make_share import IN_2024, NAMES, WORKED, make_payments, make_spending

pytestmark = pytest.mark.django_db


@pytest.fixture
def spending():
    make_catalogue()
    make_spending(make_payments(WORKED))
    compute(at=MONDAY)


def payment(tier):
    return AttributedPayment.objects.get(payment__payee_raw=NAMES[tier]).pk


def codes(found, *, parts):
    """Return the codes of the metrics that a record is counted in: in what is counted, or only in what it is of."""
    return {each.address.split("/")[2] for each in found if each.is_part == parts}


@pytest.mark.parametrize(
    ("tier", "counted", "in_the_whole"),
    [
        ("T1", {"P01", "P02", "P03"}, {"P12"}),
        ("T2", {"P02", "P03"}, {"P01", "P12"}),
        ("T5", {"P03", "P12"}, {"P01", "P02"}),
        # Without a place it is of no share of what has one.
        ("U", set(), {"P03"}),
    ],
)
def test_a_payment_leads_to_the_shares_that_it_is_in(spending, tier, counted, in_the_whole):
    found = moved.by_payment(payment(tier))

    by_place = {"P01", "P02", "P03", "P12"}
    assert codes(found, parts=True) & by_place == counted
    assert codes(found, parts=False) & by_place == in_the_whole


def test_every_list_that_a_payment_leads_to_has_it_and_no_other_has(client, spending):
    number = payment("T2")

    for each in moved.by_payment(number):
        assert f"{each.name}" in client.get(each.address).content.decode()
    assert all("?year=2025-26" in each.address for each in moved.by_payment(number))


def test_a_payment_of_another_year_or_of_none_leads_to_no_figure_of_this_one(spending):
    make_spending(make_payments({"T1": 100}, pay_date=IN_2024))
    make_spending(make_payments({"T1": 100}, pay_date=None))
    compute(at=MONDAY)
    of_2024, undated = (
        AttributedPayment.objects.filter(payment__payee_raw=NAMES["T1"])
        .exclude(pay_date__gte=date(2025, 4, 1))
        .order_by("pay_date")
    )

    assert {each.year for each in moved.by_payment(of_2024.pk)} == {"2024 to 2025"}
    assert moved.by_payment(undated.pk) == []


def test_a_payment_that_is_not_public_leads_nowhere(spending):
    assert moved.by_payment(99_999_999) == []


def test_a_payment_costs_two_queries(spending, django_assert_num_queries):
    number = payment("T1")

    with django_assert_num_queries(2):
        moved.by_payment(number)


def test_a_pledge_is_counted_in_the_year_it_was_first_published_by_the_day_in_the_united_kingdom():
    make_catalogue()
    # Half an hour past midnight of 1 April, in British Summer Time.
    pledge = make_pledge(state=State.APPROVED, published_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    compute(at=MONDAY)

    found = moved.by_pledge(pledge.reference)

    assert [(each.address, each.is_part) for each in found if "/G01/" in each.address] == [
        ("/metrics/G01/?year=2026-27", True)
    ]


def test_a_pledge_that_was_taken_down_is_counted_nowhere():
    make_catalogue()
    pledge = make_pledge(state=State.APPROVED)
    compute(at=MONDAY)
    assert codes(moved.by_pledge(pledge.reference), parts=True) == {"G01"}

    reopen(pledge=pledge, message="A mistake", by=make_officer(group="Lead officer"), at=MONDAY)

    assert moved.by_pledge(pledge.reference) == []


def test_the_public_pages_of_both_say_where_they_are_counted(client, spending):
    pledge = make_pledge(state=State.APPROVED)
    compute(at=MONDAY)

    for address, metric in ((f"/spending/payments/{payment('T1')}/", "P01"), (pledge.get_absolute_url(), "G01")):
        page = client.get(address).content.decode()
        assert "It is counted in these measures" in page
        assert f'href="/metrics/{metric}/?year=' in page
