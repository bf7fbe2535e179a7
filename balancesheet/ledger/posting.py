"""Posting one entry, and reversing one."""

from datetime import datetime

from django.db import connection

from balancesheet.ledger.drafts import NOBODY, Draft, Line, Signatures, document, said
from balancesheet.ledger.refusals import AlreadyReversed, OtherContent, PostedMeanwhile, refusals
from balancesheet.models import Entry, EntryKind, Year
from stevenage_cwb.common.years import day_of


def post(draft: Draft, *, at: datetime) -> int:
    """Post an entry and return its key. The same draft again changes nothing and returns the same key.

    Raises Refused, as the fact that stands against it. One call of the database; fastest outside a transaction.
    """
    return written(said(draft, at=at))


def reverse(*, entry: int, why: str, at: datetime, signatures: Signatures = NOBODY) -> int:
    """Take back an entry, once, and return the key of its reversal.

    It bears the day of the entry while that day's year is open; afterwards it bears today's, and restates that year.
    Raises AlreadyReversed, ReversalStands, or YearIsClosed and NoSuchYear where today is in no open year.
    """
    original = Entry.objects.get(pk=entry)
    year = Year.objects.open().filter(ledger=original.ledger_id, year_starting=original.year_starting)
    is_open = year.exists()
    draft = Draft(
        ledger=original.ledger_id,
        dated=original.dated if is_open else day_of(at),
        source=f"reversal:{original.source}",
        source_ref=original.source_ref,
        words=original.words,
        grade=original.grade,
        debits=(),
        credits=(),
        kind=EntryKind.REVERSAL,
        restates=None if is_open else original.year_starting,
        why=why,
        foundation=original.foundation_id,
        event=original.event_id,
        signatures=signatures,
    )
    try:
        return written(document(draft, mirrored(original), at=at, reverses=original.pk))
    except OtherContent as other:
        raise AlreadyReversed(f"{original} was reversed before") from other


def mirrored(entry: Entry) -> list[Line]:
    postings = entry.postings.order_by("line_no")
    return [Line(posting.unit_id, posting.credit_id, posting.debit_id, posting.amount) for posting in postings]


def written(text: str) -> int:
    try:
        return asked(text)
    except PostedMeanwhile:
        # By somebody else and at the same moment: now it can be looked at.
        return asked(text)


def asked(text: str) -> int:
    with refusals(), connection.cursor() as cursor:
        cursor.execute("SELECT balancesheet_post(%s)", [text])
        (key,) = cursor.fetchone()
    return int(key)
