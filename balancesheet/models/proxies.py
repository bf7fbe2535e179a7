"""What a unit of something that is not money may be said to be worth: dated, sourced, licensed, and never posted.

Only what came in can be valued. Hours that were used are the same hours again; what is held would be worth something
every year. Money is never valued at all: see migration 0011_proxies.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from balancesheet.models.charts import Unit
from stevenage_cwb.common.constraints import ends_after_it_begins, filled


class Proxy(models.Model):
    """A low, a central and a high rate for one of a unit, over some months. Added, never changed.

    One counts for an account on a day: of those that hold then, the last that was added. So a better one supersedes,
    and nothing is ever valued twice.
    """

    code = models.CharField(max_length=40, unique=True, help_text="Its name for ever: rlw-uk-2025-26.")
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    accounts = ArrayField(models.CharField(max_length=12), help_text="Of what came in, in this unit.")
    low_pence = models.PositiveIntegerField(help_text="For one of the unit, not for its smallest part.")
    central_pence = models.PositiveIntegerField()
    high_pence = models.PositiveIntegerField()
    price_year = models.CharField(max_length=9, help_text="Whose prices the rates are in: 2025-26, or 2023.")
    # Whole months, since totals are kept by month.
    valid_from = models.DateField(help_text="The first of a month.")
    valid_to = models.DateField(help_text="The first of the month in which it no longer holds.")
    source = models.CharField(max_length=200, help_text="Who says so, and where.")
    address = models.URLField(help_text="Where anybody can read it.")
    licence = models.CharField(max_length=200, help_text="What lets us show it.")
    note = models.CharField(max_length=600, blank=True, help_text="What the three rates are, and what they leave out.")

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "proxies"
        ordering = ["pk"]
        constraints = [
            filled("name"),
            filled("price_year"),
            ends_after_it_begins(),
            models.CheckConstraint(
                name="balancesheet_proxy_holds_over_whole_months", condition=Q(valid_from__day=1, valid_to__day=1)
            ),
            models.CheckConstraint(
                name="balancesheet_proxy_rises_from_low_to_high",
                condition=Q(low_pence__gt=0, central_pence__gte=F("low_pence"), high_pence__gte=F("central_pence")),
            ),
            # Not only filled: a space is no source.
            models.CheckConstraint(
                name="balancesheet_proxy_has_a_source_and_a_licence",
                condition=Q(source__regex=r"\w", licence__regex=r"\w", address__startswith="https://"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def values(self, account: str, *, on: date) -> bool:
        return account in self.accounts and self.valid_from <= on < self.valid_to
