"""E-mails leave once each, whatever the mail server does."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from stevenage_cwb.common import outbox
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def put(**fields):
    outbox.put(
        **{
            "about": "CWB-2345-679C",
            "circumstance": "confirm",
            "to": "pat@example.org",
            "subject": "Confirm",
            "body": "Here is the link",
            "at": NOON,
            **fields,
        }
    )


def deliver_all(at=NOON):
    while outbox.deliver_next(at=at):
        pass


class Failing(BaseEmailBackend):
    """A mail server that raises what the test puts here."""

    fault: Exception

    def send_messages(self, email_messages):
        raise self.fault


@pytest.fixture
def failing(settings):
    """Return a function that makes the mail server fail with a fault, or work again with None."""

    def fail(fault):
        Failing.fault = fault
        name = f"{__name__}.Failing" if fault else "django.core.mail.backends.locmem.EmailBackend"
        settings.EMAIL_BACKEND = name

    return fail


def test_an_e_mail_is_sent_once():
    put()

    deliver_all()
    deliver_all(NOON + timedelta(days=1))

    assert [message.to for message in mail.outbox] == [["pat@example.org"]]
    assert OutboxMessage.objects.get().sent_at == NOON


def test_the_same_circumstance_is_told_once_however_often_it_is_put():
    put()
    put(body="Another link")
    put(count=2)

    deliver_all()

    assert [message.body for message in mail.outbox] == ["Here is the link"] * 2


def test_nothing_leaves_when_the_transaction_fails():
    with transaction.atomic():
        put()
        transaction.set_rollback(True)

    deliver_all()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPResponseException(451, b"try later"),
        smtplib.SMTPRecipientsRefused({"pat@example.org": (450, b"greylisted")}),
    ],
)
def test_a_server_that_is_dead_slow_or_says_later_is_tried_again(failing, fault):
    put()
    failing(fault)
    deliver_all()
    message = OutboxMessage.objects.get()
    assert (message.sent_at, message.next_attempt_at) == (None, NOON + timedelta(minutes=1))

    failing(None)
    deliver_all(NOON + timedelta(minutes=1))

    assert len(mail.outbox) == 1


def test_waits_grow_to_an_hour_and_end_after_a_day(failing):
    put()
    failing(ConnectionRefusedError())
    at, waits = NOON, []

    while OutboxMessage.objects.filter(given_up_at=None).exists():
        deliver_all(at)
        following = OutboxMessage.objects.get().next_attempt_at
        if following:
            waits.append(int((following - at).total_seconds() // 60))
            at = following

    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(waits[6:]) == {60}
    assert NOON + timedelta(hours=24) < at < NOON + timedelta(hours=26)


def test_an_address_that_is_refused_for_good_is_not_tried_again(failing):
    put()
    failing(smtplib.SMTPRecipientsRefused({"pat@example.org": (550, b"no such user")}))

    deliver_all()

    message = OutboxMessage.objects.get()
    assert (message.given_up_at, message.attempts) == (NOON, 1)
    assert message.last_fault == "The mail server refused the address"


def test_an_address_of_which_no_mail_can_be_made_does_not_hold_up_the_rest():
    put(about="first", to="pat@" + "é" * 59 + ".fr")
    put(about="second")

    deliver_all()

    assert [letter.to for letter in mail.outbox] == [["pat@example.org"]]
    assert OutboxMessage.objects.get(about="first").given_up_at == NOON


def test_a_second_copy_would_carry_the_same_message_id(failing):
    put()
    first = OutboxMessage.objects.get().message_id

    deliver_all()

    assert mail.outbox[0].extra_headers["Message-ID"] == first


def test_one_bad_e_mail_does_not_hold_up_the_rest(failing, settings):
    put(circumstance="first", to="broken@example.org")
    put(circumstance="second")
    failing(ConnectionRefusedError())
    outbox.deliver_next(at=NOON)
    failing(None)

    deliver_all()

    assert [message.to for message in mail.outbox] == [["pat@example.org"]]


def test_forgetting_takes_the_address_and_the_words_and_stops_what_waits():
    put()

    outbox.forget(about="CWB-2345-679C", at=NOON)
    deliver_all()

    message = OutboxMessage.objects.get()
    assert (message.to, message.body, mail.outbox) == ("", "", [])


def test_a_subject_cannot_smuggle_in_a_header():
    with pytest.raises(IntegrityError, match="common_outbox_subject_is_one_line"):
        OutboxMessage.objects.create(
            key="a:b:1", subject="Hello\nBcc: all@example.org", created_at=NOON, next_attempt_at=NOON
        )
