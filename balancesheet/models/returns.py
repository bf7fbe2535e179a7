"""What people return for a ledger, one by one or in a file, and what became of it: checked by another, or refused."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from balancesheet.models.entries import Entry
from balancesheet.models.evidence import Evidence
from balancesheet.models.kinds import KINDS, Kind
from balancesheet.models.ledgers import Ledger
from charter.models import Foundation
from stevenage_cwb.common.constraints import both_or_neither, filled


class Returns(models.QuerySet["Return"]):
    def waiting(self) -> Self:
        """What another person has still to check."""
        return self.filter(checked_at=None, refused_at=None)

    def by_hand(self) -> Self:
        """What did not come in a file: a file is checked as a whole."""
        return self.filter(file=None)

    def checked(self) -> Self:
        return self.filter(checked_at__isnull=False, withdrawn_at=None)

    def refused(self) -> Self:
        return self.filter(refused_at__isnull=False)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)


class ReturnFiles(models.QuerySet["ReturnFile"]):
    def waiting(self) -> Self:
        return self.filter(checked_at=None, refused_at=None)

    def standing(self) -> Self:
        """The files whose rows count, or will: nobody refused or withdrew them."""
        return self.filter(refused_at=None, withdrawn_at=None)


class Answered(models.Model):
    """Who entered something, and what others did about it. Two people stand for what counts."""

    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    # What we did about it.
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            both_or_neither("checked_at", "checked_by"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_checked_by_another_person",
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_checked_or_refused",
                condition=Q(checked_at=None) | Q(refused_at=None),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_refused_for_a_reason",
                condition=Q(refused_at=None, refused_by=None, refused_why="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_why="")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_is_withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, checked_at__isnull=False)
                    & ~Q(withdrawn_why="")
                ),
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.checked_at is None and self.refused_at is None

    @property
    def is_checked(self) -> bool:
        """Whether it counts."""
        return self.checked_at is not None and self.withdrawn_at is None


class ReturnFile(Answered):
    """A CSV file of returns, entered whole and checked whole. Its bytes are the document of its evidence."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="return_file")
    rows_digest = models.CharField(
        max_length=64, help_text="SHA-256 of the returns as they were read: the same rows, whatever the file."
    )
    row_count = models.PositiveIntegerField()

    objects = ReturnFiles.as_manager()

    class Meta(Answered.Meta):
        default_permissions = ("view",)
        verbose_name = "file of returns"
        verbose_name_plural = "files of returns"
        ordering = ["-pk"]
        constraints = [
            *Answered.Meta.constraints,
            models.CheckConstraint(name="balancesheet_return_file_has_rows", condition=Q(row_count__gt=0)),
            # Two officers who send one file: the database lets one of them win.
            models.UniqueConstraint(
                fields=["rows_digest"],
                condition=Q(refused_at=None, withdrawn_at=None),
                name="balancesheet_rows_are_returned_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(checked_at=None, refused_at=None), name="balancesheet_files_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.evidence.name


class Return(Answered):
    """What a group or an officer says happened in a ledger on a day. It counts once another person has checked it."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="returns", db_index=False)
    kind = models.CharField(max_length=24, help_text="A code of kinds.KINDS: it says which accounts it moves.")
    dated = models.DateField()
    amount = models.BigIntegerField(help_text="In the smallest part of the unit of its kind.")
    group = models.CharField(max_length=120, help_text="The organisation that returns it. Never a person.")
    words = models.CharField(max_length=300, help_text="What happened. Everybody can read it; no person is named.")
    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    people = models.PositiveIntegerField(null=True, help_text="How many people gave the hours, where that is known.")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="returns")
    file = models.ForeignKey(ReturnFile, on_delete=models.PROTECT, null=True, related_name="returns", db_index=False)
    file_row = models.PositiveIntegerField(null=True, help_text="The row of the file, its titles being row 1.")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Returns.as_manager()

    class Meta(Answered.Meta):
        default_permissions = ("view",)
        permissions = [
            ("enter_return", "Can enter returns, and correct those that wait"),
            ("check_return", "Can check, refuse and withdraw returns"),
        ]
        ordering = ["-pk"]
        constraints = [
            *Answered.Meta.constraints,
            filled("group"),
            filled("words"),
            models.CheckConstraint(name="balancesheet_return_kind_is_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="balancesheet_return_is_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="balancesheet_return_is_given_by_somebody", condition=Q(people=None) | Q(people__gt=0)
            ),
            models.CheckConstraint(
                name="balancesheet_checked_return_has_its_entry",
                condition=Q(checked_at=None, entry=None) | Q(checked_at__isnull=False, entry__isnull=False),
            ),
            both_or_neither("file", "file_row"),
            models.UniqueConstraint(fields=["file", "file_row"], name="balancesheet_row_of_a_file_is_returned_once"),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(checked_at=None, refused_at=None, file=None),
                name="balancesheet_returns_waiting",
            ),
            models.Index(fields=["ledger", "id"], name="balancesheet_returns_of_ledger"),
            # What a statement asks of hours: whether enough people gave them to show how many they are.
            models.Index(
                fields=["ledger", "kind", "dated", "people"],
                condition=Q(people__isnull=False, checked_at__isnull=False),
                name="balancesheet_people_of_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{KINDS[self.kind].name}, {self.group}"

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]
