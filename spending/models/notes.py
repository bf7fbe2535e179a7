"""What we say about an imported file: how its records reconcile, and what is unusual about it."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from spending.models.files import SourceFile
from stevenage_cwb.common.constraints import both_or_neither


class ImportNotes(models.QuerySet["ImportNote"]):
    def waiting(self) -> Self:
        """The notes that an officer has still to accept."""
        return self.filter(accepted_at=None, file__undone_at=None)

    def published(self) -> Self:
        return self.filter(accepted_at__isnull=False, file__undone_at=None)


class ImportNote(models.Model):
    """The reconciliation of one file. It and the file's payments are public once an officer accepts it."""

    file = models.OneToOneField(SourceFile, on_delete=models.PROTECT, related_name="note")
    record_count = models.IntegerField()
    rows_imported = models.IntegerField()
    ignored_rows = models.IntegerField()
    ignored = models.JSONField(help_text="Ignored rows by kind.")
    quarantined_rows = models.IntegerField()
    quarantined = models.JSONField(help_text="Quarantined rows by kind.")
    sum_pence = models.BigIntegerField(help_text="Credits counted as less than nothing.")
    negative_rows = models.IntegerField()
    redacted_rows = models.IntegerField()
    rounded_rows = models.IntegerField(help_text="Amounts with more than two decimals, rounded half-even.")
    date_min = models.DateField(null=True)
    date_max = models.DateField(null=True)
    controls = models.JSONField(help_text="The totals that the file itself states, in pence.")
    warnings = models.JSONField(help_text="What is unusual, one sentence each.")
    decided = models.JSONField(help_text="What a person was asked about this file and said yes to.")

    # What we did about it.
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)

    objects = ImportNotes.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            both_or_neither("accepted_at", "accepted_by"),
            models.CheckConstraint(
                name="spending_note_accounts_for_every_record",
                condition=Q(record_count=F("rows_imported") + F("ignored_rows") + F("quarantined_rows")),
            ),
        ]

    def __str__(self) -> str:
        return f"Import note of {self.file}"
