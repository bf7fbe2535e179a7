"""Reports on the officers' desk: entered, evidenced, verified by a second officer, taken back by a lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pledges import actions
from pledges.models import Delivery, State, Unit
from pledges.tests.make import MONDAY, make_officer, make_pledge, make_report, make_verified

pytestmark = pytest.mark.django_db

WRONG, CONFLICT, FORBIDDEN = 422, 409, 403
SAID = {"outcome": "kept", "quantity": "12", "delivered_on_0": "3", "delivered_on_1": "5", "delivered_on_2": "2026"}


@pytest.fixture
def one():
    return make_officer("one")


@pytest.fixture
def other():
    return make_officer("other")


@pytest.fixture
def delivery():
    return make_report(make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=1200))


def page_of(delivery):
    return reverse("admin:pledges_delivery_change", args=[delivery.pk])


def press(client, officer, delivery, act, **typed):
    client.force_login(officer)
    return client.post(page_of(delivery), {"act": act, **typed})


def on_the_index(client, officer):
    client.force_login(officer)
    return client.get(reverse("admin:index")).content.decode()


def test_an_officer_enters_a_report_for_somebody(client, one):
    pledge = make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=1200)
    client.force_login(one)
    desk = client.get(reverse("admin:pledges_pledge_change", args=[pledge.pk])).content.decode()
    address = f"{reverse('admin:pledges_delivery_add')}?pledge={pledge.pk}"
    assert address in desk

    assert client.post(address, {**SAID, "quantity": ""}).status_code == WRONG
    client.post(address, SAID)

    delivery = Delivery.objects.get()
    assert (delivery.pledge, delivery.entered_by, delivery.quantity_hundredths) == (pledge, one, 1200)
    desk = client.get(reverse("admin:pledges_pledge_change", args=[pledge.pk])).content.decode()
    assert "Waits for evidence: kept on 3 May 2026, 12 hours" in desk


def test_a_second_report_is_not_entered_while_one_waits(client, one, delivery):
    client.force_login(one)

    page = client.post(f"{reverse('admin:pledges_delivery_add')}?pledge={delivery.pledge_id}", SAID, follow=True)

    assert "a report waits already" in page.content.decode()
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("pledge", ["", "x", "999999", "9" * 30])
def test_a_report_is_entered_for_a_pledge_that_is_there(client, one, pledge):
    client.force_login(one)

    assert client.get(f"{reverse('admin:pledges_delivery_add')}?pledge={pledge}").status_code == 404


def test_one_officer_accepts_evidence_and_another_verifies(client, one, other, delivery):
    press(client, one, delivery, "evidence", grade="A", evidence="File 7")
    delivery.refresh_from_db()
    assert (delivery.grade, delivery.evidence, delivery.evidenced_by) == ("A", "File 7", one)
    assert "another officer goes on with it" in client.get(page_of(delivery)).content.decode()
    assert press(client, one, delivery, "verify").status_code == CONFLICT

    press(client, other, delivery, "verify")

    delivery.refresh_from_db()
    assert delivery.verified_by == other
    assert "nothing for you to do" in client.get(page_of(delivery)).content.decode()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"evidence": "File 7"}, "Choose how good the evidence is"),
        ({"grade": "E", "evidence": "File 7"}, "Choose how good the evidence is from the list"),
        ({"grade": "A"}, "Say what the evidence is, and where it is kept"),
    ],
)
def test_evidence_is_said_in_full(client, one, delivery, typed, error):
    page = press(client, one, delivery, "evidence", **typed)

    assert page.status_code == WRONG
    assert error in page.content.decode()
    assert Delivery.objects.without_evidence().exists()


def test_much_is_not_offered_on_anybodys_word(client, one):
    much = make_report(make_pledge(state=State.APPROVED, unit=Unit.POUNDS, quantity_hundredths=1_000_01))

    assert press(client, one, much, "evidence", grade="D", evidence="As I heard").status_code == WRONG
    press(client, one, much, "evidence", grade="A", evidence="Invoices")

    assert Delivery.objects.to_be_verified().exists()


def test_an_officer_who_comes_second_is_told_so(client, one, other, delivery):
    actions.accept_evidence(delivery=delivery, grade="A", evidence="File 7", by=other, at=MONDAY)

    page = press(client, one, delivery, "evidence", grade="B", evidence="The register")

    assert page.status_code == CONFLICT
    assert "another officer has handled it" in page.content.decode()
    delivery.refresh_from_db()
    assert delivery.grade == "A"


def test_a_lead_takes_a_report_back_with_the_reason(client, one, other, delivery):
    lead = make_officer("lead", group="Lead officer")
    assert press(client, one, delivery, "take_back", why="Wrong").status_code == FORBIDDEN
    assert press(client, lead, delivery, "take_back", why="").status_code == WRONG

    press(client, lead, delivery, "take_back", why="It was of another year")

    delivery.refresh_from_db()
    assert (delivery.taken_back_by, delivery.taken_back_why) == (lead, "It was of another year")
    assert "It was of another year" in client.get(page_of(delivery)).content.decode()


@pytest.mark.parametrize("act", ["evidence", "verify", "take_back", "delete", ""])
def test_a_viewer_reads_reports_and_does_nothing_with_them(client, delivery, act):
    viewer = make_officer("viewer", group="Viewer")

    assert press(client, viewer, delivery, act, grade="A", evidence="x", why="x").status_code == FORBIDDEN
    assert client.get(page_of(delivery)).status_code == 200
    assert client.get(f"{reverse('admin:pledges_delivery_add')}?pledge={delivery.pledge_id}").status_code == FORBIDDEN


def test_the_desk_counts_the_reports_that_wait_and_lists_them(client, one, other, delivery):
    verified = make_verified(one=one, other=other)

    assert "<b>1</b> report to check" in on_the_index(client, one)
    assert "to check" not in on_the_index(client, make_officer("viewer", group="Viewer"))
    client.force_login(one)
    for state, expected in {
        "waiting": [delivery],
        "evidence": [delivery],
        "verify": [],
        "verified": [verified],
    }.items():
        page = client.get(f"{reverse('admin:pledges_delivery_changelist')}?state={state}")
        assert list(page.context["cl"].queryset) == expected


def test_the_list_of_reports_costs_the_same_for_one_and_for_many(client, one, delivery):
    address = reverse("admin:pledges_delivery_changelist")
    client.force_login(one)
    client.get(address)  # the first page ever reads what later ones remember
    costs = []

    for more in (0, 6):
        for _ in range(more):
            make_report()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert Delivery.objects.count() == 7
