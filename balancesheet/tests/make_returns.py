"""Returns, evidence and files of returns for tests. A test names only what it is about."""

import csv
import io
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User

from balancesheet.actions import evidence, return_files, returning
from balancesheet.actions.evidence import Document, Shown
from balancesheet.models import Evidence, Return, ReturnFile
from balancesheet.sources.claims import COLUMNS, Books, Claim, read_claim
from balancesheet.tests.make import NOON, make_person

CELLS = {
    "neighbourhood": "N1",
    "kind": "hours_residents",
    "date": "04/04/2026",
    "amount": "12.5",
    "unit": "hours",
    "group": "Pin Green garden",
    "what happened": "Weekly litter pick",
    "foundation": "",
    "people": "",
}
ESTIMATE = Shown(kind="estimate", title="Count of the spring", reference="Heads counted once, times the weeks")


def make_cells(**says: str) -> dict[str, str]:
    """Return a row of a file. A column of two words is named with a low line."""
    return CELLS | {column.replace("_", " "): text for column, text in says.items()}


def make_claim(**says: str) -> Claim:
    claim = read_claim(make_cells(**says), Books.at(NOON))
    assert isinstance(claim, Claim), claim
    return claim


def make_evidence(path: Path | None = None, **says: Any) -> Evidence:
    """Return an estimate, or the document at the path."""
    shown = Shown(kind="document", title="Award letter", document=Document(path, path.name)) if path else ESTIMATE
    return evidence.keep(Shown(**{**shown.__dict__, **says}), by=make_person("enters"), at=NOON)


def make_return(*, by: str = "enters", **says: str) -> Return:
    """Return one that waits to be checked."""
    return returning.enter(claim=make_claim(**says), shown=ESTIMATE, by=make_person(by), at=NOON)


def make_checked(*, by: str = "checks", **says: str) -> Return:
    returned = make_return(**says)
    return returning.check(key=returned.pk, seen=returned.entered_at, by=make_person(by), at=NOON)


def make_ledger_officer(username: str) -> User:
    officer = User.objects.create_user(username, password="a password", is_staff=True)
    officer.groups.add(Group.objects.get(name="Ledger officer"))
    return officer


def csv_text(*rows: dict[str, str], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def make_file(folder: Path, *rows: dict[str, str], name: str = "returns.csv") -> Path:
    path = folder / name
    path.write_text(csv_text(*(rows or (make_cells(),))), encoding="utf-8", newline="")
    return path


def enter_file(path: Path, *, by: str = "enters", **says: Any) -> ReturnFile:
    shown = Shown(kind="signed_return", title="Return of the garden", document=Document(path, path.name))
    return return_files.enter_file(path, shown=shown, by=make_person(by), at=NOON, **says)
