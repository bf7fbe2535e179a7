"""All sources in turn: what is kept of each look, when the worker looks, and what the desk shows of it."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from balancesheet import ledger, sources
from balancesheet.models import Entry, Pull
from balancesheet.pages.pulls import NAMES, WHY
from balancesheet.sources import Taken, pulling, taking
from balancesheet.tests.make import NOON, close
from balancesheet.tests.make_spending import make_paid, make_places
from spending.tests.make_known import officer

pytestmark = pytest.mark.usefixtures("books")
SOURCES = ["payment", "grant", "pledge"]
DESK = "/admin/balancesheet/pull/"


post_selected = ledger.post_selected


def closed_meanwhile(**asked):
    post_selected(**asked)
    raise ledger.YearIsClosed("the year has closed meanwhile")


@pytest.fixture(autouse=True)
def places(books):
    make_places()


@pytest.fixture
def written(monkeypatch):
    """How often upstream rows were written. PostgreSQL says so after a commit, and a test has none."""
    counted = dict.fromkeys(SOURCES, 0)
    monkeypatch.setattr(pulling, "upstream", lambda source, **_: f"2026: {counted[source.name]}")
    return counted


def test_each_look_is_kept_with_what_became_of_it():
    make_paid()
    make_paid(pence=0)

    pulled = sources.pull_all(at=NOON, by=officer())

    assert pulled == {"payment": Taken(posted=1, left_out={"nothing": 1}), "grant": Taken(), "pledge": Taken()}
    assert list(Pull.objects.order_by("pk").values_list("source", flat=True)) == SOURCES
    kept = Pull.objects.get(source="payment")
    assert (kept.posted, kept.reversed, kept.unchanged, kept.left_out) == (1, 0, 0, {"nothing": 1})
    assert (kept.pulled_at, kept.pulled_by) == (NOON, officer())


def test_the_worker_looks_only_at_what_was_written_since_and_not_all_the_time(written):
    assert list(sources.pull_due(at=NOON)) == SOURCES
    assert sources.pull_due(at=NOON + timedelta(days=1)) == {}
    written["grant"] += 1

    assert sources.pull_due(at=NOON + pulling.PAUSE - timedelta(seconds=1)) == {}
    assert list(sources.pull_due(at=NOON + pulling.PAUSE)) == ["grant"]
    assert sources.pull_due(at=NOON + timedelta(days=1)) == {}


def test_the_worker_takes_what_is_new(written):
    make_paid()

    call_command("worker", once=True)

    assert Entry.objects.count() == 1


def test_the_worker_goes_on_where_a_rule_stands_against_a_pull(written, monkeypatch, caplog):
    monkeypatch.setattr(ledger, "post_selected", closed_meanwhile)
    make_paid()

    call_command("worker", once=True)

    assert [record.facts for record in caplog.records if record.message == "not pulled"] == [{"fault": "YearIsClosed"}]


def test_every_reason_to_leave_a_record_out_has_its_words():
    said = set(re.findall(r"THEN '(\w+)'", taking.WANTED)) | set(re.findall(r"ELSE '(\w+)'", taking.COUNTS))

    assert said == set(WHY)
    assert [source.name for source in sources.SOURCES] == list(NAMES)


def test_the_first_day_of_a_year_is_a_reason_to_look():
    last_day, first_day = NOON.replace(year=2026, month=3, day=31), NOON.replace(year=2026, month=4, day=1)

    (payments,) = [source for source in sources.SOURCES if source.name == "payment"]

    assert pulling.upstream(payments, at=last_day) != pulling.upstream(payments, at=first_day)


def test_a_look_that_a_rule_stands_against_leaves_nothing_half_done(monkeypatch):
    make_paid()
    monkeypatch.setattr(ledger, "post_selected", closed_meanwhile)

    with pytest.raises(ledger.YearIsClosed):
        sources.pull_all(at=NOON)

    assert not Entry.objects.exists()
    assert not Pull.objects.exists()


def test_the_command_says_what_was_done_and_what_was_left_out(capsys):
    close(2024, 2025, 2026)
    make_paid()

    call_command("pull_sources")
    said = capsys.readouterr().out
    call_command("pull_sources", json=True)

    assert "payment: 0 posted, 0 reversed, 0 unchanged" in said
    assert "1 left out. Its year is closed" in said
    again = json.loads(capsys.readouterr().out)
    assert again["payment"] == {"posted": 0, "reversed": 0, "unchanged": 0, "left_out": {"no_open_year": 1}}


class TestDesk:
    @pytest.fixture
    def desk(self, client):
        person = officer()
        person.groups.add(Group.objects.get(name="Ledger officer"))
        client.force_login(person)
        return client

    def test_before_the_first_look_there_is_nothing(self, desk):
        assert desk.get(DESK).text.count("not yet") == 3

    def test_the_button_takes_over_and_the_page_says_what_was_left_out_and_why(self, desk):
        make_paid()
        make_paid(pay_date=None)

        page = desk.post(f"{DESK}now/", follow=True).text

        assert "1 posted, 0 reversed." in page
        assert "1: It has no date" in page
        assert Pull.objects.filter(pulled_by=officer()).count() == 3
        assert desk.get(f"{DESK}{Pull.objects.latest('pk').pk}/change/").status_code == 200

    def test_somebody_who_pulls_at_the_same_moment_is_not_waited_for(self, desk, monkeypatch):
        def busy(**asked):
            raise ledger.Busy("Somebody is taking these records at this moment")

        monkeypatch.setattr(sources, "pull_all", busy)

        assert "Not all was taken. Somebody is taking" in desk.post(f"{DESK}now/", follow=True).text

    def test_the_button_is_for_who_may(self, client, desk):
        officer().groups.clear()

        assert client.post(f"{DESK}now/").status_code == 403
        assert not Pull.objects.exists()

    def test_looking_at_an_address_takes_nothing_over(self, desk):
        assert desk.get(f"{DESK}now/").status_code == 403
        assert not Pull.objects.exists()
