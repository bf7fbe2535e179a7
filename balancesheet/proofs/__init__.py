"""What must hold of the ledger, whatever happened to it: queries that return no row, each named by what it proves.

The queries read only: an auditor can run the files as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

FOLDER = Path(__file__).resolve().parent
# Rows that are shown of a proof that fails.
SHOWN = 10


@dataclass(frozen=True)
class Proof:
    """What a proof found against what it proves: the first rows, and how many there are."""

    name: str
    against: tuple[dict[str, Any], ...]
    count: int

    @property
    def words(self) -> str:
        return self.name.replace("_", " ")


def proofs() -> Iterator[Proof]:
    """Run all proofs, in the order of their names."""
    for path in sorted(FOLDER.glob("*.sql")):
        yield proof(path.stem)


def proof(name: str) -> Proof:
    """Run one proof. Raises FileNotFoundError where there is none of this name."""
    query = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(query)
        columns = [column.name for column in cursor.description]
        shown = cursor.fetchmany(SHOWN)
        return Proof(name, tuple(dict(zip(columns, row, strict=True)) for row in shown), cursor.rowcount)
