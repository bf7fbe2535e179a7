"""What residents and groups say about a neighbourhood's year, and what is replied: section D of the statement."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from balancesheet.models.ledgers import Ledger
from stevenage_cwb.common.constraints import both_or_neither, filled

WORDS_MAX = 1500


class Voices(models.QuerySet["Voice"]):
    def waiting(self) -> Self:
        """What a second officer has still to check."""
        return self.filter(checked_at=None, refused_at=None)

    def public(self) -> Self:
        return self.filter(checked_at__isnull=False, refused_at=None)


class Voice(models.Model):
    """What somebody said, word for word, or what was replied to it. Public once a second officer has checked it."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="voices", db_index=False)
    year_starting = models.SmallIntegerField()
    role = models.CharField("who said it", max_length=120, help_text="A role: never the name of a person.")
    words = models.CharField(max_length=WORDS_MAX)
    replies_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    # What we did about it. One that was public may be taken down, with the reason.
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=300, blank=True)

    objects = Voices.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("enter_voice", "Can enter what was said about a neighbourhood’s year"),
            ("check_voice", "Can check what another officer entered, refuse it and take it down"),
        ]
        ordering = ["-pk"]
        constraints = [
            filled("role"),
            filled("words"),
            both_or_neither("checked_at", "checked_by"),
            models.CheckConstraint(
                name="balancesheet_voice_is_checked_by_another_person",
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="balancesheet_voice_is_refused_for_a_reason",
                condition=Q(refused_at=None, refused_by=None, refused_why="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_why="")),
            ),
        ]
        indexes = [models.Index(fields=["year_starting", "ledger", "id"], name="balancesheet_voices_of")]

    def __str__(self) -> str:
        return f"{self.role}, {self.year_starting} to {self.year_starting + 1}"
