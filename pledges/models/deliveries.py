"""What became of a pledge: said by somebody, evidenced to one officer, verified by another."""

from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from pledges.models.became import GRADES_FOR_MUCH, MUCH, Grade, Kept
from pledges.models.pledge import Pledge, State
from pledges.models.units import Unit
from stevenage_cwb.common.constraints import both_or_neither, one_of

STANDING = Q(taken_back_at=None)
WAITING = Q(verified_at=None) & STANDING
VERIFIED = Q(verified_at__isnull=False) & STANDING


def is_much() -> Q:
    """Return the condition of a quantity that no signed return and no estimate can show."""
    return Q(*(Q(unit=unit, quantity_hundredths__gt=most) for unit, most in MUCH.items()), _connector=Q.OR)


class Deliveries(models.QuerySet["Delivery"]):
    def standing(self) -> Self:
        """The reports that nobody has taken back: of each pledge at most one that waits and one verified."""
        return self.filter(STANDING)

    def waiting(self) -> Self:
        """The reports that wait for evidence, or for a second officer."""
        return self.filter(WAITING)

    def without_evidence(self) -> Self:
        return self.waiting().filter(evidenced_at=None)

    def to_be_verified(self) -> Self:
        return self.waiting().filter(evidenced_at__isnull=False)

    def verified(self) -> Self:
        """The reports that figures may rest on: verified, not taken back, of a pledge that everybody can see.

        At most one a pledge: verifying a newer report takes the older one back, so that whatever was posted
        for it is reversed like any other that was taken back.
        """
        return self.filter(VERIFIED, pledge__state=State.APPROVED)


class Delivery(models.Model):
    """One report of what became of a published pledge.

    What was said, and each check of it, is written once. A report that is wrong is taken back, with the reason,
    and another is made. The rules of migration 0005 hold whoever writes.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="deliveries")

    # What was said.
    outcome = models.CharField(max_length=8, choices=Kept)
    quantity_hundredths = models.BigIntegerField(
        null=True, blank=True, help_text="Hundredths of the unit. Given exactly where the pledge counts something."
    )
    unit = models.CharField(  # noqa: DJ001
        max_length=10,
        choices=Unit,
        null=True,
        blank=True,
        help_text="The pledge's, at the time. The database fills it in.",
    )
    delivered_on = models.DateField(
        help_text="The day it was done, or the last part of it. Of one not kept: the day this was known."
    )
    words = models.TextField(blank=True, help_text="For officers: free words are never published.")
    said_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The officer who wrote it down. Empty where the pledger said it, through the link.",
    )

    # What we did about it.
    grade = models.CharField(max_length=1, choices=Grade, blank=True, default="")
    evidence = models.TextField(blank=True, default="", help_text="What it is and where it is kept.")
    evidenced_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    evidenced_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.TextField(blank=True, default="")

    objects = Deliveries.as_manager()

    class Meta:
        verbose_name = "report"
        default_permissions = ("view", "add")
        permissions = [
            ("check_delivery", "Can accept evidence and verify reports"),
            ("take_back_delivery", "Can take reports back"),
        ]
        constraints = [
            one_of("outcome", Kept),
            one_of("grade", Grade, or_empty=True),
            both_or_neither("quantity_hundredths", "unit"),
            both_or_neither("verified_by", "verified_at"),
            both_or_neither("taken_back_by", "taken_back_at"),
            models.CheckConstraint(
                name="pledges_delivery_is_nothing_exactly_where_not_kept",
                condition=Q(quantity_hundredths=None)
                | Q(outcome=Kept.NOT_KEPT, quantity_hundredths=0)
                | (~Q(outcome=Kept.NOT_KEPT) & Q(quantity_hundredths__gt=0)),
            ),
            models.CheckConstraint(
                name="pledges_delivery_evidence_is_whole",
                condition=Q(grade="", evidence="", evidenced_by=None, evidenced_at=None)
                | (~Q(grade="") & ~Q(evidence="") & Q(evidenced_by__isnull=False, evidenced_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="pledges_delivery_of_much_needs_a_document_or_a_register",
                condition=Q(unit=None) | Q(grade="") | Q(grade__in=GRADES_FOR_MUCH) | ~is_much(),
            ),
            models.CheckConstraint(
                name="pledges_delivery_is_evidenced_before_it_is_verified",
                condition=Q(verified_at=None) | Q(evidenced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="pledges_delivery_is_verified_by_a_second_officer",
                condition=Q(verified_by=None)
                | (~Q(verified_by=F("evidenced_by")) & (Q(entered_by=None) | ~Q(verified_by=F("entered_by")))),
            ),
            models.CheckConstraint(
                name="pledges_delivery_is_taken_back_for_a_reason",
                condition=Q(taken_back_at=None, taken_back_why="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_why="")),
            ),
            *(
                models.UniqueConstraint(
                    fields=["pledge"], condition=condition, name=f"pledges_one_report_of_a_pledge_{does}"
                )
                for does, condition in {"waits": WAITING, "counts": VERIFIED}.items()
            ),
        ]
        indexes = [
            models.Index(fields=["said_at", "id"], condition=WAITING, name="deliveries_waiting"),
            models.Index(fields=["delivered_on", "id"], condition=VERIFIED, name="deliveries_verified"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge} of {self.said_at:%d/%m/%Y}"


def grades_for(*, quantity_hundredths: int | None, unit: str | None) -> Iterable[Grade]:
    """Return the evidence that so much can be shown by."""
    if quantity_hundredths is None or unit not in MUCH or quantity_hundredths <= MUCH[Unit(unit)]:
        return tuple(Grade)
    return GRADES_FOR_MUCH
