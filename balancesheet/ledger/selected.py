"""Posting what a query selects, and taking back what another does: for records that are in the database already.

As fast as the database reads and writes: no row comes here and goes back.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from balancesheet.ledger.limits import lift_limits
from balancesheet.ledger.refusals import refusals
from stevenage_cwb.common.years import day_of

NEW = """
    SELECT ledger, dated, source, source_ref, kind, NULL::bigint AS reverses, restates, why, words, foundation,
           NULL::text AS event, grade, lines
    FROM ({drafts}) draft
"""
# As ledger.reverse does it: on its own day while that day's year is open; afterwards today, as a restatement.
TAKEN_BACK = """
    SELECT entry.ledger_id, CASE WHEN closed_at IS NULL THEN dated ELSE %(today)s::date END,
           'reversal:' || source, source_ref, 'reversal', entry.id,
           CASE WHEN closed_at IS NOT NULL THEN entry.year_starting END, given.why, words, foundation_id,
           event_id, grade,
           (SELECT jsonb_agg(jsonb_build_array(line -> 0, line -> 2, line -> 1, line -> 3) ORDER BY line_no)
            FROM jsonb_array_elements(lines) WITH ORDINALITY part (line, line_no))
    FROM ({taken_back}) given (entry_id, why)
    JOIN balancesheet_entry entry ON entry.id = given.entry_id
    JOIN balancesheet_year year ON year.ledger_id = entry.ledger_id AND year.year_starting = entry.year_starting
"""
# One statement for both: totals are locked in one order, so that nobody who posts meanwhile is locked out.
ENTRIES = """
    INSERT INTO balancesheet_entry (
        ledger_id, dated, source, source_ref, kind, reverses_id, restates, why, words, foundation_id, event_id, grade,
        lines, posted_at
    )
    SELECT moved.*, %(at)s FROM ({new} UNION ALL {taken_back}) moved
    RETURNING reverses_id IS NOT NULL
"""
COUNTED = "WITH moved (is_reversal) AS ({entries}) SELECT is_reversal, count(*) FROM moved GROUP BY 1"


class Moved(NamedTuple):
    """How many entries are new, and how many others were taken back."""

    posted: int
    reversed: int


def post_selected(*, drafts: str, taken_back: str, at: datetime) -> Moved:
    """Post all drafts that one query selects and reverse all entries that another does, or none of them.

    drafts: SQL of the columns ledger, dated, source, source_ref, kind, restates, why, words, foundation, grade, lines.
    taken_back: SQL of an entry's id and the reason. Nobody signs for either: they are the portal's own records.
    Raises Refused, as the fact that stands against one of them.
    """
    entries = ENTRIES.format(new=NEW.format(drafts=drafts), taken_back=TAKEN_BACK.format(taken_back=taken_back))
    with refusals(), transaction.atomic(), connection.cursor() as cursor:
        lift_limits()
        cursor.execute(COUNTED.format(entries=entries), {"at": at, "today": day_of(at)})
        counted = dict(cursor.fetchall())
        connection.check_constraints()
        # The triggers' plans are made for this many rows now, and the next entry may come alone.
        cursor.execute("DISCARD PLANS")
    return Moved(posted=counted.get(False, 0), reversed=counted.get(True, 0))
