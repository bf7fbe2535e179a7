"""What keeps machines out of My Pledge and lets a hall full of people in."""

import pytest
from django.core.management import call_command
from django.test import Client

from pledges.models import Pledge, State
from pledges.tests import form
from stevenage_cwb.common.models import Attempt, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words():
    call_command("load_words", verbosity=0)


@pytest.fixture
def at_once(settings):
    settings.PLEDGE_MIN_SECONDS = 0


def send_many(count, **headers):
    """Send pledges as fast as can be, each from a browser of its own. Returns the status codes."""
    statuses = []
    for _ in range(count):
        client = Client(headers=headers)
        statuses.append(form.send(client, form.fill_in(client)).status_code)
    return statuses


def test_a_form_filled_in_faster_than_anybody_reads_waits_and_is_not_lost(client, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    address = form.fill_in(client)

    too_fast = form.send(client, address)
    time_machine.shift(4)
    in_time = form.send(client, address)

    assert "Wait a few seconds" in too_fast.content.decode()
    assert "<title>Error: " in too_fast.content.decode()
    assert in_time.status_code == 302
    assert Pledge.objects.count() == 1


def test_a_clock_that_was_put_back_takes_nobody_for_a_machine(client, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    address = form.fill_in(client)

    time_machine.shift(-300)

    assert form.send(client, address).status_code == 302


def test_a_time_of_our_own_making_cannot_be_forged(client):
    address = form.fill_in(client, who={"kind": "resident", "started": "1000000000"})

    assert form.send(client, address).status_code == 200
    assert Pledge.objects.count() == 0


@pytest.mark.slow
@pytest.mark.usefixtures("at_once")
def test_120_in_a_row_from_one_address_meet_a_kind_429(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)

    statuses = send_many(120)

    assert statuses.count(302) == Pledge.objects.count() == 75
    assert statuses.count(429) == 45


@pytest.mark.slow
@pytest.mark.usefixtures("at_once")
def test_a_hall_that_sends_60_a_minute_for_three_minutes_goes_through(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    statuses = []

    for _ in range(3):
        statuses += send_many(60)
        time_machine.shift(60)

    assert set(statuses) == {302}


@pytest.mark.usefixtures("at_once")
def test_the_429_keeps_what_was_typed_and_the_next_minute_takes_it(settings, time_machine):
    settings.PLEDGE_SENDS_PER_MINUTE = 1
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    send_many(1)
    client = Client()
    address = form.fill_in(client, words={"text": "keep every word"})

    refused = form.send(client, address)
    time_machine.shift(61)
    taken = form.send(client, address)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "keep every word" in refused.content.decode()
    assert "Nothing you typed is lost" in refused.content.decode()
    assert taken.status_code == 302


@pytest.mark.usefixtures("at_once")
def test_everybody_together_is_limited_too(settings):
    settings.PLEDGE_SENDS_PER_MINUTE_OVERALL = 2
    settings.TRUSTED_PROXIES = 1

    statuses = [send_many(1, x_forwarded_for=f"192.0.2.{n}")[0] for n in range(3)]

    assert statuses == [302, 302, 429]


@pytest.mark.usefixtures("at_once")
def test_an_address_that_the_visitor_made_up_is_not_believed(settings):
    settings.PLEDGE_SENDS_PER_MINUTE = 1

    statuses = [send_many(1, x_forwarded_for=f"192.0.2.{n}")[0] for n in range(2)]

    assert statuses == [302, 429]


@pytest.mark.usefixtures("at_once")
def test_the_second_click_of_a_double_click_counts_for_nothing(client):
    address = form.fill_in(client)
    cookies = client.cookies.copy()
    form.send(client, address)
    client.cookies = cookies

    client.post(address, {})

    assert Attempt.objects.filter(what="pledge").count() == 2  # the address, and everybody


@pytest.mark.usefixtures("at_once")
def test_no_address_is_stored(client):
    form.send(client, form.fill_in(client))

    assert Attempt.objects.filter(who__contains="127.0.0.1").count() == 0
    assert {len(attempt.who) for attempt in Attempt.objects.all()} == {64}


@pytest.mark.usefixtures("at_once")
def test_what_a_machine_filled_in_lands_among_the_spam_and_nobody_is_told(client):
    shown = {**form.ANSWERS["shown"], "leave_this_empty": "buy now"}

    done = form.send(client, form.fill_in(client, shown=shown))

    assert done.status_code == 302
    assert Pledge.objects.get().state == State.SPAM
    assert OutboxMessage.objects.count() == 0
