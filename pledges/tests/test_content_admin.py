"""Reasons and wordings on the desk: a change is a new version, and the old ones stay as they were."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client

from pledges import actions
from pledges.models import Decision, Purpose, Reason, Wording
from pledges.tests.make import MONDAY, make_officer, make_pledge, reason

pytestmark = pytest.mark.django_db

REASONS, WORDINGS = "/admin/pledges/reason/", "/admin/pledges/wording/"


@pytest.fixture
def lead(client: Client) -> User:
    lead = make_officer("lead", group="Lead officer")
    client.force_login(lead)
    return lead


def new_version(**fields: object) -> dict[str, object]:
    return {
        "code": "test",
        "version": "2",
        "title": "A trial",
        "hint": "",
        "public_wording": "You tried the form.",
        "what_you_can_do": "Make a real pledge.",
        "is_offered": "on",
        "order": "10",
        "valid_from": "16/11/2026",
        **fields,
    }


def test_the_form_for_a_new_version_holds_the_current_words(client, lead):
    page = client.get(f"{REASONS}add/?code=test").content.decode()

    assert "Your pledge looks like a test of the form." in page
    assert 'type="hidden" name="version" value="2"' in page


def test_a_new_version_is_offered_and_the_old_decision_keeps_the_old_one(client, lead):
    pledge = make_pledge()
    actions.refuse(pledge=pledge, reason=reason("test"), by=lead, at=MONDAY)

    client.post(f"{REASONS}add/?code=test", new_version())

    assert reason("test").title == "A trial"
    assert Decision.objects.get().reason.title == "A test"
    assert list(Reason.objects.filter(code="test").values_list("version", flat=True)) == [2, 1]


def test_the_same_version_is_not_made_twice(client, lead):
    client.post(f"{REASONS}add/?code=test", new_version())

    page = client.post(f"{REASONS}add/?code=test", new_version(title="Another trial"))

    assert "already exists" in page.content.decode()
    assert Reason.objects.filter(code="test").count() == 2


def test_a_wording_gets_a_new_version_too(client, lead):
    answers = {"purpose": "publish", "version": "2", "text": "Publish it.", "valid_from": "16/11/2026"}

    client.post(f"{WORDINGS}add/?purpose=publish", answers)

    assert Wording.objects.current().get(purpose=Purpose.PUBLISH).text == "Publish it."


@pytest.mark.parametrize("act", ["change", "delete"])
def test_no_version_is_changed_or_deleted_through_the_desk(client, lead, act):
    old = reason("test")

    client.post(f"{REASONS}{old.pk}/{act}/", new_version(version="1", post="yes"))

    assert Reason.objects.get(pk=old.pk).title == "A test"


@pytest.mark.parametrize("sql", ["UPDATE pledges_reason SET title = 'x'", "DELETE FROM pledges_reason"])
def test_no_version_is_changed_or_deleted_by_raw_sql(sql):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as raw:
        raw.execute(sql)


def test_the_list_says_which_version_is_current(client, lead):
    client.post(f"{REASONS}add/?code=test", new_version())

    page = client.get(f"{REASONS}?q=").content.decode()

    assert page.count('alt="False"') == 1 + Reason.objects.filter(is_offered=False).count()


def test_a_moderator_reads_reasons_and_adds_none(client):
    client.force_login(make_officer())

    assert client.get(REASONS).status_code == 200
    assert client.post(f"{REASONS}add/", new_version()).status_code == 403
