"""The audit history and the e-mails on the desk, and the demonstration's page of e-mails."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from pledges import actions
from pledges.models import Pledge
from pledges.tests.make import MONDAY, make_officer, make_pledge
from stevenage_cwb.common import audit, outbox
from stevenage_cwb.common.admin import NewestPaginator
from stevenage_cwb.common.models import AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db

HISTORY, LETTERS = "/admin/common/auditevent/", "/admin/common/outboxmessage/"


@pytest.fixture
def lead(client: Client) -> User:
    lead = make_officer("lead", group="Lead officer", first_name="Leo")
    client.force_login(lead)
    return lead


def put(reference: str = "CWB-2345-679C", **fields: object) -> OutboxMessage:
    outbox.put(
        **{
            "about": reference,
            "circumstance": "confirm",
            "to": "secret@example.org",
            "subject": "Confirm",
            "body": "Open https://example.org/confirm/1 <script>x</script>",
            "at": MONDAY,
            **fields,
        }
    )
    return OutboxMessage.objects.get(about=reference)


# -- the audit history ------------------------------------------------------------------


def through_a_page(client: Client, pledge: Pledge) -> None:
    client.post(f"/admin/pledges/pledge/{pledge.pk}/change/", {"act": "spam", "version": 1})


def in_bulk(client: Client, pledge: Pledge) -> None:
    client.post("/admin/pledges/pledge/", {"act": "spam", "confirmed": "yes", "pledge": f"{pledge.pk}:1"})


def in_the_shell(client: Client, pledge: Pledge) -> None:
    with audit.acting("lead"):
        Pledge.objects.filter(pk=pledge.pk).update(state="spam")


def by_raw_sql(client: Client, pledge: Pledge) -> None:
    with audit.acting("lead"), connection.cursor() as raw:
        raw.execute("UPDATE pledges_pledge SET state = 'spam' WHERE id = %s", [pledge.pk])


@pytest.mark.parametrize("way", [through_a_page, in_bulk, in_the_shell, by_raw_sql])
def test_every_way_of_changing_a_pledge_is_recorded_with_who_and_before_and_after(client, lead, way):
    pledge = make_pledge()

    way(client, pledge)

    event = AuditEvent.objects.filter(table_name="pledges_pledge", act="changed").latest("pk")
    assert (event.actor, event.row_key) == ("lead", str(pledge.pk))
    assert (event.before["state"], event.after["state"]) == ("new", "spam")


def test_a_change_by_nobody_signed_in_says_which_database_user_it_was(client, lead):
    pledge = make_pledge()
    Pledge.objects.filter(pk=pledge.pk).update(text="something else")

    page = client.get(f"{HISTORY}?table=pledges_pledge&q={pledge.pk}").content.decode()

    assert "nobody signed in (" in page
    assert "text: shop locally → something else" in page


@pytest.mark.parametrize(
    "query", ["", "?table=pledges_pledge", "?officer=lead", "?q=1", "?table=nonsense", "?p=99999", "?at__gte=x"]
)
def test_the_history_can_be_filtered_and_never_breaks(client, lead, query):
    make_pledge()

    assert client.get(HISTORY + query).status_code in (200, 302)


def test_the_history_finds_the_changes_of_one_officer(client, lead):
    mine, other = make_pledge(), make_pledge()
    through_a_page(client, mine)
    Pledge.objects.filter(pk=other.pk).update(text="something else")

    page = client.get(f"{HISTORY}?officer=lead").content.decode()

    assert "state: new → spam" in page
    assert "something else" not in page


def test_leafing_stops_before_it_costs_too_much(monkeypatch):
    monkeypatch.setattr("stevenage_cwb.common.admin.LEAFED_ROWS", 3)
    for _ in range(2):
        make_pledge()

    assert NewestPaginator(AuditEvent.objects.order_by("-pk"), 2).num_pages == 2


@pytest.mark.parametrize("address", [HISTORY, LETTERS])
def test_records_are_not_added_changed_or_deleted_on_the_desk(client, lead, address):
    make_pledge()
    put()
    row = (AuditEvent if address == HISTORY else OutboxMessage).objects.latest("pk")

    assert client.get(f"{address}add/").status_code == 403
    assert client.get(f"{address}{row.pk}/change/").status_code == 200
    assert client.post(f"{address}{row.pk}/change/", {}).status_code == 403
    assert client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_contact_details_are_nowhere_in_history_or_log(client, lead):
    pledge = make_pledge(email="secret@example.org")
    client.post(f"/admin/pledges/pledge/{pledge.pk}/change/", {"act": "contact"})
    actions.approve(pledge=pledge, by=lead, at=MONDAY)

    recorded = f"{list(AuditEvent.objects.values())} {list(LogEntry.objects.values())}"

    assert "secret@example.org" not in recorded + client.get(HISTORY).content.decode()


# -- e-mails ----------------------------------------------------------------------------


def test_the_list_of_e_mails_shows_neither_address_nor_text(client, lead):
    letter = put()

    pages = client.get(LETTERS).content + client.get(f"{LETTERS}{letter.pk}/change/").content

    assert b"CWB-2345-679C" in pages
    assert b"secret@example.org" not in pages
    assert b"example.org/confirm" not in pages


def test_what_was_given_up_is_shown_first_thing_and_can_be_tried_again(client, lead):
    letter = put()
    OutboxMessage.objects.update(given_up_at=MONDAY + timedelta(days=1), next_attempt_at=None)
    assert "1 e-mail could not be delivered" in " ".join(client.get("/admin/").content.decode().split()).replace(
        "</a>", ""
    )

    client.post(LETTERS, {"action": "try_again", "_selected_action": letter.pk})

    letter.refresh_from_db()
    assert letter.given_up_at is None
    assert letter.next_attempt_at is not None


def test_a_forgotten_e_mail_is_not_tried_again(client, lead):
    letter = put()
    outbox.forget(about=letter.about, at=MONDAY)

    client.post(LETTERS, {"action": "try_again", "_selected_action": letter.pk})

    letter.refresh_from_db()
    assert letter.next_attempt_at is None


def test_a_moderator_does_not_see_the_e_mails(client):
    client.force_login(make_officer())

    assert client.get(LETTERS).status_code == 403


# -- the demonstration's page -----------------------------------------------------------


def test_a_demonstration_shows_what_would_have_been_sent_with_links_and_a_masked_address(client):
    put()

    page = client.get("/demonstration/mail/").content.decode()

    assert '<a href="https://example.org/confirm/1"' in page
    assert "s…@example.org" in page
    assert "secret@" not in page
    assert "<script>x" not in page


def test_a_real_portal_has_no_such_page(client, settings):
    settings.DEMONSTRATION = False
    put()

    assert client.get("/demonstration/mail/").status_code == 404
