"""Decisions through the officers' pages: what each does, and what none may do."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client

from pledges import actions
from pledges.models import Contact, ContactViewing, Decision, Pledge, State
from pledges.tests.make import MONDAY, make_officer, make_pledge, reason
from stevenage_cwb.common.models import AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db

LANE = "/admin/pledges/pledge/"


@pytest.fixture
def officer(client: Client) -> User:
    officer = make_officer(first_name="Olive", last_name="Officer", email="olive@council.example.org")
    client.force_login(officer)
    return officer


@pytest.fixture
def colleague() -> User:
    return make_officer("colleague", first_name="Cole", last_name="League")


def page_of(pledge: Pledge, query: str = "") -> str:
    return f"{LANE}{pledge.pk}/change/{query}"


def now(pledge: Pledge) -> Pledge:
    return Pledge.objects.get(pk=pledge.pk)


ACTS = {
    "approve": ({}, State.APPROVED),
    "refuse": ({"message": "Say what you will do."}, State.REFUSED),
    "changes": ({"unlock": ["text", "due_on"], "message": "Please say when."}, State.CHANGES),
    "spam": ({}, State.SPAM),
}


def filled_in(act: str, pledge: Pledge, **fields: object) -> dict[str, object]:
    more = {"reason": reason().pk} if act == "refuse" else {}
    return {"act": act, "version": pledge.version, **ACTS[act][0], **more, **fields}


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_moves_the_pledge_and_says_who_decided(client, officer, act):
    pledge = make_pledge()

    client.post(page_of(pledge), filled_in(act, pledge))

    decision = Decision.objects.get()
    assert now(pledge).state == ACTS[act][1]
    assert (decision.decided_by, decision.decided_by_name) == (officer, "Olive Officer")


@pytest.mark.parametrize(("act", "letters"), [("approve", 1), ("refuse", 1), ("changes", 1), ("spam", 0)])
def test_the_pledger_is_told_unless_it_is_spam(client, officer, act, letters):
    pledge = make_pledge()

    client.post(page_of(pledge), filled_in(act, pledge))

    assert OutboxMessage.objects.filter(about=pledge.reference).count() == letters


def test_only_the_ticked_things_can_be_changed(client, officer):
    pledge = make_pledge()

    client.post(page_of(pledge), filled_in("changes", pledge))

    assert Decision.objects.get().fields == ["text", "due_on"]


@pytest.mark.parametrize(
    ("act", "left_out", "message"),
    [
        ("refuse", "reason", "Choose a reason"),
        ("changes", "unlock", "Tick at least one thing to change"),
        ("changes", "message", "Say what should change, and why"),
    ],
)
def test_a_decision_without_its_words_is_sent_back_with_what_was_typed(client, officer, act, left_out, message):
    pledge = make_pledge()
    answers = filled_in(act, pledge, message="Kept as typed")
    del answers[left_out]

    response = client.post(page_of(pledge), answers)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert left_out == "message" or "Kept as typed" in response.content.decode()
    assert now(pledge).state == State.NEW


def test_a_paper_pledge_cannot_be_sent_back_to_somebody_without_an_address(client, officer):
    pledge = make_pledge(email="")

    page = client.get(page_of(pledge)).content.decode()

    assert 'value="changes"' not in page
    assert "There is no e-mail address" in page


# -- what follows a decision ------------------------------------------------------------


def test_the_next_pledge_comes_with_the_filter_kept_and_held(client, officer):
    first, second = (make_pledge(submitted_at=MONDAY + timedelta(hours=n)) for n in range(2))
    make_pledge(submitted_at=MONDAY + timedelta(minutes=30), foundation_id="climate")
    query = "?lane=new&foundation=training"

    response = client.post(page_of(first, query), filled_in("approve", first))

    assert response.headers["Location"] == page_of(second, query)
    assert now(second).claimed_by == officer


def test_what_a_colleague_holds_is_passed_over(client, officer, colleague):
    first, held, third = (make_pledge(submitted_at=MONDAY + timedelta(hours=n)) for n in range(3))
    with time_machine.travel(MONDAY, tick=False):
        actions.claim(pledge=held, by=colleague, at=MONDAY)
        client.force_login(officer)

        response = client.post(page_of(first), filled_in("approve", first))

    assert response.headers["Location"] == page_of(third, "?lane=new")


def test_after_the_last_one_the_lane_is_shown(client, officer):
    pledge = make_pledge()

    response = client.post(page_of(pledge), filled_in("approve", pledge))

    assert response.headers["Location"] == f"{LANE}?lane=new"


def test_the_last_in_the_lane_leads_round_to_the_first(client, officer):
    first, last = (make_pledge(submitted_at=MONDAY + timedelta(hours=n)) for n in range(2))

    response = client.post(page_of(last), filled_in("spam", last))

    assert response.headers["Location"] == page_of(first, "?lane=new")


def test_looking_changes_nothing(client, officer):
    pledge = make_pledge()
    before = (AuditEvent.objects.count(), now(pledge).version)

    for address in (page_of(pledge), LANE, f"{LANE}?q=shop", "/admin/"):
        assert client.get(address).status_code == 200

    assert (AuditEvent.objects.count(), now(pledge).version) == before
    assert now(pledge).claimed_by is None
    assert not ContactViewing.objects.exists()


# -- two officers -----------------------------------------------------------------------


def test_a_stale_save_is_refused_and_shows_the_other_persons_change(client, officer):
    pledge = make_pledge(text="shop locally")
    Pledge.objects.filter(pk=pledge.pk).update(text="shop locally on Saturdays")

    response = client.post(page_of(pledge), filled_in("refuse", pledge, message="My careful words"))
    page = response.content.decode()

    assert response.status_code == 409
    assert "has changed since you opened it" in page
    assert "<ins>on Saturdays</ins>" in page
    assert page.count("My careful words") == 2  # in the notice, and still in the form
    assert now(pledge).state == State.NEW


def test_after_a_stale_save_the_same_decision_can_be_made_again(client, officer):
    pledge = make_pledge()
    Pledge.objects.filter(pk=pledge.pk).update(text="shop locally on Saturdays")
    page = client.post(page_of(pledge), filled_in("refuse", pledge)).content.decode()

    assert '<input type="hidden" name="version" value="2">' in page
    client.post(page_of(pledge), filled_in("refuse", now(pledge)))

    assert now(pledge).state == State.REFUSED


def test_what_a_colleague_decided_first_stays_decided(client, officer, colleague):
    pledge = make_pledge()
    actions.approve(pledge=Pledge.objects.get(pk=pledge.pk), by=colleague, at=MONDAY)

    response = client.post(page_of(pledge), filled_in("refuse", pledge, message="Not this"))

    assert response.status_code == 409
    assert "Not this" in response.content.decode()
    assert now(pledge).state == State.APPROVED


def test_a_claim_does_not_make_another_page_stale(client, officer):
    pledge = make_pledge()
    client.post(page_of(pledge), {"act": "claim"})
    client.post(page_of(pledge), {"act": "release"})

    client.post(page_of(pledge), filled_in("approve", pledge))

    assert now(pledge).state == State.APPROVED


def test_a_claim_holds_for_half_an_hour_and_says_until_when(client, officer, colleague):
    pledge = make_pledge()
    with time_machine.travel(MONDAY, tick=False) as clock:
        actions.claim(pledge=pledge, by=colleague, at=MONDAY)
        client.force_login(officer)

        held = client.get(page_of(pledge)).content.decode()
        refused = client.post(page_of(pledge), filled_in("approve", pledge))
        clock.shift(timedelta(minutes=30))
        client.force_login(officer)
        client.post(page_of(pledge), filled_in("approve", pledge))

    assert "Cole League holds this pledge until 09:30" in held
    assert 'value="approve"' not in held
    assert refused.status_code == 409
    assert now(pledge).state == State.APPROVED


# -- who may ----------------------------------------------------------------------------


@pytest.mark.parametrize("whose", [{"entered_by": True}, {"email": "OLIVE@council.example.org"}])
def test_an_own_pledge_is_refused_by_the_page_and_by_the_database(client, officer, whose):
    if "entered_by" in whose:
        whose = {"entered_by": officer}
    pledge = make_pledge(**whose)

    page = client.get(page_of(pledge)).content.decode()
    response = client.post(page_of(pledge), filled_in("approve", pledge))

    assert "another officer decides on it" in page
    assert 'value="approve"' not in page
    assert response.status_code == 409
    assert now(pledge).state == State.NEW
    with pytest.raises(IntegrityError, match="own pledge"), transaction.atomic(), connection.cursor() as raw:
        raw.execute(
            "INSERT INTO pledges_decision (pledge_id, outcome, message, fields, decided_by_id, decided_by_name, at)"
            " VALUES (%s, 'approved', '', '{}', %s, 'x', now())",
            [pledge.pk, officer.pk],
        )


def test_a_viewer_sees_no_buttons_and_cannot_decide(client):
    client.force_login(make_officer("viewer", group="Viewer"))
    pledge = make_pledge()

    pages = [client.get(address).content.decode() for address in (page_of(pledge), LANE)]

    assert not [page for page in pages if 'name="act"' in page]
    for act in (*ACTS, "reopen", "claim", "release", "contact", "nonsense"):
        assert client.post(page_of(pledge), {"act": act, "version": 1}).status_code == 403
    assert client.post(LANE, {"act": "approve", "pledge": f"{pledge.pk}:1"}).status_code == 403
    assert now(pledge).state == State.NEW


def test_only_a_lead_officer_reopens(client, officer, colleague):
    pledge = make_pledge()
    actions.refuse(pledge=pledge, reason=reason(), by=colleague, at=MONDAY)
    answers = {"act": "reopen", "version": pledge.version, "message": "Refused by mistake"}

    assert client.post(page_of(pledge), answers).status_code == 403
    client.force_login(make_officer("lead", group="Lead officer"))
    client.post(page_of(pledge), answers)

    assert now(pledge).state == State.NEW


@pytest.mark.parametrize("address", [LANE, "/admin/pledges/pledge/1/change/", "/admin/pledges/pledge/add/"])
def test_nobody_comes_in_without_signing_in(client, address):
    assert client.get(address).headers["Location"] == f"/admin/login/?next={address}"


@pytest.mark.parametrize("key", ["0", "99999999999999999999999", "1x", "²"])
def test_a_pledge_that_is_not_there_is_not_found(client, officer, key):
    assert client.get(f"{LANE}{key}/change/").status_code == 404


# -- contact details --------------------------------------------------------------------


def test_contact_details_are_hidden_until_shown_and_the_showing_is_recorded(client, officer):
    pledge = make_pledge(email="secret@example.org")

    before = client.get(page_of(pledge)).content
    shown = client.post(page_of(pledge), {"act": "contact"})
    after = client.get(page_of(pledge)).content

    assert b"secret@example.org" in shown.content
    assert b"secret@example.org" not in before + after
    assert "no-store" in shown.headers["Cache-Control"]
    assert ContactViewing.objects.get().by == officer
    assert "Looked at the contact details" in after.decode()


def test_deleted_contact_details_are_said_to_be_deleted(client, officer):
    pledge = make_pledge()
    Contact.objects.all().delete()

    page = client.post(page_of(pledge), {"act": "contact"}).content.decode()

    assert "they have been deleted" in page
    assert not ContactViewing.objects.exists()
