"""Officers' decisions. Each is refused, not lost, where another officer was faster."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from pledges.actions import emails
from pledges.models import Contact, ContactViewing, Decision, Outcome, Pledge, Reason, State

DECIDABLE = [State.NEW, State.RETURNED]


class AlreadyHandled(Exception):
    """The pledge is in a state in which this cannot be decided."""


class DecidedByAnother(Exception):
    """The pledge has changed since the officer opened it."""


class HeldByAnother(Exception):
    """Another officer is looking at the pledge."""


class OwnPledge(Exception):
    """The officer typed the pledge in, or it came from their own address."""


def approve(*, pledge: Pledge, by: User, at: datetime, version: int | None = None) -> Decision:
    """Let the public see the pledge, and tell the pledger."""
    return decide(
        pledge,
        Outcome.APPROVED,
        by=by,
        at=at,
        version=version,
        published_at=at,
        first_published_at=Coalesce(F("first_published_at"), at),
    )


def refuse(
    *,
    pledge: Pledge,
    reason: Reason,
    message: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Decision:
    """Refuse the pledge, and tell the pledger why and what they can do now."""
    return decide(pledge, Outcome.REFUSED, by=by, at=at, version=version, reason=reason, message=message)


def ask_for_changes(
    *,
    pledge: Pledge,
    fields: Sequence[str],
    message: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Decision:
    """Ask the pledger to change the named fields; only these can then be changed, by an e-mailed link."""
    return decide(
        pledge,
        Outcome.CHANGES,
        by=by,
        at=at,
        version=version,
        fields=list(fields),
        message=message,
        reminded_at=None,
    )


def mark_spam(*, pledge: Pledge, by: User, at: datetime, version: int | None = None) -> Decision:
    """Put the pledge among the spam. Nobody is told: a reply would tell a spammer that it arrived."""
    return decide(
        pledge,
        Outcome.SPAM,
        by=by,
        at=at,
        version=version,
        from_states=[*DECIDABLE, State.UNCONFIRMED],
    )


def reopen(*, pledge: Pledge, message: str, by: User, at: datetime, version: int | None = None) -> Decision:
    """Put a decided pledge back among the new ones. A published one leaves the public pages at once."""
    return decide(
        pledge,
        Outcome.REOPENED,
        by=by,
        at=at,
        version=version,
        message=message,
        from_states=[State.APPROVED, State.REFUSED, State.SPAM],
        published_at=None,
        decided_at=None,
    )


NEXT_STATE = {
    Outcome.APPROVED: State.APPROVED,
    Outcome.REFUSED: State.REFUSED,
    Outcome.CHANGES: State.CHANGES,
    Outcome.SPAM: State.SPAM,
    Outcome.REOPENED: State.NEW,
}


@transaction.atomic
def decide(
    pledge: Pledge,
    outcome: Outcome,
    *,
    by: User,
    at: datetime,
    version: int | None,
    from_states: Sequence[State] = DECIDABLE,
    reason: Reason | None = None,
    message: str = "",
    fields: Sequence[str] = (),
    **changes: Any,
) -> Decision:
    """Move the pledge, write the decision and tell the pledger, all or nothing.

    `version` is the one the officer saw. Raises OwnPledge, HeldByAnother, DecidedByAnother or AlreadyHandled.
    """
    if is_own(pledge, by):
        raise OwnPledge
    # The filter, not a read before the write, decides: two officers may press at once.
    waiting = Pledge.objects.filter(pk=pledge.pk, state__in=from_states).free_for(by, at=at)
    if version is not None:
        waiting = waiting.filter(version=version)
    moved = waiting.update(
        **{
            "state": NEXT_STATE[outcome],
            "decided_at": at,
            "claimed_by": None,
            "claimed_at": None,
            **changes,
        }
    )
    if not moved:
        raise why_not(pledge, by=by, at=at, version=version)
    decision = Decision.objects.create(
        pledge=pledge,
        outcome=outcome,
        reason=reason,
        message=message,
        fields=list(fields),
        decided_by=by,
        decided_by_name=by.get_full_name() or by.get_username(),
        at=at,
    )
    pledge.refresh_from_db()
    if outcome in (Outcome.APPROVED, Outcome.REFUSED, Outcome.CHANGES):
        # Counted: a pledge can be refused, reopened and refused again, and each is told.
        emails.tell(pledge, str(outcome), at=at, count=decision.pk, decision=decision)
    return decision


def is_own(pledge: Pledge, officer: User) -> bool:
    """Tell whether the officer typed the pledge in or sent it. The database refuses it too."""
    return pledge.entered_by_id == officer.pk or came_from(officer, pledge)


def came_from(officer: User, pledge: Pledge) -> bool:
    """Tell whether the pledge came from the officer's own e-mail address."""
    return Contact.objects.filter(pledge=pledge, email__iexact=officer.email).exclude(email="").exists()


def why_not(pledge: Pledge, *, by: User, at: datetime, version: int | None) -> Exception:
    """Return the reason why a decision moved nothing."""
    now = Pledge.objects.get(pk=pledge.pk)
    if now.claim_is_held_by_another(by, at=at):
        return HeldByAnother()
    if version is not None and now.version != version:
        return DecidedByAnother()
    return AlreadyHandled()


def claim(*, pledge: Pledge, by: User, at: datetime) -> bool:
    """Hold the pledge for 30 minutes. Returns False where another officer holds it."""
    free = Pledge.objects.filter(pk=pledge.pk).free_for(by, at=at)
    return free.update(claimed_by=by, claimed_at=at) == 1


def release(*, pledge: Pledge, by: User) -> None:
    """Let others have the pledge."""
    Pledge.objects.filter(pk=pledge.pk, claimed_by=by).update(claimed_by=None, claimed_at=None)


def see_contact(*, pledge: Pledge, by: User, at: datetime) -> Contact | None:
    """Return how the pledger is reached, having recorded who looked; None where details were deleted."""
    contact = Contact.objects.filter(pledge=pledge).first()
    if contact:
        ContactViewing.objects.create(pledge=pledge, by=by, at=at)
    return contact
