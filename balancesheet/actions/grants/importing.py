"""Takes a file of grants in: all of it or nothing. A grant that says something else than before gets a new version."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from balancesheet.actions.grants.placing import Elsewhere, placer
from balancesheet.actions.grants.reading import Fault, Fields, NotReadable, read_row, rows_of
from balancesheet.ledger.limits import lift_limits
from balancesheet.models import Grant, GrantFile
from balancesheet.pages.grants import COLUMNS
from charter.pages.wording import words

IMPORTED, DUPLICATE, REFUSED = "imported", "duplicate", "refused"
# Faults that are told of one by one; the others are counted.
MOST_FAULTS = 100
# Any number will do: nothing else in the portal takes an advisory lock of two numbers with these.
IMPORTING = (2019, 360)


@dataclass
class Report:
    """What an import did, or would do. rows: those that are not blank. ledgers: how many grants each would get."""

    outcome: str
    reason: str = ""
    digest: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    ledgers: dict[str, int] = field(default_factory=dict)
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    file: int | None = None

    def as_json(self) -> dict[str, Any]:
        said = {name: value for name, value in vars(self).items() if name != "faults"}
        return {**said, "faults": [fault._asdict() for fault in self.faults]}


@dataclass
class Read:
    """The rows of a file: what each says, where it stands, and what is wrong."""

    rows: dict[str, tuple[int, Fields]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    repeated: int = 0


@transaction.atomic
def import_grants(content: bytes, *, name: str, by: User | None, at: datetime, dry_run: bool = False) -> Report:
    """Store the grants of a file that are new or changed, and say what became of its rows.

    The same bytes are a duplicate; so is a file that says nothing new. One fault, and nothing is stored.
    """
    digest = hashlib.sha256(content).hexdigest()
    take_turn()
    if before := GrantFile.objects.filter(digest=digest).first():
        return Report(DUPLICATE, f"This file was imported on {before.imported_at:%d/%m/%Y}", digest)
    try:
        read = read_all(content)
    except NotReadable as fault:
        return Report(REFUSED, str(fault), digest)
    if read.faults:
        reason = f"{len(read.faults):,} faults: nothing was imported"
        return Report(
            REFUSED, reason, digest, read.count, fault_count=len(read.faults), faults=read.faults[:MOST_FAULTS]
        )
    report, fresh = compared(read, digest)
    if fresh and not dry_run:
        report.file = store(fresh, GrantFile(name=name, digest=digest, rows=read.count, imported_at=at, imported_by=by))
    return report


def take_turn() -> None:
    """Let one import after the other look at what is there."""
    lift_limits()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", IMPORTING)


def read_all(content: bytes) -> Read:
    """Return all rows of a file, each in its ledger. Raises NotReadable."""
    read, place = Read(), placer()
    council = words().council.name.casefold()
    for number, cells in rows_of(content):
        read.count += 1
        fields, faults = read_row(number, cells)
        if not faults:
            try:
                fields |= {"ledger_id": place(fields), "is_councils": fields["funder_name"].casefold() == council}
            except Elsewhere:
                column = "Beneficiary Location:Geographic Code"
                faults.append(Fault(number, column, "This is no ward or small area of Stevenage that we know"))
        read.faults += faults or keep(read, number, fields)
    return read


def keep(read: Read, number: int, fields: Fields) -> list[Fault]:
    """Keep a row, unless another says something else of the same grant."""
    first, said = read.rows.setdefault(fields["identifier"], (number, fields))
    if said is fields:
        return []
    read.repeated += 1
    return [] if said == fields else [Fault(number, "Identifier", f"Row {first} says something else of this grant")]


def compared(read: Read, digest: str) -> tuple[Report, list[Grant]]:
    """Return what is new in a file, beside what there is."""
    current = {grant.identifier: grant for grant in Grant.objects.current()}
    grants = [
        Grant(row_no=number, supersedes=current.get(identifier), **fields)
        for identifier, (number, fields) in read.rows.items()
    ]
    fresh = [grant for grant in grants if grant.supersedes is None or said(grant) != said(grant.supersedes)]
    changed = sum(grant.supersedes is not None for grant in fresh)
    report = Report(IMPORTED, "", digest, rows=read.count, new=len(fresh) - changed, changed=changed)
    report.same, report.ledgers = read.count - len(fresh), dict(Counter(grant.ledger_id for grant in fresh))
    if not fresh:
        report.outcome, report.reason = DUPLICATE, "It says nothing that is not known already"
    return report, fresh


def said(grant: Grant) -> list[Any]:
    """Return all that a version says. Where its ledger is, was said by it too; what was made of it since, was not."""
    return [getattr(grant, name) for name in COLUMNS.values()]


def store(fresh: Iterable[Grant], file: GrantFile) -> int:
    file.save(force_insert=True)
    grants = list(fresh)
    for grant in grants:
        grant.file = file
    Grant.objects.bulk_create(grants, batch_size=1000)
    return file.pk
