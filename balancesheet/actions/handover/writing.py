"""Writes everything that the balance sheets rest on into a folder: the same books, the same bytes."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from balancesheet.actions.handover.folder import DOCUMENTS, MANIFEST, SCHEMA, as_text, manifest_of
from balancesheet.actions.handover.tables import (
    OFFICER_COLUMNS,
    OFFICERS,
    TABLES,
    Row,
    Table,
    as_line,
    as_said,
    schema,
)
from balancesheet.ledger.limits import lift_limits
from balancesheet.models import Evidence
from stevenage_cwb.common.spreadsheets import safe_row

ROWS_AT_ONCE = 1000


class FolderIsUsed(Exception):
    """There is something in the folder already."""


def export_ledger(folder: Path) -> dict[str, int]:
    """Write everything into a folder, which is new or empty. Returns how many rows of what.

    It is as of one moment, whatever happens meanwhile, and row by row: memory does not grow with the books.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderIsUsed(f"{folder} is not empty")
    with transaction.atomic():
        see_one_moment()
        lift_limits()
        officers = numbered_officers()
        counts = {OFFICERS: write(folder, OFFICERS, OFFICER_COLUMNS, officer_rows(officers))}
        for table in TABLES:
            counts[table.name] = write(folder, table.name, tuple(table.fields), rows_of(table, officers))
        write_documents(folder / DOCUMENTS)
    (folder / SCHEMA).write_text(as_text(schema()), encoding="utf-8")
    # Last: a folder without it was not written to its end.
    (folder / MANIFEST).write_text(manifest_of(folder), encoding="utf-8")
    return counts


def see_one_moment() -> None:
    """Let all reads of this transaction see the same, unless it has begun before: then that is for who began it."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def numbered_officers() -> dict[int, str]:
    """Return a name for each user who is named anywhere, in the order in which they came: nobody's own."""
    found: set[int] = set()
    for table in TABLES:
        for column in table.officers:
            found.update(table.model._default_manager.order_by().values_list(column, flat=True).distinct())
    found.discard(None)
    return {key: f"officer-{number}" for number, key in enumerate(sorted(found), start=1)}


def officer_rows(officers: dict[int, str]) -> Iterator[Row]:
    for user in User.objects.filter(pk__in=officers).order_by("pk").prefetch_related("groups"):
        yield {"officer": officers[user.pk], "roles": sorted(group.name for group in user.groups.all())}


def rows_of(table: Table, officers: dict[int, str]) -> Iterator[Row]:
    columns = list(table.fields)
    found = table.model._default_manager.order_by(*table.order).values_list(*columns)
    for values in found.iterator(chunk_size=ROWS_AT_ONCE):
        row = {column: as_said(value) for column, value in zip(columns, values, strict=True)}
        yield row | {column: officers[row[column]] for column in table.officers if row[column] is not None}


def write(folder: Path, name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> int:
    """Write rows as lines of JSON, which are read again, and as CSV, for people. Returns how many."""
    count = 0
    with (
        (folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="") as as_json,
        (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as as_csv,
    ):
        table = csv.writer(as_csv)
        table.writerow(columns)
        for row in rows:
            as_json.write(as_line(row))
            table.writerow(safe_row(cell(row[column]) for column in columns))
            count += 1
    return count


def cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list | bool) else value


def write_documents(folder: Path) -> None:
    """Write each document once, under its digest, however many entries rest on it."""
    folder.mkdir()
    for evidence in Evidence.objects.exclude(byte_count=0).order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        path = folder / evidence.digest
        if not path.exists():
            with path.open("wb") as file:
                for piece in evidence.pieces.order_by("number").values_list("content", flat=True).iterator(1):
                    file.write(piece)
