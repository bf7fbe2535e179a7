"""Posting many entries at once: all of them, or none and a list of what is wrong with which row."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction

from balancesheet.ledger.drafts import Draft, said
from balancesheet.ledger.limits import lift_limits
from balancesheet.ledger.refusals import Refused, refusals

# Drafts in memory at once.
BATCH = 1000
# Faults that are told of one by one; the others are counted.
MOST_FAULTS = 10_000

# JSON escapes all control characters, so that these two can stand between columns and around them.
COPY = "COPY balancesheet_incoming (row_no, said) FROM STDIN (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"

INCOMING = """
    DROP TABLE IF EXISTS balancesheet_incoming, balancesheet_row;
    CREATE TEMP TABLE balancesheet_incoming (row_no integer, said jsonb) ON COMMIT DROP;
"""

ROWS = """
    CREATE TEMP TABLE balancesheet_row ON COMMIT DROP AS
    SELECT row_no, draft.*, balancesheet_digest_of(draft) AS digest
    FROM balancesheet_incoming, jsonb_populate_record(NULL::balancesheet_draft, said) draft;
    ANALYZE balancesheet_row;
"""

# What was posted before stays as it is, also in a year that has closed since.
SAME = """
    DELETE FROM balancesheet_row row USING balancesheet_entry posted
    WHERE posted.source = row.source AND posted.source_ref = row.source_ref AND posted.digest = row.digest
"""

YEAR = "balancesheet_year WHERE ledger_id = ledger AND year_starting = balancesheet_year_of(dated)"

OTHER_CONTENT = """
    EXISTS (
        SELECT FROM balancesheet_entry posted
        WHERE posted.source = balancesheet_row.source AND posted.source_ref = balancesheet_row.source_ref
        AND posted.digest <> balancesheet_row.digest)
"""

# What the rules of migrations 0001 to 0004 refuse, to name the rows: a sentence, and when it is due.
FAULTS = [
    ("'It is posted already, and says something else: ' || source || ' ' || source_ref", OTHER_CONTENT),
    ("format('Ledger %s has no year that holds %s', ledger, dated)", f"NOT EXISTS (SELECT FROM {YEAR})"),
    (
        "format('The year of ledger %s that holds %s is closed', ledger, dated)",
        f"EXISTS (SELECT FROM {YEAR} AND closed_at IS NOT NULL)",
    ),
    (
        "'An account is not on the chart, or is kept in another unit: ' || lines::text",
        """EXISTS (
            SELECT FROM jsonb_array_elements(lines) line, unnest(ARRAY[line ->> 1, line ->> 2]) account
            WHERE NOT EXISTS (
                SELECT FROM balancesheet_account JOIN balancesheet_chartline ON account_id = code
                WHERE code = account AND unit_id = line ->> 0
                AND chart_id = balancesheet_chart_of(balancesheet_year_of(dated))))""",
    ),
    (
        "'All of an opening balance is against an opening account, and nothing of a movement is'",
        """kind IN ('opening', 'movement') AND EXISTS (
            SELECT FROM jsonb_array_elements(lines) line
            WHERE (kind = 'opening') <> EXISTS (
                SELECT FROM balancesheet_account WHERE code IN (line ->> 1, line ->> 2) AND role = 'opening'))""",
    ),
    (
        "'There is no foundation ' || foundation",
        "foundation IS NOT NULL AND NOT EXISTS (SELECT FROM charter_foundation WHERE code = foundation)",
    ),
    (
        "'There is no happening ' || event",
        "event IS NOT NULL AND NOT EXISTS (SELECT FROM balancesheet_event WHERE ref = event)",
    ),
    ("'There is no grade of evidence ' || grade", "grade NOT IN ('A', 'B', 'C', 'D')"),
    ("'A line is a unit, two accounts and an amount: ' || lines::text", "NOT balancesheet_are_lines(lines)"),
    (
        "'A restatement gives its reason and the closed year that it corrects, and nothing else gives any'",
        """kind NOT IN ('opening', 'movement', 'restatement') OR source LIKE 'reversal:%'
        OR (kind = 'restatement') <> (restates IS NOT NULL)
        OR (kind = 'restatement') = balancesheet_is_blank(why)
        OR kind = 'restatement' AND NOT EXISTS (
            SELECT FROM balancesheet_year
            WHERE ledger_id = ledger AND year_starting = restates AND closed_at IS NOT NULL)""",
    ),
    (
        "'Two different people answer for an entry, or nobody does'",
        """num_nonnulls(entered_by, entered_at, checked_by, checked_at) NOT IN (0, 4) OR entered_by = checked_by""",
    ),
    (
        "'Another row has this key and says something else: ' || source || ' ' || source_ref",
        """(source, source_ref) IN (
            SELECT source, source_ref FROM balancesheet_row
            GROUP BY source, source_ref HAVING count(DISTINCT digest) > 1)""",
    ),
]
# One statement, as for a single entry: totals are locked in one order, whoever posts at the same time.
ENTRIES = """
    INSERT INTO balancesheet_entry (
        ledger_id, dated, source, source_ref, kind, restates, why, words, foundation_id, event_id, grade, lines,
        entered_by_id, entered_at, checked_by_id, checked_at, posted_at
    )
    SELECT ledger, dated, source, source_ref, kind, restates, why, words, foundation, event, grade, lines,
           entered_by, entered_at, checked_by, checked_at, posted_at
    FROM balancesheet_row ORDER BY row_no
    ON CONFLICT (source, source_ref) DO NOTHING
