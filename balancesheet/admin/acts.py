"""What every page of returns has: who may do it, and what to say where it could not be done."""

import re
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from balancesheet import ledger
from balancesheet.actions.closing import NotFrozen, VoicesNotSaid
from balancesheet.actions.returning import DecidedMeanwhile, OfAFile, SamePerson
from spending.admin.review import OfficerRequest

# The desk's request is used on every page of the balance sheet.
__all__ = ["CONFLICT", "KEY", "WRONG", "OfficerRequest", "attempted", "key_of", "must", "seen"]

WRONG, CONFLICT = 422, 409
# What fits into a key's column.
KEY = re.compile(r"[0-9]{1,18}")

WHY_NOT: tuple[tuple[type[Exception], str], ...] = (
    (
        DecidedMeanwhile,
        "Nothing is done: somebody else has decided on this or corrected it. This is how it stands now.",
    ),
    (SamePerson, "Nothing is done: you entered this, so another person has to check it."),
    (OfAFile, "Nothing is done: this came in a file, and is decided on with the whole file."),
    (VoicesNotSaid, "Nothing is done: no voice is on record. Enter one, or tick that none were given."),
    (NotFrozen, "Nothing is done: there is a later version than the one that you saw."),
    (ledger.AlreadyClosed, "Nothing is done: another officer has closed this year. This is how it stands now."),
    (
        ledger.YearIsClosed,
        "Nothing is done: its year has closed since it was entered. Refuse it, and enter it anew, in an open year.",
    ),
    (ledger.NoSuchYear, "Nothing is done: no year is open today. Open one first."),
    (ledger.Busy, "Nothing is done: other entries are being posted. Try again in a minute."),
    (ledger.PostedMeanwhile, "Nothing is done: other entries are being posted. Try again in a minute."),
)


def must(request: OfficerRequest, *permissions: str) -> None:
    """Raise PermissionDenied for an officer who has none of the permissions."""
    if not any(request.user.has_perm(f"balancesheet.{permission}") for permission in permissions):
        raise PermissionDenied


def key_of(text: str) -> int:
    if not KEY.fullmatch(text):
        raise Http404
    return int(text)


def seen(request: OfficerRequest) -> datetime:
    """Return when what the officer saw was entered. What cannot be read is nothing that anybody saw."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError as unread:
        raise DecidedMeanwhile from unread


def attempted(do: Callable[[], object]) -> str:
    """Do something; return why it could not be done, as a sentence, or nothing where it is done."""
    try:
        do()
    except tuple(fact for fact, _ in WHY_NOT) as why:
        return next(sentence for fact, sentence in WHY_NOT if isinstance(why, fact))
    except ledger.Refused as refused:
        return f"Nothing is done: {refused}."
    return ""
