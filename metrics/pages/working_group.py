"""What there is to do for the working group, each with the page of the desk where it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

import assurance.pages
import balancesheet.pages.returns
import spending.pages.review
from metrics.pages import assured, desk
from spending.models import ImportNote


@dataclass(frozen=True)
class Task:
    """count: how many. one, many: what they are."""

    count: int
    one: str
    many: str
    address: str

    @property
    def said(self) -> str:
        return self.one if self.count == 1 else self.many


@dataclass(frozen=True)
class _Kind:
    """Something that waits. permission: of those who can see to it, and so are told."""

    permission: str
    page: str
    one: str
    many: str
    count: Callable[[date], int]
    query: str = ""


def late(on: date) -> int:
    """Return how many posts owe a figure that is past its day."""
    return len({each.owner for each in desk.owed(today=on) if each.is_overdue})


def waiting_findings(on: date) -> int:
    return assurance.pages.waiting()


def changed_figures(on: date) -> int:
    return assured.changed_since()


def waiting_notes(on: date) -> int:
    return ImportNote.objects.waiting().count()


def waiting_returns(on: date) -> int:
    return balancesheet.pages.returns.waiting_count()


def waiting_payees(on: date) -> int:
    return spending.pages.review.waiting(skipped=[]).count()


FINDINGS = ("assurance.view_finding", "assurance_finding_changelist")
KINDS = (
    _Kind("metrics.view_metric", "metrics_metric_changelist", "overdue owner", "overdue owners", late),
    _Kind(*FINDINGS, "finding awaits a verdict", "findings await a verdict", waiting_findings, "?state=waiting"),
    _Kind(
        *FINDINGS,
        "figure changed since it was put to the CWB Group",
        "figures changed since they were put to the CWB Group",
        changed_figures,
    ),
    _Kind(
        "spending.import_spending",
        "spending_importnote_changelist",
        "import note to accept",
        "import notes to accept",
        waiting_notes,
    ),
    _Kind(
        "balancesheet.check_return",
        "balancesheet_return_changelist",
        "return to check",
        "returns to check",
        waiting_returns,
    ),
    _Kind("spending.match_suppliers", "spending_review", "payee to match", "payees to match", waiting_payees),
)


def tasks(*, may: Callable[[str], bool], on: date) -> tuple[Task, ...]:
    """Return what waits, nought where nothing does, for a person with some permissions. on: today."""
    return tuple(
        Task(kind.count(on), kind.one, kind.many, reverse(f"admin:{kind.page}") + kind.query)
        for kind in KINDS
        if may(kind.permission)
    )
