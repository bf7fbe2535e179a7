"""Whose ledgers there are, and their financial years: open, then closed and sealed."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from charter.models import Neighbourhood
from stevenage_cwb.common.constraints import both_or_neither
from stevenage_cwb.common.years import year_name

WHOLE_TOWN = "TOWN"


class Ledger(models.Model):
    """The books of a cooperative neighbourhood, or of what belongs to the whole town and to no part of it."""

    code = models.CharField(primary_key=True, max_length=4, help_text="The neighbourhood's short code; TOWN for none.")
    neighbourhood = models.OneToOneField(Neighbourhood, on_delete=models.PROTECT, null=True, related_name="ledger")

    class Meta:
        default_permissions = ("view",)
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="balancesheet_only_the_town_has_no_neighbourhood",
                condition=Q(code=WHOLE_TOWN, neighbourhood=None)
                | (~Q(code=WHOLE_TOWN) & Q(neighbourhood__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.neighbourhood.name if self.neighbourhood else "Whole town, not allocated"


class Years(models.QuerySet["Year"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)


class Year(models.Model):
    """A ledger's financial year, 1 April to 31 March. Years follow each other without a gap."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="years", db_index=False)
    year_starting = models.SmallIntegerField()
    # A foreign key to this ledger's year before: see 0002_keys. The first on record has none, and there is one first.
    year_before = models.SmallIntegerField(null=True)
    # What we did about it. The database writes the seal: see 0004_years.
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seal = models.CharField(max_length=64, blank=True, help_text="SHA-256 over its entries and the seal before it.")

    objects = Years.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["ledger", "year_starting"]
        permissions = [("close_year", "Can close a year of a ledger")]
        constraints = [
            both_or_neither("closed_at", "closed_by"),
            models.CheckConstraint(
                name="balancesheet_a_closed_year_is_sealed",
                condition=Q(closed_at=None, seal="") | (Q(closed_at__isnull=False) & ~Q(seal="")),
            ),
            models.UniqueConstraint(fields=["ledger", "year_starting"], name="balancesheet_year_is_on_record_once"),
            models.CheckConstraint(
                name="balancesheet_years_follow_each_other",
                condition=Q(year_before=None) | Q(year_before=F("year_starting") - 1),
            ),
            models.UniqueConstraint(
                fields=["ledger"], condition=Q(year_before=None), name="balancesheet_ledger_has_one_first_year"
            ),
        ]

    def __str__(self) -> str:
        return year_name(self.year_starting)
