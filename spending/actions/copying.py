"""Carries the lines of a reading into the database by COPY, as many as there are, in little memory."""

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.db import connection

from spending.actions.reading.lines import Line, Quarantined
from spending.models import Payment, QuarantinedRow

# What of a line tells whether two files hold the same payments: neither its number nor how it was written.
READ_COLUMNS = list(Line._fields[1:-1])
PAYMENT_COLUMNS = ["file_id", "record_no", "raw", *READ_COLUMNS]
QUARANTINE_COLUMNS = ["file_id", "record_no", "kind", "column", "text", "raw"]
# Lines held in memory at once.
BATCH = 500
# Rows in quarantine wait on the disk from here on: one connection can COPY into one table at a time.
ASIDE_BYTES = 1_000_000
# What stands between two texts of a JSON array, as CSV marks it.
BETWEEN = '"",""'

as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Texts(list[str]):
    """What a CSV writer writes: it hands over each row by itself."""

    write = list.append


class PaymentRows:
    """The payments of a reading as CSV, made while PostgreSQL stores those before. Has what COPY needs of a file."""

    def __init__(self, lines: Iterator[Line | Quarantined], *, file_id: int, aside: IO[str]) -> None:
        self.lines = lines
        self.file_id = file_id
        self.aside = csv.writer(aside)
        self.digest = hashlib.sha256()
        self.texts = Texts()
        self.writer = csv.writer(self.texts, lineterminator="\n")

    def read(self, size: int) -> str:
        """Return the rows of the next lines, whatever they come to; nothing at the end."""
        rows = ""
        while not rows and (batch := list(islice(self.lines, BATCH))):
            rows = self.rows([line for line in batch if isinstance(line, Line)])
            self.aside.writerows(self.row_aside(line) for line in batch if isinstance(line, Quarantined))
        return rows

    def rows(self, payments: list[Line]) -> str:
        self.texts.clear()
        self.writer.writerows([line[1:-1] for line in payments])
        self.digest.update("".join(self.texts).encode())
        start = f"{self.file_id},"
        pairs = zip(payments, self.texts, strict=True)
        return "".join([f"{start}{line.record},{cells(line.raw)},{text}" for line, text in pairs])

    def row_aside(self, row: Quarantined) -> list[Any]:
        return [self.file_id, row.record, row.kind, row.column, row.text, as_json(row.raw)]


def cells(raw: list[str]) -> str:
    """Return the cells of a record as a JSON array in a cell of CSV.

    Most hold nothing that either has to mark: writing these by hand takes a tenth of the time.
    """
    inner = BETWEEN.join(raw)
    is_plain = inner.isprintable() and "\\" not in inner
    if is_plain and inner.count('"') == BETWEEN.count('"') * (len(raw) - 1):
        return f'"[""{inner}""]"'
    return '"' + as_json(raw).replace('"', '""') + '"'


def store_lines(lines: Iterator[Line | Quarantined], *, file_id: int) -> str:
    """Store payments and rows in quarantine. Returns the digest of the payments as they were read."""
    with tempfile.SpooledTemporaryFile(ASIDE_BYTES, "w+", encoding="utf-8", newline="") as aside:
        rows = PaymentRows(lines, file_id=file_id, aside=aside)
        copy(Payment, PAYMENT_COLUMNS, rows)
        aside.seek(0)
        copy(QuarantinedRow, QUARANTINE_COLUMNS, aside)
    return rows.digest.hexdigest()


def copy(model: type[Payment | QuarantinedRow], columns: list[str], rows: Any) -> None:
    """COPY rows of CSV into a table. An empty cell is an empty text, or nothing where no text can stand."""
    texts = {field.attname for field in model._meta.concrete_fields if field.empty_strings_allowed}
    quoted = {column: connection.ops.quote_name(column) for column in columns}
    names, never_null = ", ".join(quoted.values()), ", ".join(quoted[column] for column in columns if column in texts)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({never_null}))",
            rows,
        )
