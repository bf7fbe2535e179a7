"""Entering a file of returns: all its rows, or none. The file itself is kept as the evidence of each."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from balancesheet.actions import evidence
from balancesheet.actions.evidence import Shown
from balancesheet.actions.return_files.reading import Reading, read_file, rows_of
from balancesheet.ledger.limits import lift_limits
from balancesheet.models import ReturnFile
from balancesheet.sources.claims import Books, Claim

ROWS_AT_ONCE = 1000
ROWS_ONCE = "balancesheet_rows_are_returned_once"
COLUMNS = (
    "file_id", "file_row", "evidence_id", "entered_by_id", "entered_at", "refused_why", "withdrawn_why",
    "ledger_id", "kind", "dated", "amount", "group", "words", "foundation_id", "people",
)  # fmt: skip


class HasFaults(Exception):
    """The file has faults, so that nothing of it was kept: see its reading."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(f"{reading.fault_count} faults")
        self.reading = reading


class AlreadyReturned(Exception):
    """The same rows were entered before, in this file or in another that says the same."""

    def __init__(self, file: ReturnFile | None) -> None:
        super().__init__(str(file))
        self.file = file


class ReturnRows:
    """The rows of a file as CSV, made while PostgreSQL stores those before. Has what COPY needs of a file."""

    def __init__(self, rows: Iterator[tuple[int, Claim]], *, file: ReturnFile) -> None:
        self.rows = rows
        self.of_all = [file.evidence_id, file.entered_by_id, file.entered_at.isoformat(), "", ""]
        self.file_id = file.pk

    def read(self, size: int) -> str:
        """Return the next rows, whatever they come to; nothing at the end."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows(self.cells(row, claim) for row, claim in islice(self.rows, ROWS_AT_ONCE))
        return text.getvalue()

    def cells(self, row: int, claim: Claim) -> list[Any]:
        return [
            self.file_id, row, *self.of_all,
            claim.ledger, claim.kind.code, claim.dated, claim.amount, claim.group, claim.words,
            claim.foundation, claim.people,
        ]  # fmt: skip


def enter_file(path: Path, *, shown: Shown, by: User, at: datetime) -> ReturnFile:
    """Enter all rows of a file. They count once another person has checked the file.

    Raises HasFaults or AlreadyReturned, with nothing kept.
    """
    books = Books.at(at)
    reading = read_file(path, books)
    if not reading.can_be_entered:
        raise HasFaults(reading)
    if twin := twin_of(reading):
        raise AlreadyReturned(twin)
    try:
        with transaction.atomic():
            return entered(path, reading, books, shown=shown, by=by, at=at)
    except IntegrityError as error:
        if ROWS_ONCE not in str(error):
            raise
        # By somebody else at the same moment.
        raise AlreadyReturned(twin_of(reading)) from error


def twin_of(reading: Reading) -> ReturnFile | None:
    """Return the file that holds the same rows and was neither refused nor withdrawn."""
    return ReturnFile.objects.standing().select_related("evidence").filter(rows_digest=reading.digest).first()


def entered(path: Path, reading: Reading, books: Books, *, shown: Shown, by: User, at: datetime) -> ReturnFile:
    lift_limits()
    file = ReturnFile.objects.create(
        evidence=evidence.keep(shown, by=by, at=at),
        rows_digest=reading.digest,
        row_count=reading.row_count,
        entered_by=by,
        entered_at=at,
    )
    names = ", ".join(connection.ops.quote_name(column) for column in COLUMNS)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY balancesheet_return ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (refused_why, withdrawn_why))",
            ReturnRows(rows_of(path, books, Reading()), file=file),
        )
    return file
