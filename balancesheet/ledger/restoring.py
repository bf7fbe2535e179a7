"""Posting entries that another portal kept: under their own numbers, reversals too, and each proved by its digest."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction

from balancesheet.ledger.drafts import as_json
from balancesheet.ledger.limits import lift_limits
from balancesheet.ledger.refusals import Refused, refusals

# Posted at once: what PostgreSQL remembers of each until the last is written is some hundred bytes.
PORTION = 100_000
BATCH = 1000

KEPT = """
    DROP TABLE IF EXISTS balancesheet_kept;
    CREATE TEMP TABLE balancesheet_kept (number bigint, digest text, said jsonb) ON COMMIT DROP;
"""
TAKE = """
    INSERT INTO balancesheet_kept
    SELECT * FROM jsonb_to_recordset(%s) AS kept (number bigint, digest text, said jsonb)
"""
# In the order of their numbers: what is reversed comes before its reversal.
ENTRIES = """
    INSERT INTO balancesheet_entry (
        id, ledger_id, dated, source, source_ref, kind, reverses_id, restates, why, words, foundation_id, event_id,
        grade, lines, entered_by_id, entered_at, checked_by_id, checked_at, posted_at
    )
    SELECT number, ledger, dated, source, source_ref, kind, reverses, restates, why, words, foundation, event,
           grade, lines, entered_by, entered_at, checked_by, checked_at, posted_at
    FROM balancesheet_kept, jsonb_populate_record(NULL::balancesheet_draft, said) draft ORDER BY number
"""
DIFFERENT = """
    SELECT number, source, source_ref FROM balancesheet_kept kept JOIN balancesheet_entry entry ON entry.id = number
    WHERE entry.digest <> kept.digest ORDER BY number LIMIT 1
"""


class OtherDigest(Refused):
    """An entry does not say what its digest was made of."""


class Kept(NamedTuple):
    """An entry as it was kept. said: what `balancesheet_post` takes of it."""

    number: int
    digest: str
    said: dict[str, Any]


def restore(entries: Iterable[Kept]) -> int:
    """Post entries as they were kept, all or none, in the order of their numbers. Returns how many.

    Every rule holds of them as of new ones: their years are open, and those that they restate are closed.
    Raises OtherDigest for the first that says something else than when it was posted; or Refused.
    """
    rest, count = iter(entries), 0
    with refusals(), transaction.atomic():
        lift_limits()
        while portion := restored(islice(rest, PORTION)):
            count += portion
            connection.check_constraints()
    return count


def restored(portion: Iterator[Kept]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        while batch := [kept._asdict() for kept in islice(portion, BATCH)]:
            cursor.execute(TAKE, [as_json(batch)])
        cursor.execute(ENTRIES)
        count: int = cursor.rowcount
        cursor.execute(DIFFERENT)
        if different := cursor.fetchone():
            number, source, source_ref = different
            raise OtherDigest(f"Entry {number}, {source} {source_ref}, does not say what its digest was made of")
        # The triggers' plans are made for this many rows now, and the next entry may come alone.
        cursor.execute("DISCARD PLANS")
    return count
