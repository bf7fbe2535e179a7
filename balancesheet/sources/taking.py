"""How a source's records become entries: what must be posted, less what is posted, in one pass over both.

A record is known by its ref; its entries by that and a number from 1, `<ref>/<n>`. At most the last of them stands.
Where the record says something else now, or nothing any more, that one is reversed; what it says now gets the next
number. What says the same is left alone, however often it is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from balancesheet import ledger
from balancesheet.ledger.drafts import LARGEST
from balancesheet.ledger.limits import lift_limits
from stevenage_cwb.common.years import day_of, year_of

# Any number will do: nothing else in the portal takes an advisory lock of two numbers with this first one.
TAKING = (2019, 1216)
# Changes in one transaction: what PostgreSQL remembers of each until the last is written is some hundred bytes.
PORTION = 500_000


class Wanted(NamedTuple):
    """What a record wants posted, as expressions over a source's rows.

    amount: in the unit's smallest part; less than nothing goes the other way round. An account that is null: there is
    none for what the record counts.
    """

    ref: Any
    ledger: Any
    dated: Any
    amount: Any
    unit: Any
    debit: Any
    credit: Any
    words: Any
    grade: Any
    foundation: Any


@dataclass(frozen=True)
class Source:
    """Where entries come from.

    rows: every record that may be posted, as values of Wanted, in its order. tables: those that it is read from.
    are_words_its_own: they come from the record, so that other words are a change. Words of ours may be put better
    without posting everything anew. numbered_by: the table whose numbers its records bear, where they stay behind when
    the books are handed over to another portal.
    """

    name: str
    rows: Callable[[], "models.QuerySet[Any, tuple[Any, ...]]"]
    tables: tuple[str, ...]
    are_words_its_own: bool = False
    numbered_by: str = ""


@dataclass(frozen=True)
class Taken:
    """What a pull did. left_out: how many records move no figure, by reason: see pages.pulls.WHY."""

    posted: int = 0
    reversed: int = 0
    unchanged: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


WANTED = """
    DROP TABLE IF EXISTS balancesheet_wanted, balancesheet_standing, balancesheet_change, balancesheet_due;
    CREATE TEMP TABLE balancesheet_wanted ON COMMIT DROP AS
    SELECT given.*, year.closed_at IS NOT NULL AS is_late,
           -- What no entry can say must not stand in the way of all others.
           CASE WHEN debit IS NULL THEN 'no_account' WHEN amount IS NULL OR amount = 0 THEN 'nothing'
                WHEN abs(amount) > {largest} THEN 'too_large' WHEN dated IS NULL THEN 'no_date'
                WHEN year.id IS NULL THEN 'no_year' ELSE '' END AS why_not,
           -- A credit note takes back: the accounts change places.
           jsonb_build_array(jsonb_build_array(
               unit, CASE WHEN amount < 0 THEN credit ELSE debit END, CASE WHEN amount < 0 THEN debit ELSE credit END,
               abs(amount))) AS lines
    FROM ({rows}) given (ref, ledger, dated, amount, unit, debit, credit, words, grade, foundation)
    LEFT JOIN balancesheet_year year ON ledger_id = ledger AND year_starting = balancesheet_year_of(dated);
    ANALYZE balancesheet_wanted;
"""

STANDING = """
    CREATE TEMP TABLE balancesheet_standing ON COMMIT DROP AS
    SELECT DISTINCT ON (ref) *
    FROM (
        SELECT substring(posted.source_ref FROM '^(.*)/[0-9]+$') AS ref,
               substring(posted.source_ref FROM '[0-9]+$')::int AS n,
               posted.id, posted.ledger_id, posted.dated, posted.kind, posted.restates, posted.lines, posted.words,
               year.closed_at IS NOT NULL AS is_late, reversal.id IS NULL AS stands
        FROM balancesheet_entry posted
        JOIN balancesheet_year year USING (ledger_id, year_starting)
        LEFT JOIN balancesheet_entry reversal
            ON reversal.source = %(reversal)s AND reversal.reverses_id = posted.id
        WHERE posted.source = %(source)s
        -- Of books that came from another portal, the records behind may have stayed there: they are not gone.
        AND (%(travels)s OR posted.id > coalesce((SELECT max(last_entry) FROM balancesheet_handover), 0))
    ) numbered
    ORDER BY ref, n DESC;
    ANALYZE balancesheet_standing;
