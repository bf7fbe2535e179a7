"""Spend files and imports for tests. A test names only what it is about."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User

from spending import actions
from spending.actions import Asked, Report
from spending.models import Payment

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TITLES = ["Payment Date", "Transaction Number", "Supplier Name", "Purpose of Expenditure", "Net Amount"]
# Dates, references, payees, purposes and pounds; 1,500.00 in all.
ROWS = [
    ["01/06/2026", "T1", "Roebuck Bakery Ltd", "Catering", "1000.50"],
    ["15/06/2026", "T2", "REDACTED", "Care", "600.00"],
    ["30/06/2026", "T3", "Pin Green Print Ltd", "Printing", "-100.50"],
]


def make_officer(username: str = "officer", *, group: str = "Data officer") -> User:
    officer = User.objects.create_user(username=username, password="a long password", is_staff=True)
    officer.groups.add(Group.objects.get(name=group))
    return officer


def csv_bytes(rows: list[list[str]] = ROWS, *, titles: list[str] = TITLES) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([titles, *rows])
    return text.getvalue().encode()


def spend_file(
    folder: Path, rows: list[list[str]] = ROWS, *, name: str = "june.csv", titles: list[str] = TITLES
) -> Path:
    path = folder / name
    path.write_bytes(csv_bytes(rows, titles=titles))
    return path


def numbered(count: int, *, first: int = 1) -> list[list[str]]:
    """Return so many ordinary payments of June, each unlike the others, on days that are no months."""
    return [
        [f"{number % 16 + 13}/06/2026", f"N{number}", f"Supplier {number} Ltd", "Repairs", f"{number}.25"]
        for number in range(first, first + count)
    ]


def make_import(
    path: Path, *, body: str = "Example Council", by: User | None = None, at: datetime = MONDAY, **asked: Any
) -> Report:
    return actions.import_file(Asked(path=path, body=body, **{"name": path.name, **asked}), by=by, at=at)


def counted_pence() -> list[int]:
    """Return the amounts that are in the sums, in order."""
    return sorted(Payment.objects.counted().values_list("amount_pence", flat=True))
