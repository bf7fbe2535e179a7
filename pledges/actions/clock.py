"""What happens because time has passed: reminders, expiry. The worker calls it; so may anybody, at any time."""

from datetime import datetime, timedelta

from django.db import transaction

from pledges.actions import emails
from pledges.actions.sending import CHANGE_WITHIN, CONFIRM_WITHIN
from pledges.models import Contact, NameShown, Pledge, Stage, State
from stevenage_cwb.common import audit, limits, outbox
from stevenage_cwb.common.years import day_of

REMIND_AFTER = timedelta(days=3)
REMIND_OF_CHANGES_AFTER = timedelta(days=7)
# A pledge without a day is asked about, and due for review, so long after it was first published.
A_YEAR = timedelta(days=365)
# More wait for the next run, so that none holds up the others.
MOST_ASKED_AT_ONCE = 500

# What an expired pledge of a resident is called once its name is gone.
NOBODY = "A Stevenage resident"


def run_clock(*, at: datetime) -> dict[str, int]:
    """Do all that is due. Returns how much of each; a second call straight after finds nothing to do."""
    return {
        "reminded": remind(at=at),
        "expired": expire(at=at),
        "asked": ask(at=at),
        "attempts_forgotten": limits.forget_old(at=at),
    }


def remind(*, at: datetime) -> int:
    """Remind once who has not confirmed after 3 days, or not sent changes after 7. Returns how many."""
    unconfirmed = Pledge.objects.filter(state=State.UNCONFIRMED, submitted_at__lte=at - REMIND_AFTER, reminded_at=None)
    changes = Pledge.objects.filter(state=State.CHANGES, decided_at__lte=at - REMIND_OF_CHANGES_AFTER, reminded_at=None)
    return sum(remind_one(pledge, at=at) for pledge in [*unconfirmed, *changes])


@transaction.atomic
def remind_one(pledge: Pledge, *, at: datetime) -> int:
    # Two workers may have found the same pledge: who writes first reminds.
    waiting = Pledge.objects.filter(pk=pledge.pk, state=pledge.state, reminded_at=None)
    if not waiting.update(reminded_at=at):
        return 0
    if pledge.state == State.UNCONFIRMED:
        emails.tell(pledge, "remind", at=at)
    else:
        decision = pledge.decisions.first()
        count = decision.pk if decision else 1
        emails.tell(pledge, "remind_changes", at=at, count=count, decision=decision)
    return 1


def expire(*, at: datetime) -> int:
    """Close what nobody confirmed within 7 days or changed within 28, and delete the contact details."""
    unconfirmed = Pledge.objects.filter(state=State.UNCONFIRMED, submitted_at__lte=at - CONFIRM_WITHIN)
    changes = Pledge.objects.filter(state=State.CHANGES, decided_at__lte=at - CHANGE_WITHIN)
    return sum(expire_one(pledge, at=at) for pledge in [*unconfirmed, *changes])


@transaction.atomic
def expire_one(pledge: Pledge, *, at: datetime) -> int:
    waiting = Pledge.objects.filter(pk=pledge.pk, state=pledge.state)
    if not waiting.update(state=State.EXPIRED, decided_at=at):
        return 0
    if pledge.name_shown != NameShown.ORGANISATION:
        Pledge.objects.filter(pk=pledge.pk).update(public_name=NOBODY)
    Contact.objects.filter(pledge=pledge).delete()
    # The copies go too: what the history and the outbox hold of the name and the address.
    audit.forget(table="pledges_pledge", row_key=str(pledge.pk))
    outbox.forget(about=pledge.reference, at=at)
    return 1


def ask(*, at: datetime) -> int:
    """Ask what became of pledges whose day has passed, where the pledger agreed to be contacted. Returns how many.

    Each pledge is asked about once; one that somebody has reported on, never.
    """
    unasked = (
        Pledge.objects.published()
        .filter(consent_to_contact__isnull=False, asked_at=None, delivery=Stage.NONE, contact__email__gt="")
        .order_by("due_on", "first_published_at")
    )
    dated = unasked.filter(due_on__lt=day_of(at))[:MOST_ASKED_AT_ONCE]
    undated = unasked.filter(due_on=None, first_published_at__lte=at - A_YEAR)[:MOST_ASKED_AT_ONCE]
    return sum(ask_one(pledge, at=at) for pledge in [*dated, *undated])


@transaction.atomic
def ask_one(pledge: Pledge, *, at: datetime) -> int:
    unasked = Pledge.objects.published().filter(pk=pledge.pk, asked_at=None, delivery=Stage.NONE)
    if not unasked.update(asked_at=at):
        return 0
    emails.tell(pledge, "how_did_it_go", at=at)
    return 1
