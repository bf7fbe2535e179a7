"""What an import would do, as the officer sees it before saying yes: told from the report of a dry run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spending.actions import Report
from spending.actions.comparing import unusual
from spending.actions.reading.dates import DAY_FIRST
from spending.actions.reading.lines import Counts, Outcome, Quarantined, Reading
from spending.actions.reports import DUPLICATE
from spending.forms.importing import INSTEAD, YES
from spending.models import Body, SourceFile, Upload
from spending.pages.notes import ROLES, Fact, Reconciliation, kind_of, period, reconciliation, redacted
from stevenage_cwb.common.money import pounds

SECOND_VERSION, PROPOSAL, PROFILE_TAKEN = "second_version", "proposal", "profile_taken"


@dataclass(frozen=True)
class Question:
    """Something that only a person can decide; of one that is answered, no texts.

    yes: what a yes means. instead: what helps where no yes does.
    """

    code: str
    texts: tuple[str, ...]
    yes: str = ""
    instead: str = ""


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file: its title, what it is read as, and its first values."""

    title: str
    role: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A file that was read and not stored. twin: the file that holds the same payments already."""

    upload: Upload
    body: str
    why_refused: str = ""
    twin: SourceFile | None = None
    layout: str = ""
    facts: tuple[Fact, ...] = ()
    reconciliation: Reconciliation | None = None
    columns: tuple[ShownColumn, ...] = ()
    unread: tuple[Quarantined, ...] = ()
    warnings: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    profile_taken: str = ""

    @property
    def can_be_imported(self) -> bool:
        return self.reconciliation is not None and not any(question.instead for question in self.questions)


def preview_of(report: Report, upload: Upload, answers: Mapping[str, Any]) -> Preview:
    """Return what a dry run found. `answers` are those given so far: what was said yes to stays on the page."""
    body = upload.asked["body"]
    if report.outcome == DUPLICATE:
        return Preview(upload, body, twin=report.file)
    if report.outcome == Outcome.REFUSED or report.reading is None:
        return Preview(upload, body, why_refused=" ".join(reason.text for reason in report.reasons))
    reading, counts = report.reading, report.reading.counts
    asked = asked_by(report, reading)
    profile_taken = " ".join(asked.pop(PROFILE_TAKEN, []))
    known = Body.objects.filter(name__iexact=body).first()
    return Preview(
        upload=upload,
        body=body,
        layout=layout_of(reading, known),
        facts=facts_of(reading, counts),
        reconciliation=reconciliation(
            records=counts.records,
            imported=counts.imported,
            ignored=counts.ignored,
            quarantined=counts.quarantined,
        ),
        columns=tuple(
            ShownColumn(column.title or "without a title", ROLES.get(column.role, ""), column.values)
            for column in reading.samples
        ),
        unread=tuple(counts.first_quarantined),
        warnings=tuple(unusual(body=known, counts=counts)) if known and counts.imported else (),
        questions=questions_of(asked, reading, answers),
        profile_taken=profile_taken,
    )


def layout_of(reading: Reading, body: Body | None) -> str:
    """Say by which layout the file was read, and what follows from that."""
    if reading.proposal and (reading.doubts or reading.asked):
        return "No saved layout fits, so this one is proposed."
    if reading.proposal:
        return "Its titles and what stands under them leave no doubt."
    digest = reading.layout.digest if reading.layout else ""
    saved = body.layouts.filter(digest=digest).first() if body else None
    return f"It is read by the saved layout “{saved}”." if saved else "It is read by a saved layout."


def facts_of(reading: Reading, counts: Counts) -> tuple[Fact, ...]:
    totals = ", ".join(map(pounds, counts.totals_pence))
    return (
        Fact("Kind", kind_of(reading.kind, reading.encoding)),
        Fact("Sum of all payments", pounds(counts.sum_pence)),
        Fact("Dates", period(counts.date_min, counts.date_max)),
        Fact("Credits", f"{counts.negative:,}"),
        Fact("Redacted payees", redacted(counts.redacted, of=counts.imported)),
        Fact("Totals that the file states", totals or "none"),
    )


def questions_of(asked: Mapping[str, list[str]], reading: Reading, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return what is asked, and what was asked before and said yes to."""
    layout = reading.layout
    order = "day first" if layout and layout.date_order == DAY_FIRST else "month first"
    amount = layout.titles.get("amount", "") if layout else ""
    given = [code for code in answers.get("accept", ()) if code not in asked]
    return tuple(
        Question(
            code=code,
            texts=tuple(asked.get(code, ())),
            yes=YES.get(code, "").format(order=order, amount=amount),
            instead=INSTEAD.get(code, ""),
        )
        for code in [*asked, *given]
    )


def asked_by(report: Report, reading: Reading) -> dict[str, list[str]]:
    """Return the reasons by their code. Doubts about a layout are shown beside other questions too."""
    asked: dict[str, list[str]] = {PROPOSAL: list(reading.doubts)} if reading.doubts else {}
    for reason in report.reasons:
        if reason.code != PROPOSAL:
            asked.setdefault(reason.code, []).append(reason.text)
    return asked
