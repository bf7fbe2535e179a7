"""Carries the lines of a reading into the database by COPY, as many as there are, in little memory."""

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.db import connection

from spending.actions.reading.lines import Batch, Columns, Line, Quarantined
from spending.models import Payment, QuarantinedRow

# What of a line tells whether two files hold the same payments: neither its number nor how it was written.
READ_COLUMNS = list(Line._fields[1:-1])
PAYMENT_COLUMNS = ["file_id", "record_no", "raw", *READ_COLUMNS]
QUARANTINE_COLUMNS = ["file_id", "record_no", "kind", "column", "text", "raw"]
LINES_AT_ONCE = 500
# Rows in quarantine wait on the disk from here on: one connection can COPY into one table at a time.
ASIDE_BYTES = 1_000_000
# ASCII's own signs between cells and round them: they are in hardly any text, so hardly any cell needs quotes.
BETWEEN, ROUND = "\x1f", "\x1e"
# A tab in JSON stands between its parts only: within a text it is written as two other letters.
BETWEEN_TEXTS = ",\t"

as_json = json.JSONEncoder(ensure_ascii=False, separators=(BETWEEN_TEXTS, ":")).encode


class Dialect(csv.excel):
    """The CSV that COPY is given."""

    delimiter = BETWEEN
    quotechar = ROUND
    # A cell that holds a sign of these is quoted.
    lineterminator = "\r\n"


class Texts(list[str]):
    """What a CSV writer writes: it hands over each row by itself."""

    write = list.append


class PaymentRows:
    """The payments of a reading as CSV, made while PostgreSQL stores those before. Has what COPY needs of a file."""

    def __init__(self, batches: Iterator[Batch], *, file_id: int, aside: IO[str]) -> None:
        self.batches = batches
        self.file_id = file_id
        self.aside = csv.writer(aside, Dialect)
        self.digest = hashlib.sha256()

    def read(self, size: int) -> str:
        """Return the rows of the next batch that has any, whatever they come to; nothing at the end."""
        for batch in self.batches:
            self.aside.writerows(self.row_aside(row) for row in batch.quarantined)
            if rows := self.rows(batch.columns):
                return rows
        return ""

    def rows(self, columns: Columns) -> str:
        numbers, *read, raws = columns
        texts = csv_rows(read)
        self.digest.update("".join(texts).encode())
        start = f"{self.file_id}{BETWEEN}"
        parts = zip(numbers, cells(raws), texts, strict=True)
        return "".join([f"{start}{number}{BETWEEN}[{raw}]{BETWEEN}{text}" for number, raw, text in parts])

    def row_aside(self, row: Quarantined) -> list[Any]:
        return [self.file_id, row.record, row.kind, row.column, row.text, as_json(row.raw)]


def csv_rows(columns: Columns) -> list[str]:
    """Return the rows of these columns as CSV. Where nothing needs quotes, joining takes a quarter of the time."""
    texts = [*map(as_texts, columns)]
    rows = [*map(BETWEEN.join, zip(*texts, strict=True))]
    whole = "".join(rows)
    if whole.count(BETWEEN) == len(rows) * (len(texts) - 1) and not any(sign in whole for sign in f"{ROUND}\r\n"):
        return [f"{row}\r\n" for row in rows]
    written = Texts()
    csv.writer(written, Dialect).writerows(zip(*texts, strict=True))
    return written


def as_texts(column: list[Any]) -> list[str]:
    """Return a column as texts. All of it is of one type, or nothing."""
    if column and isinstance(column[0], str):
        return column
    return ["" if value is None else str(value) for value in column]


def cells(rows: list[list[str]]) -> list[str]:
    """Return the cells of each row as JSON, without the brackets round them. In one go, which takes half the time."""
    return as_json(rows)[2:-2].split(f"]{BETWEEN_TEXTS}[") if rows else []


def store_lines(lines: Iterator[Line], *, file_id: int) -> str:
    """Store payments that come one by one. Returns their digest."""
    return store_batches(map(Batch.of, iter(lambda: [*islice(lines, LINES_AT_ONCE)], [])), file_id=file_id)


def digest_of_rows(batches: Iterator[Batch]) -> str:
    """Return the digest of the payments as they were read: that by which the same rows are known in any file."""
    digest = hashlib.sha256()
    for batch in batches:
        digest.update("".join(csv_rows(batch.columns[1:-1])).encode())
    return digest.hexdigest()


def store_batches(batches: Iterator[Batch], *, file_id: int) -> str:
    """Store payments and rows in quarantine. Returns the digest of the payments, as digest_of_rows does."""
    with tempfile.SpooledTemporaryFile(ASIDE_BYTES, "w+", encoding="utf-8", newline="") as aside:
        rows = PaymentRows(batches, file_id=file_id, aside=aside)
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
            f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT csv, DELIMITER '{BETWEEN}',"
            f" QUOTE '{ROUND}', FORCE_NOT_NULL ({never_null}))",
            rows,
        )
