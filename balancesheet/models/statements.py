"""Statements as they were published: the whole document, its digest, and who signed. Written once, at the close."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from balancesheet.models.ledgers import Ledger
from stevenage_cwb.common.constraints import filled


class FrozenStatement(models.Model):
    """A version of the statement of a ledger's closed year; without a ledger, of the borough's.

    The database holds the digest to the document, and the seals to those of the closed years.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    year_starting = models.SmallIntegerField()
    version = models.PositiveSmallIntegerField(help_text="From 1. The highest is the one that counts.")
    note = models.CharField(max_length=300, blank=True, help_text="Why it supersedes the version before.")
    # Text and not JSON: the database would write it anew, and its digest would be another.
    document = models.TextField(help_text="JSON in UTF-8. See pages.frozen.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document.")
    seals = models.JSONField(help_text="Of each ledger’s year, by the ledger’s code.")
    steps = models.JSONField(help_text="What the guided list of the close said: its steps in words.")
    signed_name = models.CharField(max_length=120)
    signed_role = models.CharField(max_length=120)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    frozen_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            filled("signed_name"),
            filled("signed_role"),
            models.UniqueConstraint(
                fields=["year_starting", "ledger", "version"],
                nulls_distinct=False,
                name="balancesheet_statement_version_is_frozen_once",
            ),
            models.CheckConstraint(
                name="balancesheet_later_version_says_why",
                condition=Q(version=1, note="") | (Q(version__gt=1) & ~Q(note="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ledger or 'The borough'}, {self.year_starting} to {self.year_starting + 1}, {self.version}"
