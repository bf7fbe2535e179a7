"""Takes books over from a folder into a portal that has none: all in one transaction, by the ledger's own rules."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max, ProtectedError

from balancesheet import ledger
from balancesheet.actions.evidence import pieces
from balancesheet.actions.handover.folder import DOCUMENTS, NotAsWritten, lines, verify
from balancesheet.actions.handover.tables import (
    BOOKS,
    ENTRIES,
    EVIDENCE,
    OFFICERS,
    PLACES,
    RECORDS,
    TABLES,
    YEARS,
    Row,
    Table,
)
from balancesheet.ledger import Kept
from balancesheet.ledger.limits import lift_limits
from balancesheet.ledger.refusals import refusals
from balancesheet.models import Entry, EvidencePiece, Handover
from balancesheet.sources.pulling import SOURCES

ROWS_AT_ONCE = 1000
# What `balancesheet_post` calls the columns of an entry.
SAID = {
    "ledger": "ledger_id", "reverses": "reverses_id", "foundation": "foundation_id", "event": "event_id",
    "entered_by": "entered_by_id", "checked_by": "checked_by_id",
}  # fmt: skip
SAME_NAMES = (
    "dated", "source", "source_ref", "kind", "restates", "why", "words", "grade", "lines", "entered_at", "checked_at",
    "posted_at",
)  # fmt: skip

T = TypeVar("T")
# The keys of users by what the folder calls them.
Officers = dict[str, int]


class NotEmpty(Exception):
    """The portal has books already."""


class Used(Exception):
    """A place that the folder does not know is in use here."""


class OtherSeal(Exception):
    """A year that was closed again has another seal than it had."""


@transaction.atomic
def import_ledger(folder: Path, *, at: datetime) -> dict[str, int]:
    """Take over everything that a folder says, or nothing. Returns how many rows of what.

    Raises NotEmpty, NotAsWritten, OtherVersion, OtherSeal, Used, or ledger.Refused for what no books can say.
    """
    refuse_unless_empty()
    digest = verify(folder)
    lift_limits()
    with refusals():
        officers = make_officers(folder)
        make_room(folder)
        counts = {table.name: replace(folder, table, officers) for table in PLACES}
        counts |= {table.name: load(folder, table, officers) for table in BOOKS}
        counts[ENTRIES.name] = keep_years(folder, officers)
        counts |= {table.name: load(folder, table, officers) for table in RECORDS}
        go_on_counting()
    Handover.objects.create(
        manifest_digest=digest,
        last_entry=Entry.objects.aggregate(last=Max("pk"))["last"] or 0,
        taken_over_at=at,
    )
    return counts


def refuse_unless_empty() -> None:
    for table in (*BOOKS, YEARS, ENTRIES, *RECORDS):
        if table.model._default_manager.exists():
            called = table.model._meta.verbose_name_plural
            raise NotEmpty(f"There are {called} here. Books are taken over by a portal that has only its words")
    if User.objects.filter(username__startswith="officer-").exists():
        raise NotEmpty("There are users here who are called as the officers of a folder: officer-1, officer-2 …")


def make_officers(folder: Path) -> Officers:
    """Make a user for each officer, who cannot sign in: they answer for what they did, and do nothing more."""
    made = {}
    for row in lines(folder, OFFICERS):
        user = User.objects.create_user(username=row["officer"], is_active=False)
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in row["roles"]])
        made[row["officer"]] = user.pk
    return made


def make_room(folder: Path) -> None:
    """Take away the places that the folder does not know. Raises Used where one of these is in use."""
    for table in reversed(PLACES):
        here = table.model._default_manager.all()
        # Links are all written anew: one that stayed could stand in the way of one that comes.
        if not any(isinstance(field, models.ForeignKey) for field in table.fields.values()):
            key = table.model._meta.pk.attname
            here = here.exclude(pk__in=[row[key] for row in lines(folder, table.name)])
        try:
            here.delete()
        except ProtectedError as error:
            called = table.model._meta.verbose_name_plural
            raise Used(f"Of {called} here the folder knows nothing, and they are used") from error


def replace(folder: Path, table: Table, officers: Officers) -> int:
    """Write rows over those that are here."""
    others = [field.name for field in table.fields.values() if not field.primary_key]
    count = 0
    for rows in batches(rows_of(folder, table, officers)):
        table.model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=others
        )
        count += len(rows)
    return count


def load(folder: Path, table: Table, officers: Officers) -> int:
    """Add all rows of a file, and then decide on them as it was decided."""
    count = 0
    for rows in batches(rows_of(folder, table, officers, undecided=True)):
        table.model._default_manager.bulk_create(rows)
        count += len(rows)
        if table is EVIDENCE:
            keep_documents(folder, rows)
    for decided in table.decided:
        of_act = [table.fields[column].name for column in decided]
        made = (row for row in rows_of(folder, table, officers) if getattr(row, decided[0]) is not None)
        for rows in batches(made):
            table.model._default_manager.bulk_update(rows, of_act)
    return count


def rows_of(folder: Path, table: Table, officers: Officers, *, undecided: bool = False) -> Iterator[models.Model]:
    """Yield the rows of a file as they are stored; undecided: as they were before anybody decided on them."""
    later = {column for decided in table.decided for column in decided} if undecided else set()
    for number, row in enumerate(lines(folder, table.name), start=1):
        named = with_officers(row, table, officers)
        try:
            yield table.model(**{
                column: None if value is None else table.fields[column].to_python(value)
                for column, value in named.items() if column not in later
            })  # fmt: skip
        except ValidationError as error:
            raise NotAsWritten(f"{table.name}.jsonl, line {number:,}: {'; '.join(error.messages)}") from error


def with_officers(row: Row, table: Table, officers: Officers) -> Row:
    """Return a row with the keys of users in place of what the folder calls them."""
    try:
        return row | {column: officers[row[column]] for column in table.officers if row[column] is not None}
    except KeyError as error:
        raise NotAsWritten(f"{table.name}.jsonl names {error}, who is not among the officers") from error


def keep_documents(folder: Path, kept: list[Any]) -> None:
    for evidence in kept:
        document = folder / DOCUMENTS / evidence.digest
        if evidence.byte_count:
            if not document.is_file():
                raise NotAsWritten(f"{DOCUMENTS} has no {evidence.digest}, which evidence {evidence.pk} names")
            for number, piece in enumerate(pieces(document)):
                EvidencePiece.objects.create(evidence=evidence, number=number, content=piece)


def keep_years(folder: Path, officers: Officers) -> int:
    """Open the years, post their entries, and close those that were closed. Returns how many entries there are.

    Year by year, as only an open one takes entries, and only a closed one is restated. Raises OtherSeal.
    """
    years = [with_officers(row, YEARS, officers) for row in lines(folder, YEARS.name)]
    count = 0
    for year_starting in sorted({year["year_starting"] for year in years}):
        of_year = [year for year in years if year["year_starting"] == year_starting]
        for year in of_year:
            ledger.open_year(ledger=year["ledger_id"], year_starting=year_starting)
        count += ledger.restore(entries_of(folder, year_starting, officers))
        for year in of_year:
            if year["closed_at"]:
                close(year)
    return count


def entries_of(folder: Path, year_starting: int, officers: Officers) -> Iterator[Kept]:
    for row in lines(folder, ENTRIES.name):
        if row["year_starting"] == year_starting:
            named = with_officers(row, ENTRIES, officers)
            said = {name: named[name] for name in SAME_NAMES} | {name: named[column] for name, column in SAID.items()}
            yield Kept(number=row["id"], digest=row["digest"], said=said)


def close(year: Row) -> None:
    by, at = User.objects.get(pk=year["closed_by_id"]), datetime.fromisoformat(year["closed_at"])
    closed = ledger.close_year(ledger=year["ledger_id"], year_starting=year["year_starting"], by=by, at=at)
    if closed.seal != year["seal"]:
        raise OtherSeal(
            f"The year {closed} of ledger {closed.ledger_id} has the seal {closed.seal} with these entries,"
            f" and had {year['seal']}"
        )


def go_on_counting() -> None:
    """Let numbers go on after those that came: of rows, and of the records that stayed where the books were kept."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in TABLES]):
            cursor.execute(statement)
        for source in SOURCES:
            if source.numbered_by:
                cursor.execute(NEXT_RECORD, {"table": source.numbered_by, "source": source.name})


# A payment of this portal under the number of one that stayed there would be taken for that one.
NEXT_RECORD = """
    SELECT setval(pg_get_serial_sequence(%(table)s, 'id'), greatest(
        nextval(pg_get_serial_sequence(%(table)s, 'id')),
        (SELECT max(substring(source_ref FROM '^[0-9]+')::bigint) FROM balancesheet_entry WHERE source = %(source)s)))
"""


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        yield batch
