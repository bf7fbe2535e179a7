"""The only code that takes in reference files: reads one, and stores all that it says or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.utils import timezone

from spending.actions import attributing, matching
from spending.actions.originals import digest_of
from spending.actions.reading.kinds import Refused
from spending.actions.references import awards, charities, companies, contracts, days, postcodes, suppliers
from spending.actions.references.columns import COLUMNS
from spending.actions.references.records import Counts
from spending.actions.references.staging import run
from spending.actions.references.taking import Taking
from spending.actions.turns import lift_limits
from spending.models import Body, ReferenceFile, ReferenceKind

IMPORTERS: dict[ReferenceKind, Callable[[Taking], None]] = {
    ReferenceKind.SUPPLIERS: suppliers.take,
    ReferenceKind.CONTRACTS: contracts.take,
    ReferenceKind.COMPANIES: companies.take,
    ReferenceKind.CHARITIES: charities.take,
    ReferenceKind.AWARDS: awards.take,
    ReferenceKind.POSTCODES: postcodes.take,
}
IMPORTED, DUPLICATE, NEEDS_INPUT, REFUSED, BUSY = "imported", "duplicate", "needs_input", "refused", "busy"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants taken in.

    `as_at`: the day the file speaks of; nothing: its name or beginning says it. `waits`: for another import to end,
    which may take minutes.
    """

    kind: ReferenceKind
    path: Path
    name: str
    body: str = ""
    as_at: date | None = None
    dry_run: bool = False
    waits: bool = True


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a file: what the command prints and the desk shows."""

    outcome: str
    reason: str = ""
    as_at: date | None = None
    counts: Counts = field(default_factory=Counts)
    columns: dict[str, str] = field(default_factory=dict)
    file: ReferenceFile | None = None

    def as_json(self) -> dict[str, Any]:
        counts = self.counts
        return {
            "outcome": self.outcome,
            "reason": self.reason,
            "as_at": self.as_at.isoformat() if self.as_at else None,
            "rows_taken": counts.taken,
            "rows_ignored": counts.ignored,
            "rows_refused": counts.refused,
            "cells_left_out": counts.cells_left_out,
            "changes": self.changes,
            "columns": self.columns,
            "faults": [fault.in_words() for fault in counts.faults],
        }

    @property
    def changes(self) -> dict[str, int]:
        """Return how many of each were changed, those of which none was left out."""
        return {what: count for what, count in self.counts.changes.items() if count}


def columns_of(kind: ReferenceKind, report: Report) -> list[tuple[str, str]]:
    """Return each title of the file that something is read from, with what is read."""
    wanted = {column.field: column.wanted for column in COLUMNS[kind]}
    return [(title, wanted[field]) for field, title in report.columns.items() if field in wanted]


class Stopped(Exception):
    """Nothing may be stored. Carries the report that says why."""

    def __init__(self, outcome: str, reason: str, taking: Taking | None = None) -> None:
        super().__init__(reason)
        found = {"as_at": taking.as_at, "counts": taking.counts, "columns": taking.columns} if taking else {}
        self.report = Report(outcome=outcome, reason=reason, **found)  # type: ignore[arg-type]


def import_reference(asked: Asked, *, by: User | None, at: datetime) -> Report:
    """Take a file in, and let what is known of payments follow. Returns what was found, stored or not."""
    try:
        with transaction.atomic():
            lift_limits()
            keep_others_out(asked)
            report = imported(asked, by=by, at=at)
            transaction.set_rollback(asked.dry_run)
    except Stopped as stopped:
        return stopped.report
    except Refused as refusal:
        return Report(outcome=REFUSED, reason=str(refusal))
    return report


def keep_others_out(asked: Asked) -> None:
    """Lock the list of files. Of two that take in the same file, the second waits, and finds that it is there."""
    try:
        run(f"LOCK TABLE spending_referencefile IN SHARE ROW EXCLUSIVE MODE {'' if asked.waits else 'NOWAIT'}")
    except OperationalError as taken:
        raise Stopped(BUSY, "Another file is being imported just now. Try again in a few minutes.") from taken


def imported(asked: Asked, *, by: User | None, at: datetime) -> Report:
    digest = digest_of(asked.path)
    if twin := ReferenceFile.objects.filter(kind=asked.kind, digest=digest).first():
        raise Stopped(DUPLICATE, f"The same file was imported as “{twin}” on {twin.imported_at:%-d %B %Y}.")
    taking = Taking(kind=asked.kind, path=asked.path, name=asked.name, as_at=day_of(asked, at=at), body=body_of(asked))
    IMPORTERS[asked.kind](taking)
    taking.counts.faults.sort(key=lambda fault: fault.row)
    if not taking.counts.taken:
        raise Stopped(REFUSED, "There is not one row that could be taken.", taking)
    let_payments_follow(taking, at=at)
    file = ReferenceFile.objects.create(
        kind=asked.kind,
        name=asked.name,
        digest=digest,
        as_at=taking.as_at,
        rows_taken=taking.counts.taken,
        rows_refused=taking.counts.refused,
        changes={what: count for what, count in taking.counts.changes.items() if count},
        faults=[fault.in_words() for fault in taking.counts.faults],
        imported_at=at,
        imported_by=by,
    )
    return Report(outcome=IMPORTED, as_at=taking.as_at, counts=taking.counts, columns=taking.columns, file=file)


def day_of(asked: Asked, *, at: datetime) -> date:
    """Return the day that the file speaks of. Raises Stopped where nobody says it, or it is still to come."""
    day = asked.as_at or days.in_name(asked.name) or days.in_beginning(asked.path)
    if day is None:
        raise Stopped(NEEDS_INPUT, "Say which day the file speaks of: neither its name nor its beginning does.")
    if day > timezone.localdate(at):
        raise Stopped(NEEDS_INPUT, f"{day:%-d %B %Y} is still to come. Say which day the file speaks of.")
    return day


def body_of(asked: Asked) -> Body | None:
    """Return the council whose supplier records these are. Other kinds belong to none. Raises Stopped."""
    if asked.kind != ReferenceKind.SUPPLIERS:
        return None
    body = Body.objects.filter(name__iexact=" ".join(asked.body.split())).first()
    if body is None:
        known = ", ".join(f"“{name}”" for name in Body.objects.values_list("name", flat=True)) or "none yet"
        raise Stopped(NEEDS_INPUT, f"Say whose supplier records these are. The councils with payments are: {known}.")
    return body


def let_payments_follow(taking: Taking, *, at: datetime) -> None:
    """Match payees by what is known now, and attribute anew what went to suppliers that moved or are found."""
    if taking.kind == ReferenceKind.POSTCODES:
        attributing.attribute_all()
        return
    matched = matching.match(payees=None, at=at)
    taking.counts.changes["payees of which more or other is known"] += len(matched)
    attributing.attribute_payees(payees=matched)
    attributing.attribute_suppliers(suppliers=taking.touched)
