"""The worker: what it does once, what it survives, and that it stops when told."""

import threading
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from pledges.models import Contact, Pledge, State
from pledges.tests.make import make_pledge
from stevenage_cwb.common import outbox
from stevenage_cwb.common.models import OutboxMessage
from stevenage_cwb.management.commands import worker
from stevenage_cwb.tests.portal import served

pytestmark = pytest.mark.django_db


def put(count):
    for number in range(count):
        outbox.put(
            about=f"CWB-2222-222{number}",
            circumstance="confirm",
            to="pat@example.org",
            subject="Confirm",
            body="Here is the link",
            at=timezone.now(),
        )


def test_once_sends_what_is_due_and_lets_expire_what_is_late():
    put(3)
    late = make_pledge(state=State.UNCONFIRMED, submitted_at=timezone.now() - timedelta(days=8))

    call_command("worker", once=True)

    late.refresh_from_db()
    assert len(mail.outbox) == 3
    assert late.state == State.EXPIRED
    assert not Contact.objects.exists()


def test_once_more_does_nothing_more():
    put(2)

    call_command("worker", once=True)
    call_command("worker", once=True)

    assert len(mail.outbox) == 2


def test_a_reminder_that_is_due_is_written_and_sent_in_one_go():
    make_pledge(state=State.UNCONFIRMED, submitted_at=timezone.now() - timedelta(days=4))

    call_command("worker", once=True)

    assert [letter.subject[:8] for letter in mail.outbox] == ["Reminder"]
    assert Pledge.objects.get().reminded_at is not None


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_database_that_goes_away_is_waited_for(fault):
    stop, calls = threading.Event(), []

    def away_at_first():
        calls.append(None)
        if len(calls) == 1:
            raise fault
        stop.set()

    with (
        patch.object(worker, "run_clock"),
        patch.object(worker, "deliver_due", away_at_first),
        patch.object(worker, "LOOK_EVERY_SECONDS", 0),
        patch.object(worker.connection, "close"),
    ):
        worker.work(stop)

    assert len(calls) == 2


@pytest.mark.slow
def test_a_portal_that_is_run_sends_what_it_has_to_tell_and_ends_its_worker_with_itself():
    with served(PLEDGE_MIN_SECONDS="0") as portal:
        code = (
            "import time; from django.utils import timezone;"
            "from stevenage_cwb.common import outbox; from stevenage_cwb.common.models import OutboxMessage;"
            "outbox.put(about='a', circumstance='b', to='pat@example.org', subject='c', body='d', at=timezone.now());"
            "waiting = OutboxMessage.objects.filter(about='a', sent_at=None);"
            "[time.sleep(0.2) for _ in range(50) if waiting.exists()];"
            "print(waiting.count())"
        )
        left = portal.manage("shell", "--no-imports", "-c", code)

    assert left.strip() == "0"
    assert portal.process.returncode == 0


def test_an_e_mail_that_was_given_up_can_be_tried_again():
    put(1)
    OutboxMessage.objects.update(next_attempt_at=None, given_up_at=timezone.now(), attempts=30)

    outbox.try_again(OutboxMessage.objects.all(), at=timezone.now())
    call_command("worker", once=True)

    assert len(mail.outbox) == 1
