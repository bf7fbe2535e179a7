"""One decision on many pledges: as single ones, one by one, with a report of each that could not be decided."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from pledges import actions
from pledges.models import Decision, Pledge, State
from pledges.tests.make import MONDAY, make_officer, make_pledge, reason
from stevenage_cwb.common.models import AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db

LANE = "/admin/pledges/pledge/"


@pytest.fixture
def officer(client: Client) -> User:
    officer = make_officer()
    client.force_login(officer)
    return officer


def ticked(*pledges: Pledge) -> list[str]:
    return [f"{pledge.pk}:{pledge.version}" for pledge in pledges]


def confirmed(act: str, *pledges: Pledge, **more: object) -> dict[str, object]:
    if act == "refuse":
        more = {"reason": reason().pk, "message": "Say what you will do.", **more}
    return {"act": act, "confirmed": "yes", "pledge": ticked(*pledges), **more}


def sentences(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def trace(pledge: Pledge) -> tuple[object, ...]:
    """Return all that a decision leaves behind, without what differs from pledge to pledge."""
    now = Pledge.objects.get(pk=pledge.pk)
    return (
        now.state,
        now.version,
        list(now.decisions.values_list("outcome", "reason", "message", "decided_by_name")),
        [
            body.replace(now.reference, "X")
            for body in OutboxMessage.objects.filter(about=now.reference).values_list("body", flat=True)
        ],
        list(
            AuditEvent.objects.filter(table_name="pledges_pledge", row_key=str(now.pk)).values_list(
                "act", "actor", "after__state"
            )
        ),
    )


@pytest.mark.parametrize("act", ["approve", "refuse", "spam"])
def test_bulk_leaves_behind_exactly_what_a_single_decision_does(client, officer, act):
    single, one, other = (make_pledge() for _ in range(3))

    client.post(f"{LANE}{single.pk}/change/", {**confirmed(act), "act": act, "version": 1})
    Pledge.objects.update(claimed_by=None, claimed_at=None)  # the page went on to the next one
    client.post(LANE, confirmed(act, one, other))

    traces = [without_claims(trace(pledge)) for pledge in (single, one, other)]
    assert traces[0] == traces[1] == traces[2]
    assert traces[0][0] != State.NEW


def without_claims(left: tuple) -> tuple:
    *rest, events = left
    return (*rest, [event for event in events if event[0] == "created" or event[2]])


def test_nothing_is_done_before_it_is_confirmed_and_each_pledge_is_named(client, officer):
    pledges = [make_pledge(text=f"plant tree {number}") for number in range(2)]

    page = client.post(LANE, {"act": "approve", "pledge": ticked(*pledges)}).content.decode()

    assert all(pledge.reference in page and pledge.text in page for pledge in pledges)
    assert not Decision.objects.exists()


def test_each_pledge_that_could_not_be_decided_is_reported_with_the_reason(client, officer):
    good, done, held, own, stale = (make_pledge() for _ in range(5))
    colleague = make_officer("colleague")
    Pledge.objects.filter(pk=own.pk).update(entered_by=officer)
    answers = confirmed("approve", good, Pledge.objects.get(pk=done.pk), held, own, stale)
    actions.refuse(pledge=done, reason=reason(), by=colleague, at=MONDAY)
    answers["pledge"][1] = ticked(done)[0]  # type: ignore[index]
    client.post(f"{LANE}{held.pk}/change/", {"act": "claim"})
    Pledge.objects.filter(pk=held.pk).update(claimed_by=colleague)
    Pledge.objects.filter(pk=stale.pk).update(text="something else")

    said = sentences(client.post(LANE, answers))

    assert said == [
        f"{done.reference} is not waiting for this decision.",
        f"{held.reference} is held by another officer.",
        f"{own.reference} is your own pledge, or you entered it: another officer decides on it.",
        f"{stale.reference} has changed since you opened it.",
        "Approve: 1 of 5 done.",
    ]
    assert list(Pledge.objects.filter(state=State.APPROVED)) == [Pledge.objects.get(pk=good.pk)]


def test_a_refusal_of_many_needs_a_reason(client, officer):
    pledge = make_pledge()

    response = client.post(LANE, confirmed("refuse", pledge, reason="", message="Kept as typed"))

    assert response.status_code == 422
    assert "Choose a reason" in response.content.decode()
    assert "Kept as typed" in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("ticks", [[], ["x"], ["1"], ["-1:1"], ["9" * 40 + ":1"]])
def test_without_a_tick_the_lane_asks_for_one(client, officer, ticks):
    assert sentences(client.post(LANE, {"act": "approve", "pledge": ticks})) == ["Tick at least one pledge"]


def test_the_lane_and_its_filter_are_kept(client, officer):
    pledge = make_pledge()

    response = client.post(f"{LANE}?lane=new&foundation=training", confirmed("spam", pledge))

    assert response.headers["Location"] == f"{LANE}?lane=new&foundation=training"


@pytest.mark.parametrize("act", ["changes", "reopen", "nonsense", ""])
def test_what_needs_a_look_at_each_is_not_done_in_bulk(client, officer, act):
    assert client.post(LANE, confirmed(act, make_pledge())).status_code == 403
