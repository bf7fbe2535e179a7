"""Reminders and expiry, with the clock as an argument."""

from datetime import timedelta

import pytest

from pledges import actions
from pledges.models import Contact, NameShown, Pledge, State
from pledges.tests.make import MONDAY, make_officer, make_pledge
from stevenage_cwb.common import limits
from stevenage_cwb.common.models import Attempt, AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db

SECRET = "secret.canary@example.org"


def day(number):
    return MONDAY + timedelta(days=number)


def test_who_has_not_confirmed_is_reminded_once_after_three_days():
    make_pledge(state=State.UNCONFIRMED)

    assert [actions.remind(at=day(n)) for n in (2, 3, 4, 6)] == [0, 1, 0, 0]
    assert OutboxMessage.objects.filter(key__contains=":remind:").count() == 1


def test_after_seven_days_the_pledge_expires_and_its_contact_is_deleted():
    pledge = make_pledge(state=State.UNCONFIRMED, email=SECRET)

    assert [actions.expire(at=day(n)) for n in (6, 7, 8)] == [0, 1, 0]

    pledge.refresh_from_db()
    assert pledge.state == State.EXPIRED
    assert not Contact.objects.exists()


def test_nothing_of_the_person_is_left_anywhere_after_expiry(every_text):
    pledge = make_pledge(
        state=State.UNCONFIRMED,
        email=SECRET,
        public_name="Canary Nametag",
        name_shown=NameShown.FULL,
    )
    Contact.objects.update(name="Canary Nametag")
    Pledge.objects.update(public_name="Canary N.")
    actions.remind(at=day(3))

    actions.expire(at=day(7))

    assert not [text for text in every_text() if "canary" in text.lower()]
    pledge.refresh_from_db()
    assert pledge.public_name == "A Stevenage resident"


def test_the_history_still_says_that_and_when_the_pledge_changed():
    pledge = make_pledge(state=State.UNCONFIRMED)

    actions.expire(at=day(7))

    events = AuditEvent.objects.filter(table_name="pledges_pledge", row_key=str(pledge.pk))
    assert [event.act for event in events.order_by("pk")] == ["created", "changed"]
    assert all(event.before is None and event.after is None for event in events)


def test_an_organisations_name_is_not_personal_and_stays():
    pledge = make_pledge(kind="business", state=State.UNCONFIRMED)

    actions.expire(at=day(7))

    pledge.refresh_from_db()
    assert pledge.public_name == "Roebuck Bakery"


def test_a_confirmed_pledge_never_expires():
    make_pledge(state=State.NEW)

    assert actions.expire(at=day(4000)) == 0


def test_changes_asked_for_are_reminded_of_after_a_week_and_expire_after_four():
    pledge = make_pledge()
    actions.ask_for_changes(pledge=pledge, fields=["text"], message="Shorter?", by=make_officer(), at=MONDAY)

    assert [actions.remind(at=day(n)) for n in (6, 7, 8)] == [0, 1, 0]
    assert [actions.expire(at=day(n)) for n in (27, 28)] == [0, 1]
    reminder = OutboxMessage.objects.get(key__contains=":remind_changes:")
    assert reminder.to == ""


def test_an_e_mail_that_waits_is_not_sent_after_expiry():
    pledge = make_pledge(state=State.UNCONFIRMED)
    actions.remind(at=day(3))

    actions.expire(at=day(7))

    assert not OutboxMessage.objects.filter(next_attempt_at__isnull=False).exists()
    assert OutboxMessage.objects.filter(about=pledge.reference).get().body == ""


def test_running_the_clock_twice_does_nothing_the_second_time():
    make_pledge(state=State.UNCONFIRMED)
    limits.record(what="pledge", who="192.0.2.1", at=MONDAY)

    first, second = actions.run_clock(at=day(8)), actions.run_clock(at=day(8))

    assert first == {"reminded": 1, "expired": 1, "asked": 0, "attempts_forgotten": 1}
    assert set(second.values()) == {0}
    assert not Attempt.objects.exists()
