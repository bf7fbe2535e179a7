"""When the council's accounts of a financial year are due, and what the council has published of them. Added to only.

Balance sheets come out beside the accounts, so these are their dates too.
"""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stevenage_cwb.common.constraints import filled, one_of


class DueDate(models.Model):
    """The days by which a year’s draft and audited accounts are due. Of several for one year, the last counts."""

    year_starting = models.SmallIntegerField("financial year that starts in")
    draft_due = models.DateField("draft accounts due by")
    draft_source = models.CharField("who says so", max_length=200)
    audited_due = models.DateField("audited accounts due by")
    audited_source = models.CharField("who says so of the audited accounts", max_length=200)
    note = models.CharField(max_length=300, blank=True, help_text="How sure it is, or what it changes.")
    # Nobody, where the portal came with it.
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ("view", "add")
        ordering = ["-year_starting", "-pk"]
        constraints = [
            filled("draft_source"),
            filled("audited_source"),
            models.CheckConstraint(
                name="balancesheet_accounts_are_due_after_their_year",
                condition=Q(draft_due__year__gt=F("year_starting"), audited_due__gte=F("draft_due")),
            ),
        ]
        indexes = [models.Index(fields=["year_starting", "-id"], name="balancesheet_last_due_date")]

    def __str__(self) -> str:
        return f"{self.year_starting} to {self.year_starting + 1}"

    def get_absolute_url(self) -> str:
        return reverse("admin:balancesheet_duedate_changelist")


class Stage(models.TextChoices):
    """What of its accounts the council has published."""

    DRAFT = "draft", "Draft accounts"
    NOTICE = "notice", "Notice that the audit is not finished"
    AUDITED = "audited", "Audited accounts"


class CouncilAccounts(models.Model):
    """The council has published something of its accounts, and where to read it. The last of a stage counts."""

    year_starting = models.SmallIntegerField("financial year that starts in")
    stage = models.CharField(max_length=7, choices=Stage)
    published_on = models.DateField()
    address = models.URLField("address on the council’s site", help_text="It begins with https://")
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ("view", "add")
        verbose_name = verbose_name_plural = "accounts published by the council"
        ordering = ["-pk"]
        constraints = [
            one_of("stage", Stage),
            models.CheckConstraint(
                name="balancesheet_accounts_are_published_after_their_year",
                condition=Q(published_on__year__gt=F("year_starting")),
            ),
            models.CheckConstraint(
                name="balancesheet_accounts_have_an_address", condition=Q(address__startswith="https://")
            ),
        ]

    def __str__(self) -> str:
        return f"{Stage(self.stage).label}, {self.year_starting} to {self.year_starting + 1}"
