"""What officers decided, and the reasons they can give."""

from typing import Self

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pledges.models.pledge import Pledge
from stevenage_cwb.common.constraints import filled, one_of


class Reasons(models.QuerySet["Reason"]):
    def current(self) -> Self:
        """The newest version of each reason that is still offered."""
        newest = self.order_by("code", "-version").distinct("code")
        return self.filter(pk__in=newest.values("pk"), is_offered=True).order_by("order", "code")


class Reason(models.Model):
    """One version of a reason for refusing. To change the words, add a version: what people were told stays."""

    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120, help_text="As officers see it in the list.")
    hint = models.TextField(blank=True, help_text="When to use it. For officers only.")
    public_wording = models.TextField(help_text="What the pledger is told.")
    what_you_can_do = models.TextField(help_text="What the pledger can do now.")
    is_offered = models.BooleanField(default=True)
    valid_from = models.DateField()

    objects = Reasons.as_manager()

    class Meta:
        ordering = ["order", "code", "-version"]
        constraints = [
            filled("public_wording"),
            filled("what_you_can_do"),
            models.UniqueConstraint(fields=["code", "version"], name="pledges_reason_version_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Outcome(models.TextChoices):
    """What an officer can decide."""

    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    CHANGES = "changes", "Asked for changes"
    SPAM = "spam", "Marked as spam"
    REOPENED = "reopened", "Reopened"


class Decision(models.Model):
    """One decision on one pledge. Added, never edited."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    message = models.TextField(blank=True, help_text="What the officer added for the pledger.")
    fields = ArrayField(models.CharField(max_length=20), default=list)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Copied: the name as it was, whatever becomes of the account.
    decided_by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            one_of("outcome", Outcome),
            models.CheckConstraint(
                name="pledges_refusal_gives_its_reason",
                condition=Q(outcome=Outcome.REFUSED, reason__isnull=False)
                | (~Q(outcome=Outcome.REFUSED) & Q(reason=None)),
            ),
            models.CheckConstraint(
                name="pledges_changes_name_their_fields",
                condition=(Q(outcome=Outcome.CHANGES) & ~Q(fields=[])) | (~Q(outcome=Outcome.CHANGES) & Q(fields=[])),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.decided_by_name}"
