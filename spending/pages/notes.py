"""Import notes as people read them: how each file reconciles, and what was decided about it.

Rows in quarantine are counted and never shown in public: what could not be read may name somebody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from spending.models import Body, ImportNote
from spending.pages.filters import payments_address
from stevenage_cwb.common.money import pounds

KINDS = {"csv": "CSV", "xlsx": "Excel workbook (XLSX)", "xls": "Excel workbook (XLS)", "ods": "OpenDocument (ODS)"}
ROLES = {
    "amount": "Amount",
    "date": "Date",
    "supplier": "Payee",
    "ref": "Reference",
    "currency": "Currency",
    "irrecoverable_vat": "VAT that cannot be recovered",
    "department": "Department",
    "purpose": "Purpose",
    "category": "Category",
    "supplier_ref": "The body’s own number of the payee",
    "company_no": "Company number",
    "charity_no": "Charity number",
    "capital_revenue": "Capital or revenue",
    "card": "Paid by card",
}
IGNORED = {
    "blank": "blank rows",
    "total": "totals",
    "control": "headings and notes",
    "header_repeat": "titles again",
    "header_continuation": "second row of titles",
}
UNREAD = {
    "amount_missing": "no amount",
    "amount_unreadable": "an amount that cannot be read",
    "amount_redacted": "a redacted amount",
    "date_missing": "no date",
    "date_unreadable": "a date that cannot be read",
    "date_redacted": "a redacted date",
    "other_currency": "an amount in another currency",
    "ragged": "more cells than titles",
    "quotes": "a quotation mark that is not closed",
    "nul": "a NUL byte",
}
# What a person said yes to, by the word that the command knows it by.
DECIDED = {
    "total": "A total in the file disagrees with its payments.",
    "total_line": "A payment is as much as all payments above it.",
    "date_order": "The dates are not all in one order.",
    "amounts": "It is not certain which column holds the amounts.",
    "no_date": "No column holds dates.",
    "no_supplier": "No column holds payees.",
    "period": "The dates are outside the period that the file’s name says.",
    "signs": "Most of its amounts are below zero.",
    "credits": "It calls amounts credits that are above zero.",
    "future": "It has dates more than a year ahead.",
    "another_table": "It is made of several parts.",
    "mostly_unread": "More records could not be read than could.",
    "second_version_replace": "It replaces a former version of the file.",
    "second_version_add": "It is counted beside a former version of the file.",
}


@dataclass(frozen=True)
class Part:
    """So many records of one kind."""

    name: str
    count: int


@dataclass(frozen=True)
class Reconciliation:
    """Every record of a file, once: imported, ignored or in quarantine."""

    records: int
    imported: int
    ignored: tuple[Part, ...]
    quarantined: tuple[Part, ...]

    @property
    def quarantined_count(self) -> int:
        return sum(part.count for part in self.quarantined)


@dataclass(frozen=True)
class Fact:
    """What we know of a file, under the name people know it by."""

    name: str
    said: str


@dataclass(frozen=True)
class Note:
    """One import note. address: of its page; payments: of its payments."""

    id: int
    name: str
    body: str
    body_id: int
    period: str
    payments_count: int
    sum: str
    accepted_on: date

    @property
    def address(self) -> str:
        return reverse("spending:file", args=[self.id])

    @property
    def payments(self) -> str:
        return payments_address(file=self.id)


@dataclass(frozen=True)
class NotePage:
    """All that is public about one imported file."""

    note: Note
    reconciliation: Reconciliation
    facts: tuple[Fact, ...]
    columns: tuple[Fact, ...]
    warnings: tuple[str, ...]
    decided: tuple[str, ...]
    about_the_file: tuple[Fact, ...]


@dataclass(frozen=True)
class NotesPage:
    """Import notes, the newest first. older: the number after which the next page begins; None on the last."""

    notes: tuple[Note, ...]
    count: int
    bodies: tuple[Body, ...]
    body: Body | None
    is_newest: bool
    older: int | None


class NoLongerCounted(Exception):
    """The file was public once, and is in no sum any more."""


def notes_page(*, body: int | None, before: int | None, size: int) -> NotesPage | None:
    """Return accepted notes, newest first; of those before a file, where one is given. None: there is no such body.

    Costs three queries.
    """
    bodies = tuple(Body.objects.filter(files__note__in=ImportNote.objects.published()).distinct())
    chosen = next((one for one in bodies if one.pk == body), None)
    if body is not None and chosen is None:
        return None
    public = ImportNote.objects.published().filter(**({"file__body": chosen} if chosen else {}))
    older = public.filter(**({"file__lt": before} if before else {}))
    rows = list(older.select_related("file__body").order_by("-file_id")[: size + 1])
    return NotesPage(
        notes=tuple(note_of(row) for row in rows[:size]),
        count=public.count(),
        bodies=bodies,
        body=chosen,
        is_newest=before is None,
        older=rows[size - 1].file_id if len(rows) > size else None,
    )


def note_page(number: int) -> NotePage | None:
    """Return what is public of a file, None where nothing is or was. Raises NoLongerCounted. Costs one query."""
    accepted = ImportNote.objects.filter(accepted_at__isnull=False).select_related("file__body")
    row = accepted.filter(file=number).first()
    if row is None:
        return None
    if row.file.undone_at:
        raise NoLongerCounted
    return NotePage(
        note=note_of(row),
        reconciliation=reconciliation_of(row),
        facts=facts_of(row),
        columns=columns_of(row.file.columns),
        warnings=tuple(row.warnings),
        decided=decided_of(row),
        about_the_file=about(row),
    )


def note_of(row: ImportNote) -> Note:
    return Note(
        id=row.file_id,
        name=row.file.name,
        body=row.file.body.name,
        body_id=row.file.body_id,
        period=period(row.date_min, row.date_max),
        payments_count=row.rows_imported,
        sum=pounds(row.sum_pence),
        accepted_on=day_of(row.accepted_at),
    )


def reconciliation_of(row: ImportNote) -> Reconciliation:
    return reconciliation(
        records=row.record_count, imported=row.rows_imported, ignored=row.ignored, quarantined=row.quarantined
    )


def reconciliation(
    *, records: int, imported: int, ignored: Mapping[str, int], quarantined: Mapping[str, int]
) -> Reconciliation:
    return Reconciliation(records, imported, parts(ignored, IGNORED), parts(quarantined, UNREAD))


def parts(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Part, ...]:
    """Return counts by kind, the most first. A kind of other times goes by its own name."""
    named = [Part(names.get(kind, kind.replace("_", " ")), count) for kind, count in counts.items()]
    return tuple(sorted(named, key=lambda part: (-part.count, part.name)))


def facts_of(row: ImportNote) -> tuple[Fact, ...]:
    """Return the figures of a file, each of which somebody can check against the file itself."""
    totals = ", ".join(pounds(pence) for pence in row.controls)
    return (
        Fact("Sum of all payments", pounds(row.sum_pence)),
        Fact("Dates", period(row.date_min, row.date_max)),
        Fact("Credits, counted as less than nothing", f"{row.negative_rows:,}"),
        Fact("Payees redacted by the body", redacted(row.redacted_rows, of=row.rows_imported)),
        Fact("Amounts rounded to whole pence", f"{row.rounded_rows:,}"),
        Fact("Totals that the file states", totals or "none"),
    )


def redacted(rows: int, *, of: int) -> str:
    """Return how many payees are redacted, and how many in a hundred, to one decimal place."""
    return f"{rows:,} of {of:,} ({share(rows, of)})" if rows else "none"


def share(part: int, whole: int) -> str:
    """Return part of whole in words, to one decimal place; half-way values round to even."""
    thousandths = round(Fraction(1000 * part, whole)) if whole else 0
    return f"{thousandths // 10}.{thousandths % 10}%"


def columns_of(kept: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Return which column was read as what."""
    return tuple(Fact(ROLES.get(role, role), title) for role, title, _ in kept.get("columns", []))