"""


class Fault(NamedTuple):
    """What is wrong with a row. Rows are counted from 1."""

    row: int
    sentence: str


class Posted(NamedTuple):
    """How many entries are new, and how many rows were posted before."""

    new: int
    same: int


class RowsRefused(Refused):
    """Nothing was posted. faults: the first MOST_FAULTS, in the order of the rows; count: how many there are."""

    def __init__(self, faults: list[Fault], *, count: int) -> None:
        first = "; ".join(f"row {fault.row}: {fault.sentence}" for fault in faults[:5])
        super().__init__(f"Nothing was posted, for {count:,} fault{'s' if count > 1 else ''}: {first}")
        self.faults = faults
        self.count = count


class Rows:
    """Drafts as rows of CSV, made while PostgreSQL takes those before. Has what COPY needs of a file."""

    def __init__(self, drafts: Iterable[Draft], *, at: datetime) -> None:
        self.numbered = enumerate(drafts, start=1)
        self.at = at
        self.faults: list[Fault] = []
        self.count = 0

    def read(self, size: int) -> str:
        """Return the rows of the next drafts, whatever they come to; nothing at the end."""
        rows = ""
        while not rows and (batch := list(islice(self.numbered, BATCH))):
            rows = "".join(self.texts(batch))
        return rows

    def texts(self, batch: list[tuple[int, Draft]]) -> Iterator[str]:
        for row, draft in batch:
            self.count = row
            try:
                yield f"{row}\x02{said(draft, at=self.at)}\n"
            except Refused as refused:
                self.faults.append(Fault(row, str(refused)))


def post_many(drafts: Iterable[Draft], *, at: datetime) -> Posted:
    """Post entries, as many as there are. Rows that were posted before, or come twice, are posted once.

    Raises RowsRefused, with nothing posted, where any row is refused. The drafts must not ask this database connection
    for anything while they are read.
    """
    with refusals(), transaction.atomic(), connection.cursor() as cursor:
        lift_limits()
        rows = Rows(drafts, at=at)
        cursor.execute(INCOMING)
        cursor.copy_expert(COPY, rows)
        cursor.execute(ROWS)
        cursor.execute(SAME)
        try:
            new = written(cursor, rows)
        except (DatabaseError, Refused):
            # Rows are looked through only when one was refused: that takes as long as posting half of them.
            name_rows(cursor, rows)
            raise
    return Posted(new=new, same=rows.count - new)


def written(cursor: Any, rows: Rows) -> int:
    """Write all rows, or none. Returns how many are new."""
    if rows.faults:
        raise Refused
    with transaction.atomic():
        cursor.execute(ENTRIES)
        new: int = cursor.rowcount
        connection.check_constraints()
        cursor.execute(f"SELECT EXISTS (SELECT FROM balancesheet_row WHERE {OTHER_CONTENT})")  # noqa: S608 - ours
        if cursor.fetchone()[0]:
            raise Refused
    # The triggers' plans are made for this many rows now, and the next entry may come alone.
    cursor.execute("DISCARD PLANS")
    return new


def name_rows(cursor: Any, rows: Rows) -> None:
    """Raise RowsRefused with the rows that break a rule."""
    found_by = [f"SELECT row_no, {sentence} FROM balancesheet_row WHERE {due}" for sentence, due in FAULTS]  # noqa: S608
    every = " UNION ALL ".join(found_by)
    cursor.execute(f"SELECT *, count(*) OVER () FROM ({every}) ORDER BY row_no LIMIT {MOST_FAULTS}")  # noqa: S608
    found = cursor.fetchall()
    faults = sorted([*rows.faults, *(Fault(row, sentence) for row, sentence, _ in found)])
    if faults:
        raise RowsRefused(faults[:MOST_FAULTS], count=len(rows.faults) + (found[0][2] if found else 0))
