"""What pledgers do: send a pledge, confirm their address, answer a request for changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from pledges.actions import emails
from pledges.models import Contact, Decision, Outcome, Pledge, Purpose, State, Wording

# Report a date rather than a promise of minutes: the links in e-mails live this long.
CONFIRM_WITHIN = timedelta(days=7)
CHANGE_WITHIN = timedelta(days=28)


class TooLate(Exception):
    """The pledge has expired, and its contact details are gone."""


class AlreadyReturned(Exception):
    """The changes asked for have been sent already, or are no longer wanted."""


def send(
    *,
    pledge: Pledge,
    contact: Contact,
    agreed: Mapping[Purpose, int],
    state: State = State.UNCONFIRMED,
    by: User | None = None,
    at: datetime,
) -> Pledge:
    """Store a pledge, and ask for its e-mail address to be confirmed. One form token, one pledge.

    `agreed` gives the version of each wording the pledger saw and accepted. A second send of the same form
    returns the pledge of the first, whatever came between.
    """
    wordings = wordings_of(agreed)
    pledge.consent_to_publish = wordings[Purpose.PUBLISH]
    pledge.consent_to_contact = wordings.get(Purpose.CONTACT)
    pledge.privacy_notice = wordings[Purpose.PRIVACY]
    pledge.state, pledge.submitted_at, pledge.entered_by = state, at, by
    try:
        store(pledge, contact, at=at)
    except IntegrityError:
        first = sent_before(pledge.form_token)
        if first is None:
            raise
        return first
    return pledge


def wordings_of(agreed: Mapping[Purpose, int]) -> dict[str, Wording]:
    """Return the wording for each purpose in the version agreed to, or the one before it."""
    found: dict[str, Wording] = {}
    for wording in Wording.objects.filter(purpose__in=agreed).order_by("version"):
        if wording.purpose not in found or wording.version <= agreed[Purpose(wording.purpose)]:
            found[wording.purpose] = wording
    return found


@transaction.atomic
def store(pledge: Pledge, contact: Contact, *, at: datetime) -> None:
    pledge.save(force_insert=True)
    contact.pledge = pledge
    contact.save(force_insert=True)
    if pledge.state == State.UNCONFIRMED:
        emails.tell(pledge, "confirm", at=at)


def sent_before(form_token: UUID) -> Pledge | None:
    """Return the pledge that this form has made already."""
    return Pledge.objects.filter(form_token=form_token).first()


@transaction.atomic
def confirm(*, pledge: Pledge, at: datetime) -> bool:
    """Believe the e-mail address and hand the pledge to the officers. Returns False where it was confirmed before.

    Raises TooLate where the pledge has expired.
    """
    waiting = Pledge.objects.filter(pk=pledge.pk, state=State.UNCONFIRMED)
    if not waiting.update(state=State.NEW):
        if Pledge.objects.filter(pk=pledge.pk, state=State.EXPIRED).exists():
            raise TooLate
        return False
    Contact.objects.filter(pledge=pledge).update(confirmed_at=at)
    emails.tell(pledge, "confirmed", at=at)
    return True


@transaction.atomic
def return_with_changes(
    *, decision: Decision, changes: Mapping[str, Any], name: str | None = None, at: datetime
) -> None:
    """Store what the pledger changed and give the pledge back to the officers, with its original age.

    Raises AlreadyReturned or TooLate; nothing is changed then.
    """
    if newest_request(decision) != decision:
        raise AlreadyReturned
    waiting = Pledge.objects.filter(pk=decision.pledge_id, state=State.CHANGES)
    if not waiting.update(state=State.RETURNED, **changes):
        if Pledge.objects.filter(pk=decision.pledge_id, state=State.EXPIRED).exists():
            raise TooLate
        raise AlreadyReturned
    if name is not None:
        Contact.objects.filter(pledge=decision.pledge_id).update(name=name)


def newest_request(decision: Decision) -> Decision:
    """Return the newest request for changes to a decision's pledge: the only one that can be answered."""
    return Decision.objects.filter(pledge=decision.pledge_id, outcome=Outcome.CHANGES)[0]