"""

CHANGES = """
    CREATE TEMP TABLE balancesheet_change ON COMMIT DROP AS
    WITH open_now AS (
        SELECT ledger_id FROM balancesheet_year WHERE year_starting = %(this_year)s AND closed_at IS NULL
    )
    SELECT ref, wanted.ledger, wanted.dated, wanted.words, wanted.grade, wanted.foundation, wanted.lines,
           wanted.is_late, coalesce(wanted.why_not, '') AS why_not, coalesce(posted.n, 0) + 1 AS n,
           coalesce(wanted.why_not = '', false) AS is_wanted,
           CASE WHEN posted.stands THEN posted.id END AS standing,
           -- A record of a closed year was posted as a restatement of it, on the day on which it came.
           coalesce(posted.stands AND wanted.why_not = ''
                    AND posted.ledger_id = wanted.ledger AND posted.lines = wanted.lines
                    AND (posted.dated = wanted.dated
                         OR posted.kind = 'restatement' AND posted.restates = balancesheet_year_of(wanted.dated))
                    AND (posted.words = wanted.words OR NOT %(own_words)s), false) AS is_same,
           coalesce(NOT wanted.is_late OR wanted.ledger IN (SELECT * FROM open_now), false) AS can_post,
           coalesce(NOT posted.stands OR NOT posted.is_late OR posted.ledger_id IN (SELECT * FROM open_now), true)
               AS can_reverse
    FROM balancesheet_wanted wanted FULL JOIN balancesheet_standing posted USING (ref)
"""

# What stands and is wrong, and may not be corrected, keeps what it says now from being posted beside it.
DUE = """
    CREATE TEMP TABLE balancesheet_due ON COMMIT DROP AS
    SELECT * FROM balancesheet_change
    WHERE NOT is_same AND can_reverse AND (standing IS NOT NULL OR is_wanted AND can_post)
    LIMIT %s
"""

DRAFTS = """
    SELECT ledger, CASE WHEN is_late THEN '{today}'::date ELSE dated END AS dated, '{source}' AS source,
           ref || '/' || n AS source_ref, CASE WHEN is_late THEN 'restatement' ELSE 'movement' END AS kind,
           CASE WHEN is_late THEN balancesheet_year_of(dated) END AS restates,
           CASE WHEN is_late THEN 'It came after its year had closed' ELSE '' END AS why,
           words, foundation, grade, lines
    FROM balancesheet_due WHERE is_wanted AND can_post
"""
TAKEN_BACK = """
    SELECT standing, CASE WHEN is_wanted AND can_post THEN 'Its source says something else now: it is posted anew'
                          ELSE 'Its source does not say so any more' END
    FROM balancesheet_due WHERE standing IS NOT NULL
"""

COUNTS = """
    SELECT CASE WHEN is_same THEN '' WHEN why_not <> '' THEN why_not ELSE 'no_open_year' END, count(*)
    FROM balancesheet_change
    WHERE is_same OR why_not <> '' OR (standing IS NOT NULL AND NOT can_reverse) OR is_wanted AND NOT can_post
    GROUP BY 1
"""


def take(source: Source, *, at: datetime, waits: bool = True) -> Taken:
    """Post what is new of a source, reverse what is gone, and do both for what has changed.

    Portion by portion, each as a whole: whoever is stopped in the middle has posted some, and goes on the next time.
    Others who take meanwhile wait; or raise Busy, where they do not want to.
    """
    first, is_more = take_portion(source, at=at, waits=waits)
    taken = first
    while is_more:
        more, is_more = take_portion(source, at=at, waits=waits)
        taken = Taken(taken.posted + more.posted, taken.reversed + more.reversed, first.unchanged, more.left_out)
    return taken


def take_portion(source: Source, *, at: datetime, waits: bool) -> tuple[Taken, bool]:
    """Take PORTION changes at most. Returns what was done, and whether there may be more."""
    today = day_of(at)
    with transaction.atomic(), connection.cursor() as cursor:
        lift_limits()
        take_turn(cursor, waits=waits)
        rows, parameters = source.rows().query.sql_with_params()
        cursor.execute(WANTED.format(rows=rows, largest=LARGEST), parameters)
        named: dict[str, Any] = {
            "source": source.name,
            "reversal": f"reversal:{source.name}",
            "own_words": source.are_words_its_own,
            "travels": not source.numbered_by,
        }
        cursor.execute(STANDING, named)
        cursor.execute(CHANGES, {**named, "this_year": year_of(today)})
        cursor.execute(COUNTS)
        left_out = dict(cursor.fetchall())
        unchanged = left_out.pop("", 0)
        cursor.execute(DUE, [PORTION])
        due = cursor.rowcount
        moved = ledger.Moved(0, 0)
        if due:
            drafts = DRAFTS.format(today=today.isoformat(), source=source.name)
            moved = ledger.post_selected(drafts=drafts, taken_back=TAKEN_BACK, at=at)
    return Taken(*moved, unchanged, left_out), due == PORTION


def take_turn(cursor: Any, *, waits: bool) -> None:
    """Let one after the other take. Raises Busy where somebody does and we do not wait."""
    if waits:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", TAKING)
        return
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", TAKING)
    if not cursor.fetchone()[0]:
        raise ledger.Busy("Somebody is taking these records at this moment")
