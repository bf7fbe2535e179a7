"""An officer types in a pledge for somebody."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from charter.models import ExampleAction
from pledges.models import Contact, Pledge, Purpose, State
from pledges.tests.make import make_officer, wording
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db

ADD = "/admin/pledges/pledge/add/"
OWN = f"{ADD}?kind=resident&action=own"


@pytest.fixture
def officer(client: Client) -> User:
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def charter_words() -> None:
    call_command("load_words", verbosity=0)


def answers(**more: str) -> dict[str, str]:
    versions = [wording(purpose).version for purpose in (Purpose.PUBLISH, Purpose.CONTACT, Purpose.PRIVACY)]
    return {
        "token": str(uuid4()),
        "text": "shop locally",
        "foundation": "training",
        "benefit": "fairer",
        "where": "",
        "quantity": "",
        "unit": "",
        "name_shown": "unnamed",
        "is_16_or_over": "on",
        "consent_to_publish": "on",
        "agreed_versions": "-".join(map(str, versions)),
        **more,
    }


def test_an_entered_pledge_is_new_names_the_officer_and_needs_no_address(client, officer, charter_words):
    client.post(OWN, answers())

    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.entered_by, pledge.text) == (State.NEW, officer, "shop locally")
    assert Contact.objects.get().email == ""
    assert not OutboxMessage.objects.exists()


def test_an_example_action_is_kept_with_its_foundation(client, officer, charter_words):
    example = ExampleAction.objects.first()

    client.post(f"{ADD}?kind=resident&action={example.code}", answers(foundation="", benefit=""))

    pledge = Pledge.objects.get()
    assert (pledge.action, pledge.foundation) == (example, example.foundation)


def test_an_organisation_is_asked_for_its_name(client, officer, charter_words):
    address = f"{ADD}?kind=business&action=own"

    missing = client.post(address, answers())
    client.post(address, answers(organisation_name="Roebuck Bakery"))

    assert "Enter the name of your organisation" in missing.content.decode()
    assert Pledge.objects.get().public_name == "Roebuck Bakery"


def test_the_first_page_asks_who_and_what(client, officer, charter_words):
    page = client.get(ADD).content.decode()
    wrong = client.get(f"{ADD}?kind=nobody").content.decode()

    assert 'name="kind"' in page
    assert 'name="text"' not in page
    assert "Select who is making the pledge from the list" in wrong


def test_a_double_click_makes_one_pledge(client, officer, charter_words):
    same = answers()

    client.post(OWN, same)
    client.post(OWN, same)

    assert Pledge.objects.count() == 1


def test_without_consent_nothing_is_stored_and_all_that_was_typed_is_kept(client, officer, charter_words):
    response = client.post(OWN, answers(consent_to_publish="", text="mend bicycles"))

    assert response.status_code == 422
    assert "mend bicycles" in response.content.decode()
    assert not Pledge.objects.exists()


def test_a_viewer_cannot_enter_a_pledge(client, charter_words):
    client.force_login(make_officer("viewer", group="Viewer"))

    assert client.post(OWN, answers()).status_code == 403
    assert client.get(ADD).status_code == 403
