"""What officers can do with a pledge: who may, in which states, through which form, and what is said after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

from pledges import actions
from pledges.actions.deciding import DECIDABLE
from pledges.forms import deciding
from pledges.models import State


class OfficerRequest(HttpRequest):
    """A request that the admin let through: somebody is signed in."""

    user: User


@dataclass(frozen=True)
class Act:
    """One decision. `done` follows the reference: "CWB-... is approved"."""

    label: str
    done: str
    do: Callable[..., Any]
    form: type[deciding.Plain] = deciding.Plain
    bulk_form: type[deciding.Bulk] | None = None
    permission: str = "pledges.decide_pledge"
    states: tuple[State, ...] = tuple(DECIDABLE)


ACTS = {
    "approve": Act("Approve", "is approved", actions.approve, bulk_form=deciding.Bulk),
    "refuse": Act(
        "Refuse",
        "is refused",
        actions.refuse,
        form=deciding.Refusal,
        bulk_form=deciding.BulkRefusal,
    ),
    "changes": Act("Ask for changes", "waits for changes", actions.ask_for_changes, form=deciding.Changes),
    "spam": Act(
        "Mark as spam",
        "is marked as spam",
        actions.mark_spam,
        bulk_form=deciding.Bulk,
        states=(*DECIDABLE, State.UNCONFIRMED),
    ),
    "reopen": Act(
        "Reopen",
        "is new again",
        actions.reopen,
        form=deciding.Reopening,
        permission="pledges.reopen_pledge",
        states=(State.APPROVED, State.REFUSED, State.SPAM),
    ),
}

# Why nothing was done, in words that follow the reference.
WHY_NOT: dict[type[Exception], str] = {
    actions.OwnPledge: "is your own pledge, or you entered it: another officer decides on it",
    actions.HeldByAnother: "is held by another officer",
    actions.DecidedByAnother: "has changed since you opened it",
    actions.AlreadyHandled: "is not waiting for this decision",
}
REFUSALS = tuple(WHY_NOT)
