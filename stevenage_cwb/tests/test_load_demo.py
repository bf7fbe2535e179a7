"""The demonstration: plainly made up, whole, loaded once."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from balancesheet.models import Entry
from pledges.models import Pledge
from spending.models import Payment

pytestmark = pytest.mark.django_db


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture
def words() -> None:
    run("load_words")


def test_without_the_charters_words_it_is_refused():
    with pytest.raises(CommandError, match="Run load_words first"):
        run("load_demo")


def test_it_is_refused_outside_a_demonstration(words, settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="not a demonstration copy"):
        run("load_demo")
    assert not User.objects.exists()


def test_it_has_pledges_payments_and_books_and_a_second_time_changes_nothing(words):
    said = run("load_demo")
    counts = [model.objects.count() for model in (Pledge, Payment, Entry)]

    again = run("load_demo")

    assert "Loaded {} made-up pledges, {:,} made-up payments and {:,} made-up entries.".format(*counts) in said
    assert "loaded already" in again
    assert [model.objects.count() for model in (Pledge, Payment, Entry)] == counts


def test_officers_sign_in_with_the_password_of_the_settings(words, client, settings):
    settings.DEMO_OFFICER_PASSWORD = "a first password"
    run("load_demo")
    settings.DEMO_OFFICER_PASSWORD = "a later password"
    run("load_demo")

    groups = {user.username: sorted(group.name for group in user.groups.all()) for user in User.objects.all()}
    assert groups == {
        "officer": ["Ledger officer", "Metric steward", "Moderator"],
        "lead": ["CWB Group", "Data officer", "Lead officer", "Ledger officer", "Metric steward"],
        "viewer": ["Viewer"],
    }
    for username in groups:
        assert client.login(username=username, password="a later password")
        assert not client.login(username=username, password="a first password")


def test_a_password_that_nobody_set_is_made_and_told(words, client, settings):
    settings.DEMO_OFFICER_PASSWORD = ""

    said = run("load_demo")

    assert client.login(username="officer", password=said.split()[-1])
