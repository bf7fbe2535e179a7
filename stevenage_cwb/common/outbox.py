"""E-mails leave once each: put in the caller's transaction, delivered later by the worker.

A worker killed between the server's yes and its own note sends a second copy with the same Message-ID;
nothing else is ever sent twice, and nothing is lost.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from stevenage_cwb.common.models import OutboxMessage

log = logging.getLogger("portal.outbox")

GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_WAIT = timedelta(hours=1)
FIRST_FINAL_CODE = 500


def put(*, about: str, circumstance: str, count: int = 1, to: str, subject: str, body: str, at: datetime) -> None:
    """Write an e-mail to be sent after the commit. The same about, circumstance and count are told once."""
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                key=f"{about}:{circumstance}:{count}",
                about=about,
                to=to,
                subject=subject,
                body=body,
                message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")),
                created_at=at,
                next_attempt_at=at,
            )
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class Letter:
    """An e-mail as the demonstration's page shows it: not whom it would have reached."""

    to: str
    subject: str
    body: str
    at: datetime


def newest(count: int) -> tuple[Letter, ...]:
    """Return the newest e-mails, their addresses masked: "p…@example.org"."""
    return tuple(
        Letter(masked(message.to), message.subject, message.body, message.created_at)
        for message in OutboxMessage.objects.exclude(to="").order_by("-pk")[:count]
    )


def masked(address: str) -> str:
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def forget(*, about: str, at: datetime) -> None:
    """Remove the address and the words of every e-mail about something; what has not left never will."""
    messages = OutboxMessage.objects.filter(about=about)
    messages.filter(sent_at=None).update(next_attempt_at=None, given_up_at=at)
    messages.update(to="", body="")


def try_again(messages: QuerySet[OutboxMessage], *, at: datetime) -> int:
    """Make what was given up due again. Returns how many."""
    return messages.filter(given_up_at__isnull=False).exclude(to="").update(given_up_at=None, next_attempt_at=at)


def deliver_next(*, at: datetime) -> bool:
    """Try the e-mail that has waited longest. Returns False where none is due."""
    with transaction.atomic():
        # SKIP LOCKED: a second worker takes the next one instead of waiting for this.
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(next_attempt_at__lte=at)
            .order_by("next_attempt_at", "pk")
            .first()
        )
        if message is None:
            return False
        deliver(message, at=at)
    return True


def deliver(message: OutboxMessage, *, at: datetime) -> None:
    message.attempts += 1
    try:
        send(message)
    except smtplib.SMTPRecipientsRefused as refused:
        # 5xx: this address will never take it. 4xx: it may, later.
        final = all(code >= FIRST_FINAL_CODE for code, _ in refused.recipients.values())
        put_off(message, fault="The mail server refused the address", final=final, at=at)
    except ValueError:
        # A form takes it, but no mail can be made of it: a domain that is too long once written in ASCII.
        put_off(message, fault="The address cannot be written to", final=True, at=at)
    except (OSError, smtplib.SMTPException) as fault:
        put_off(message, fault=type(fault).__name__, final=False, at=at)
    else:
        message.sent_at, message.next_attempt_at, message.last_fault = at, None, ""
    message.save()


def send(message: OutboxMessage) -> None:
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    ).send()


def put_off(message: OutboxMessage, *, fault: str, final: bool, at: datetime) -> None:
    """Try again after a minute, then two, four ... an hour; give up after a day."""
    message.last_fault = fault
    if final or at - message.created_at > GIVE_UP_AFTER:
        message.given_up_at, message.next_attempt_at = at, None
        log.error("given up an e-mail", extra={"facts": {"key": message.key, "fault": fault}})
    else:
        wait = timedelta(minutes=2 ** min(message.attempts - 1, 6))
        message.next_attempt_at = at + min(wait, LONGEST_WAIT)
