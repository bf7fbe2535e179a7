"""Reports of what became of a pledge as officers see them: who said what, who checked it, what can be done now."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from pledges.models import Delivery, Kept, Pledge
from pledges.pages.became import in_words
from pledges.pages.lanes import name_of


@dataclass(frozen=True)
class Step:
    """Something that was done to a report. words: what was written with it."""

    what: str
    who: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Report:
    """One report, with its steps from the first."""

    pk: int
    pledge_pk: int
    reference: str
    says: str
    state: str
    is_taken_back: bool
    steps: tuple[Step, ...]


def reports_of(pledge: Pledge) -> tuple[Report, ...]:
    """Return all reports of a pledge, newest first. Costs one query."""
    reports = Delivery.objects.select_related("pledge", "entered_by", "evidenced_by", "verified_by", "taken_back_by")
    return tuple(report_of(delivery) for delivery in reports.filter(pledge=pledge).order_by("-said_at", "-pk"))


def report_of(delivery: Delivery) -> Report:
    return Report(
        pk=delivery.pk,
        pledge_pk=delivery.pledge_id,
        reference=delivery.pledge.reference,
        says=in_words(
            Kept(delivery.outcome),
            on=delivery.delivered_on,
            hundredths=delivery.quantity_hundredths,
            unit=delivery.unit,
        ),
        state=state(delivery),
        is_taken_back=delivery.taken_back_at is not None,
        steps=tuple(steps(delivery)),
    )


def state(delivery: Delivery) -> str:
    if delivery.taken_back_at:
        return "Taken back"
    if delivery.verified_at:
        return "Verified"
    return "Waits for a second officer" if delivery.evidenced_at else "Waits for evidence"


def steps(delivery: Delivery) -> list[Step]:
    grade = f"Evidence accepted ({delivery.grade}: {delivery.get_grade_display()})"
    said = "Written down for the pledger" if delivery.entered_by else "Said through the link"
    happened: list[tuple[str, User | None, datetime | None, str]] = [
        (said, delivery.entered_by, delivery.said_at, delivery.words),
        (grade, delivery.evidenced_by, delivery.evidenced_at, delivery.evidence),
        ("Verified", delivery.verified_by, delivery.verified_at, ""),
        ("Taken back", delivery.taken_back_by, delivery.taken_back_at, delivery.taken_back_why),
    ]
    return [Step(what, name_of(who) if who else "the pledger", at, words) for what, who, at, words in happened if at]
