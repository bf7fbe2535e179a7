"""What a second person decides on a file of returns: it is checked, refused or withdrawn as a whole."""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import IO, Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from balancesheet import ledger
from balancesheet.actions.returning import DecidedMeanwhile, SamePerson, withdraw
from balancesheet.ledger import Draft, Signatures
from balancesheet.ledger.limits import lift_limits
from balancesheet.models import Return, ReturnFile
from balancesheet.sources.returns import SOURCE, Returned, draft_of

# What waits on the disk from here on.
ASIDE_BYTES = 1_000_000

ROWS = """
    COPY (
        SELECT id, ledger_id, kind, dated, amount, words, foundation_id FROM balancesheet_return
        WHERE file_id = {file} ORDER BY file_row
    ) TO STDOUT (FORMAT csv)
"""
# Each entry by its key: the planner knows nothing yet of entries that were posted a moment ago, and would join badly.
CHECKED = """
    UPDATE balancesheet_return r SET checked_by_id = %s, checked_at = %s, entry_id = (
        SELECT id FROM balancesheet_entry WHERE source = %s AND source_ref = r.id::text
    ) WHERE file_id = %s
"""


@transaction.atomic
def check_file(*, key: int, by: User, at: datetime) -> ReturnFile:
    """Post all rows of a file that somebody else entered, or none.

    Raises DecidedMeanwhile, SamePerson; or ledger.RowsRefused, where a year has closed meanwhile.
    """
    file = waiting(key)
    if file.entered_by_id == by.pk:
        raise SamePerson
    lift_limits()
    signatures = Signatures(file.entered_by_id, file.entered_at, by.pk, at)
    # Nothing can be asked of the database while it takes the entries: the rows wait on the disk.
    with tempfile.SpooledTemporaryFile(ASIDE_BYTES) as aside:
        with connection.cursor() as cursor:
            cursor.copy_expert(ROWS.format(file=int(file.pk)), aside)
        aside.seek(0)
        rows = io.TextIOWrapper(aside, encoding="utf-8", newline="")
        ledger.post_many(drafts(rows, grade=file.evidence.grade, signatures=signatures), at=at)
    with for_many_rows() as cursor:
        cursor.execute(CHECKED, [by.pk, at, SOURCE, file.pk])
    file.checked_by, file.checked_at = by, at
    file.save(update_fields=["checked_by", "checked_at"])
    return file


def drafts(rows: IO[str], *, grade: str, signatures: Signatures) -> Iterator[Draft]:
    for key, code, kind, dated, amount, words, foundation in csv.reader(rows):
        returned = Returned(
            key=int(key),
            ledger=code,
            kind=kind,
            dated=date.fromisoformat(dated),
            amount=int(amount),
            words=words,
            foundation=foundation or None,
            grade=grade,
        )
        yield draft_of(returned, signatures=signatures)


@transaction.atomic
def refuse_file(*, key: int, why: str, by: User, at: datetime) -> ReturnFile:
    """Refuse a file that waits, with all its rows. Raises DecidedMeanwhile."""
    file = waiting(key)
    lift_limits()
    refused = {"refused_by": by, "refused_at": at, "refused_why": why}
    with for_many_rows():
        Return.objects.filter(file=file).update(**refused)
    ReturnFile.objects.filter(pk=file.pk).update(**refused)
    file.refresh_from_db()
    return file


@transaction.atomic
def withdraw_file(*, key: int, why: str, by: User, at: datetime) -> ReturnFile:
    """Reverse every row of a file that counts and was not withdrawn before. Raises DecidedMeanwhile.

    One by one: some thousand rows a second or two.
    """
    file = ReturnFile.objects.select_for_update().get(pk=key)
    if not file.is_checked:
        raise DecidedMeanwhile
    lift_limits()
    for returned in Return.objects.checked().filter(file=file).values_list("pk", flat=True).iterator():
        withdraw(key=returned, why=why, by=by, at=at)
    file.withdrawn_by, file.withdrawn_at, file.withdrawn_why = by, at, why
    file.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    return file


@contextmanager
def for_many_rows() -> Iterator[Any]:
    """Give a cursor whose triggers plan for as many rows as there are, and let those after it plan for few again."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        yield cursor
        cursor.execute("DISCARD PLANS")


def waiting(key: int) -> ReturnFile:
    """Return a file that waits, locked: of two officers who press at once, one is told."""
    file = ReturnFile.objects.select_for_update(of=("self",)).select_related("evidence").get(pk=key)
    if not file.is_waiting:
        raise DecidedMeanwhile
    return file
