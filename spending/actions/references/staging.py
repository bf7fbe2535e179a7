"""Tables that last as long as an import: rows go in by COPY, a batch at a time, and are worked on as one set."""

import csv
import io
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from django.db import connection

from spending.actions.references.records import Counts, Fault

BATCH = 5000


class Staging:
    """A temporary table. Its columns are said as SQL says them; empty cells are nothing, or "" where it is text."""

    def __init__(self, name: str, columns: dict[str, str]) -> None:
        self.name, self.columns = name, columns
        self.rows: list[Sequence[Any]] = []

    def __enter__(self) -> Self:
        run(
            f"CREATE TEMPORARY TABLE {self.name} ({', '.join(f'{name} {kind}' for name, kind in self.columns.items())})"
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a fault the transaction is over, and the table with it.
        if kind is None:
            run(f"DROP TABLE {self.name}")

    def add(self, *row: Any) -> None:
        self.rows.append(row)
        if len(self.rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(self.rows)
        self.rows.clear()
        text.seek(0)
        texts = ", ".join(name for name, kind in self.columns.items() if kind.startswith("text"))
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.name} FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}))", text)

    def complete(self) -> None:
        """Put in what waits, and let PostgreSQL see how much there is."""
        self.flush()
        run(f"ANALYZE {self.name}")

    def drop_repeated(self, counts: Counts, *, column: str, title: str) -> None:
        """Take out the rows whose value an earlier row has, and tell each. The table has a column `row`."""
        placed = f"(SELECT *, row_number() OVER (PARTITION BY {column} ORDER BY row) AS place FROM {self.name}) placed"  # noqa: S608
        later = f"SELECT row FROM {placed} WHERE place > 1"  # noqa: S608 -- the names are of this package
        repeated = fetched(f"DELETE FROM {self.name} WHERE row IN ({later}) RETURNING row, {column}")  # noqa: S608
        for row, value in sorted(repeated):
            counts.take_back(Fault(row, title, value, "one row for each: an earlier row has this one", is_row=True))


def run(statement: str, parameters: dict[str, Any] | None = None) -> int:
    """Run a statement. Returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def fetched(statement: str, parameters: dict[str, Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
