"""Confirming an address, answering a request for changes, and what the links in e-mails do."""

from datetime import timedelta

import pytest

from pledges import actions
from pledges.actions import links
from pledges.models import Contact, NameShown, Pledge, State
from pledges.tests.make import MONDAY, make_officer, make_pledge
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def unconfirmed():
    return make_pledge(state=State.UNCONFIRMED)


def address_of(pledge):
    return f"/pledges/confirm/{links.for_confirming(pledge)}/"


def circumstances(pledge):
    keys = OutboxMessage.objects.filter(about=pledge.reference).order_by("pk")
    return [key.split(":")[1] for key in keys.values_list("key", flat=True)]


def test_opening_the_link_changes_nothing_because_mail_scanners_open_links_too(client, unconfirmed):
    page = client.get(address_of(unconfirmed)).content.decode()

    unconfirmed.refresh_from_db()
    assert unconfirmed.state == State.UNCONFIRMED
    assert "Confirm that this is my pledge" in page


def test_pressing_the_button_confirms_and_hands_the_pledge_to_the_officers(client, unconfirmed):
    page = client.post(address_of(unconfirmed)).content.decode()

    unconfirmed.refresh_from_db()
    assert unconfirmed.state == State.NEW
    assert unconfirmed.contact.confirmed_at is not None
    assert "Your e-mail address is confirmed" in page
    assert circumstances(unconfirmed) == ["confirmed"]


def test_pressing_it_again_says_the_same_and_tells_nobody_twice(client, unconfirmed):
    for _ in range(2):
        page = client.post(address_of(unconfirmed)).content.decode()

    assert "Your e-mail address is confirmed" in page
    assert circumstances(unconfirmed) == ["confirmed"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.NEW, "An officer reads your pledge"),
        (State.CHANGES, "told you by e-mail what we decided"),
        (State.REFUSED, "told you by e-mail what we decided"),
        (State.APPROVED, "Your pledge is published"),
    ],
)
def test_the_link_says_where_a_confirmed_pledge_stands(client, state, expected):
    assert expected in client.get(address_of(make_pledge(state=state))).content.decode()


def test_a_link_we_did_not_make_says_so(client, unconfirmed):
    assert client.get("/pledges/confirm/made-up/").status_code == 404
    swapped = links.for_confirming(unconfirmed).replace(":", ":x", 1)
    assert client.post(f"/pledges/confirm/{swapped}/").status_code == 404


def test_a_link_for_confirming_does_not_open_the_changes(client, unconfirmed):
    assert client.get(f"/pledges/change/{links.for_confirming(unconfirmed)}/").status_code == 404


def test_the_link_of_an_expired_pledge_says_what_to_do(client, unconfirmed):
    actions.expire(at=MONDAY + timedelta(days=8))

    for response in (client.get(address_of(unconfirmed)), client.post(address_of(unconfirmed))):
        assert response.status_code == 410
        assert "Make the pledge again" in response.content.decode()


# -- answering a request for changes ---------------------------------------------------


@pytest.fixture
def asked():
    """A pledge whose text an officer asked to be changed; the decision."""
    return ask(make_pledge(), fields=["text"])


def ask(pledge, *, fields):
    return actions.ask_for_changes(
        pledge=pledge,
        fields=fields,
        message="Please leave out the phone number.",
        by=make_officer(f"officer{pledge.pk}"),
        at=MONDAY,
    )


def change_address(decision):
    return f"/pledges/change/{links.for_changing(decision)}/"


def test_only_the_fields_asked_about_can_be_changed(client, asked):
    page = client.get(change_address(asked)).content.decode()

    assert 'name="text"' in page
    for locked in ("due_on_0", "where", "email", "organisation_name", "name_shown"):
        assert f'name="{locked}"' not in page
    assert "Please leave out the phone number." in page


def test_changes_return_the_pledge_with_its_original_age(client, asked):
    response = client.post(change_address(asked), {"text": "shop locally", "due_on_0": "1"})

    pledge = Pledge.objects.get()
    assert "We have your changes" in response.content.decode()
    assert (pledge.state, pledge.text) == (State.RETURNED, "shop locally")
    assert (pledge.submitted_at, pledge.due_on) == (MONDAY, None)


def test_a_mistake_keeps_what_was_typed(client, asked):
    response = client.post(change_address(asked), {"text": "x" * 501})

    assert "must be 500 characters or less" in response.content.decode()
    assert "x" * 501 in response.content.decode()
    assert Pledge.objects.get().state == State.CHANGES


def test_sending_the_changes_twice_keeps_the_first(client, asked):
    client.post(change_address(asked), {"text": "the first"})

    response = client.post(change_address(asked), {"text": "the second"})

    assert "We have your changes" in response.content.decode()
    assert Pledge.objects.get().text == "the first"


def test_an_older_request_no_longer_opens_a_pledge_that_waits_for_a_newer_one(asked):
    actions.return_with_changes(decision=asked, changes={"text": "better"}, at=MONDAY)
    newer = actions.ask_for_changes(
        pledge=asked.pledge, fields=["place"], message="Where?", by=asked.decided_by, at=MONDAY
    )

    with pytest.raises(actions.AlreadyReturned):
        actions.return_with_changes(decision=asked, changes={"text": "sneaked in"}, at=MONDAY)

    actions.return_with_changes(decision=newer, changes={}, at=MONDAY)


def test_the_link_of_an_older_request_leads_to_the_newer_one(client, asked):
    actions.return_with_changes(decision=asked, changes={"text": "better"}, at=MONDAY)
    newer = actions.ask_for_changes(
        pledge=asked.pledge, fields=["place"], message="Where?", by=asked.decided_by, at=MONDAY
    )

    for answer in (client.get(change_address(asked)), client.post(change_address(asked), {"text": "sneaked in"})):
        assert answer.headers["Location"] == change_address(newer)
    assert Pledge.objects.get().text == "better"


@pytest.mark.parametrize(
    ("fields", "typed", "column", "expected"),
    [
        (["amount"], {"quantity": "2.5", "unit": "hours"}, "quantity_hundredths", 250),
        (["amount"], {"quantity": "", "unit": ""}, "unit", None),
        (["place"], {"where": "bedwell-and-pin-green"}, "neighbourhood_id", "bedwell-and-pin-green"),
        (["place"], {"where": "unsure"}, "place", "unsure"),
        (["foundation"], {"foundation": "climate", "benefit": "resilient"}, "foundation_id", "climate"),
        (["name"], {"name_shown": "initial", "name": "Ada King"}, "public_name", "Ada K."),
    ],
)
def test_each_kind_of_change_reaches_its_column(client, fields, typed, column, expected):
    pledge = make_pledge(quantity_hundredths=100, unit="hours")

    client.post(change_address(ask(pledge, fields=fields)), typed)

    pledge.refresh_from_db()
    assert pledge.state == State.RETURNED
    assert getattr(pledge, column) == expected


def test_a_changed_name_is_kept_with_the_contact(client):
    pledge = make_pledge()

    client.post(change_address(ask(pledge, fields=["name"])), {"name_shown": "full", "name": "Ada King"})

    assert Contact.objects.get().name == "Ada King"
    assert Pledge.objects.get().name_shown == NameShown.FULL


def test_an_organisation_changes_its_name_and_nothing_about_residents(client):
    pledge = make_pledge(kind="business")
    decision = ask(pledge, fields=["name"])

    page = client.get(change_address(decision)).content.decode()
    client.post(change_address(decision), {"organisation_name": "Example Ltd", "name": ""})

    assert 'name="name_shown"' not in page
    assert Pledge.objects.get().public_name == "Example Ltd"
