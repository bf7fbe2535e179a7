"""What became of a pledge: somebody says it, an officer accepts evidence, another verifies, a lead takes back."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from pledges.actions.deciding import AlreadyHandled, OwnPledge, came_from
from pledges.models import Delivery, Grade, Kept, Pledge, State, grades_for

SUPERSEDED = "A newer report of this pledge was verified."


class NotPublished(Exception):
    """Only what became of a pledge that everybody can see is reported."""


class ReportWaits(Exception):
    """A report of this pledge waits to be checked: one at a time."""


class NeedsBetterEvidence(Exception):
    """So much is shown by a document or a public register only."""


class SecondOfficerNeeded(Exception):
    """Who wrote the report down, or accepted its evidence, does not verify it."""


@transaction.atomic
def report(
    *,
    pledge: Pledge,
    outcome: Kept,
    quantity_hundredths: int | None,
    delivered_on: date,
    words: str = "",
    by: User | None = None,
    at: datetime,
) -> Delivery:
    """Store what somebody says became of a pledge. `by`: the officer who wrote it down, None for the pledger.

    Raises NotPublished or ReportWaits.
    """
    # The lock, so that two reports at once do not both find that none waits.
    published = Pledge.objects.published().select_for_update(no_key=True).filter(pk=pledge.pk)
    if not published:
        raise NotPublished
    if Delivery.objects.waiting().filter(pledge=pledge).exists():
        raise ReportWaits
    delivery = Delivery.objects.create(
        pledge=pledge,
        outcome=outcome,
        quantity_hundredths=quantity_hundredths,
        unit=pledge.unit,
        delivered_on=delivered_on,
        words=words,
        entered_by=by,
        said_at=at,
    )
    pledge.refresh_from_db()
    return delivery


@transaction.atomic
def accept_evidence(*, delivery: Delivery, grade: Grade, evidence: str, by: User, at: datetime) -> None:
    """Record that an officer saw evidence, and how good it is.

    Raises OwnPledge, NeedsBetterEvidence or AlreadyHandled.
    """
    if came_from(by, delivery.pledge):
        raise OwnPledge
    if grade not in grades_for(quantity_hundredths=delivery.quantity_hundredths, unit=delivery.unit):
        raise NeedsBetterEvidence
    waiting = Delivery.objects.without_evidence().filter(pk=delivery.pk, pledge__state=State.APPROVED)
    if not waiting.update(grade=grade, evidence=evidence, evidenced_by=by, evidenced_at=at):
        raise AlreadyHandled


@transaction.atomic
def verify(*, delivery: Delivery, by: User, at: datetime) -> None:
    """Let a report count, instead of the one of the same pledge that counted before, which is taken back.

    Raises OwnPledge, SecondOfficerNeeded or AlreadyHandled.
    """
    if came_from(by, delivery.pledge):
        raise OwnPledge
    if by.pk in (delivery.entered_by_id, delivery.evidenced_by_id):
        raise SecondOfficerNeeded
    counted = Delivery.objects.standing().filter(pledge=delivery.pledge_id, verified_at__isnull=False)
    counted.exclude(pk=delivery.pk).update(taken_back_by=by, taken_back_at=at, taken_back_why=SUPERSEDED)
    evidenced = Delivery.objects.to_be_verified().filter(pk=delivery.pk, pledge__state=State.APPROVED)
    if not evidenced.update(verified_by=by, verified_at=at):
        raise AlreadyHandled


def take_back(*, delivery: Delivery, why: str, by: User, at: datetime) -> None:
    """Let a report count no longer, and say why. Raises AlreadyHandled where it was taken back before."""
    standing = Delivery.objects.standing().filter(pk=delivery.pk)
    if not standing.update(taken_back_by=by, taken_back_at=at, taken_back_why=why):
        raise AlreadyHandled
