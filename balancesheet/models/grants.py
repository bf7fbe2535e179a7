"""Grants as they were awarded: the files they came in, and each version of each.

The fields and their titles are those of the 360Giving Data Standard, 1.4. A grant is added, never changed: another
version supersedes it. People who get grants are not here: only organisations are recipients.
"""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.urls import reverse

from balancesheet.models.ledgers import Ledger
from stevenage_cwb.common.constraints import filled
from stevenage_cwb.common.money import pounds

# Postings take no more; and no spreadsheet keeps more digits.
MOST_PENCE = 10**15 - 1
# Titles of people. An organisation may be named after one, where a public register knows it: its identifier says so.
A_PERSON = r"^\s*(mr|mrs|ms|miss|mx|master)\.?\s"
IN_A_REGISTER = "GB-"


class GrantFile(models.Model):
    """A file of grants that was taken in. The same bytes are taken in once."""

    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file as it came.")
    rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        help_text="Nobody, where it was imported on the command line.",
    )

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        permissions = [("import_grants", "Can import files of grants")]
        constraints = [filled("name")]

    def __str__(self) -> str:
        return self.name


class Grants(models.QuerySet["Grant"]):
    def current(self) -> Self:
        """The newest version of each grant."""
        return self.filter(superseded_by=None)


class Grant(models.Model):
    """One version of a grant to an organisation, as a row of a file said it, and the ledger that it belongs to."""

    file = models.ForeignKey(GrantFile, on_delete=models.PROTECT, related_name="grants", db_index=False)
    row_no = models.PositiveIntegerField(help_text="As a spreadsheet counts the rows of the file: titles are row 1.")

    # What was said.
    identifier = models.CharField(max_length=180, help_text="The funder's, for ever: 360G-stevenage-2026-0001.")
    title = models.CharField(max_length=200)
    description = models.TextField()
    currency = models.CharField(max_length=3, default="GBP")
    amount_pence = models.BigIntegerField(help_text="Nothing, where the award was taken back.")
    award_date = models.DateField()
    recipient_id = models.CharField(max_length=120)
    recipient_name = models.CharField(max_length=200)
    location_name = models.CharField(max_length=120, blank=True, help_text="Where those live whom it is for.")
    location_code = models.CharField(max_length=20, blank=True)
    location_code_type = models.CharField(max_length=10, blank=True)
    funder_id = models.CharField(max_length=120)
    funder_name = models.CharField(max_length=200)

    # What we made of it.
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="grants")
    is_councils = models.BooleanField(help_text="The council was the funder, by the name it had then.")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = Grants.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["identifier", "pk"]
        constraints = [
            *(filled(column) for column in ("identifier", "title", "description", "recipient_id", "recipient_name")),
            *(filled(column) for column in ("funder_id", "funder_name")),
            models.CheckConstraint(name="balancesheet_grant_is_in_pounds", condition=Q(currency="GBP")),
            models.CheckConstraint(
                name="balancesheet_grant_amount_is_no_less_than_nothing",
                condition=Q(amount_pence__gte=0, amount_pence__lte=MOST_PENCE),
            ),
            models.CheckConstraint(
                name="balancesheet_grant_goes_to_no_person",
                condition=~Q(recipient_name__iregex=A_PERSON) | Q(recipient_id__startswith=IN_A_REGISTER),
            ),
            # With the key of migration 0010, versions of a grant are one row of beads: none is forked or shared.
            models.UniqueConstraint(
                fields=["identifier"], condition=Q(supersedes=None), name="balancesheet_grant_begins_once"
            ),
            models.UniqueConstraint(fields=["id", "identifier"], name="balancesheet_grant_version_is_of_its_grant"),
            models.UniqueConstraint(fields=["file", "row_no"], name="balancesheet_grant_has_its_own_row"),
        ]

    def __str__(self) -> str:
        return f"{self.identifier}: {pounds(self.amount_pence)} to {self.recipient_name}"

    def get_absolute_url(self) -> str:
        return reverse("balancesheet:grant", args=[self.pk])
