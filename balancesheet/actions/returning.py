"""What people do with a return: one enters it, and may correct it while it waits; another checks or refuses it.

Checking posts the entry, in the same transaction; withdrawing reverses it.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from balancesheet import ledger
from balancesheet.actions import evidence
from balancesheet.actions.evidence import Shown
from balancesheet.ledger import Signatures
from balancesheet.models import Return
from balancesheet.sources.claims import Claim
from balancesheet.sources.returns import Returned, draft_of


class DecidedMeanwhile(Exception):
    """Somebody else decided on the return, or corrected it, after it was shown."""


class SamePerson(Exception):
    """Who entered a return is not who checks it."""


class OfAFile(Exception):
    """What came in a file is corrected, checked and refused with the whole file."""


@transaction.atomic
def enter(*, claim: Claim, shown: Shown, by: User, at: datetime) -> Return:
    """Keep a return with its evidence. It counts once another person has checked it."""
    kept = evidence.keep(shown, by=by, at=at)
    return Return.objects.create(evidence=kept, entered_by=by, entered_at=at, **columns(claim))


@transaction.atomic
def correct(*, key: int, seen: datetime, claim: Claim, shown: Shown | None, by: User, at: datetime) -> Return:
    """Write a return that waits anew, in the name of who corrects it; its evidence too, where other is shown.

    seen: when what the officer saw was entered. Raises DecidedMeanwhile or OfAFile.
    """
    returned = waiting(key, seen=seen)
    for column, value in columns(claim).items():
        setattr(returned, column, value)
    if shown:
        returned.evidence = evidence.keep(shown, by=by, at=at)
    returned.entered_by, returned.entered_at = by, at
    returned.save(force_update=True)
    return returned


@transaction.atomic
def check(*, key: int, seen: datetime, by: User, at: datetime) -> Return:
    """Post a return that somebody else entered.

    Raises DecidedMeanwhile, SamePerson, OfAFile; or ledger.Refused, where its year has closed meanwhile.
    """
    returned = waiting(key, seen=seen)
    if returned.entered_by_id == by.pk:
        raise SamePerson
    signatures = Signatures(returned.entered_by_id, returned.entered_at, by.pk, at)
    returned.entry_id = ledger.post(draft_of(taken(returned), signatures=signatures), at=at)
    returned.checked_by, returned.checked_at = by, at
    returned.save(update_fields=["entry", "checked_by", "checked_at"])
    return returned


@transaction.atomic
def refuse(*, key: int, seen: datetime, why: str, by: User, at: datetime) -> Return:
    """Refuse a return that waits; who entered it may take it back so. Raises DecidedMeanwhile or OfAFile."""
    returned = waiting(key, seen=seen)
    returned.refused_by, returned.refused_at, returned.refused_why = by, at, why
    returned.save(update_fields=["refused_by", "refused_at", "refused_why"])
    return returned


@transaction.atomic
def withdraw(*, key: int, why: str, by: User, at: datetime) -> Return:
    """Reverse the entry of a return that counts, of a file or not. Raises DecidedMeanwhile or ledger.Refused."""
    returned = Return.objects.select_for_update().get(pk=key)
    if not returned.is_checked or returned.entry_id is None:
        raise DecidedMeanwhile
    ledger.reverse(entry=returned.entry_id, why=why, at=at)
    returned.withdrawn_by, returned.withdrawn_at, returned.withdrawn_why = by, at, why
    returned.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    return returned


def waiting(key: int, *, seen: datetime) -> Return:
    """Return a return that waits as it was seen, locked: of two officers who press at once, one is told."""
    returned = Return.objects.select_for_update(of=("self",)).select_related("evidence").get(pk=key)
    if returned.file_id is not None:
        raise OfAFile
    if not returned.is_waiting or returned.entered_at != seen:
        raise DecidedMeanwhile
    return returned


def columns(claim: Claim) -> dict[str, object]:
    return {
        "ledger_id": claim.ledger,
        "kind": claim.kind.code,
        "dated": claim.dated,
        "amount": claim.amount,
        "group": claim.group,
        "words": claim.words,
        "foundation_id": claim.foundation,
        "people": claim.people,
    }


def taken(returned: Return) -> Returned:
    return Returned(
        key=returned.pk,
        ledger=returned.ledger_id,
        kind=returned.kind,
        dated=returned.dated,
        amount=returned.amount,
        words=returned.words,
        foundation=returned.foundation_id,
        grade=returned.evidence.grade,
    )
