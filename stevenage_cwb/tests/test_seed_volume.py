"""The command that makes up volume to measure with: what it refuses, and that it asks each app for its part."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from balancesheet.actions import volume as entry_volume
from balancesheet.models import Entry
from charter.actions import load_words
from pledges.actions import volume as pledge_volume
from pledges.models import Pledge
from spending.actions import volume as payment_volume
from spending.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    load_words()


@pytest.fixture
def untidied(monkeypatch):
    """VACUUM can not stand in a transaction, and every test does."""
    for volume in (pledge_volume, payment_volume, entry_volume):
        monkeypatch.setattr(volume, "tidy", lambda: None)


def run(**options):
    out = StringIO()
    call_command("seed_volume", stdout=out, **options)
    return out.getvalue()


def test_it_makes_up_as_many_as_it_is_asked_for(words, untidied):
    assert run(pledges=5, payments=7) == "Made up 5 pledges and 7 payments.\n"
    assert run(entries=9) == "Made up 9 entries.\n"
    assert (Pledge.objects.count(), Payment.objects.count(), Entry.objects.count()) == (5, 7, 9)


@pytest.mark.parametrize("what", ["pledges", "payments", "entries"])
def test_a_second_time_is_refused(words, untidied, what):
    run(**{what: 5})

    with pytest.raises(CommandError, match=f"Made-up {what} are here already"):
        run(**{what: 5})


def test_without_the_charters_words_it_is_refused():
    with pytest.raises(CommandError, match="Run load_words first"):
        run(pledges=5)


@pytest.mark.parametrize("asked", [{}, {"pledges": -1}, {"pledges": 5, "payments": -5}])
def test_no_number_is_refused(words, asked):
    with pytest.raises(CommandError, match="Say how many"):
        run(**asked)