def decided_of(row: ImportNote) -> tuple[str, ...]:
    return tuple(DECIDED.get(code, code) for code in row.decided)


def about(row: ImportNote) -> tuple[Fact, ...]:
    """Return by what somebody tells whether the file they have is the one that we read."""
    file = row.file
    return (
        Fact("Kind", kind_of(file.kind, file.encoding)),
        Fact("Size", f"{file.byte_count:,} bytes"),
        Fact("SHA-256", file.bytes_digest),
        Fact("Imported", on(file.imported_at)),
        Fact("Accepted", on(row.accepted_at)),
    )


def kind_of(kind: str, encoding: str) -> str:
    """Return what a file is. A workbook says its encoding itself."""
    name = KINDS.get(kind, kind)
    return name if encoding == kind else f"{name}, {encoding}"


def period(first: date | None, last: date | None) -> str:
    if not (first and last):
        return "no dates"
    return f"{first:%-d %B %Y}" if first == last else f"{first:%-d %B %Y} to {last:%-d %B %Y}"


def on(at: datetime | None) -> str:
    return f"{day_of(at):%-d %B %Y}" if at else "–"


def day_of(at: datetime | None) -> date:
    if at is None:
        raise ValueError("Only an accepted note has a day on which it was accepted.")
    return localdate(at)
