"""What is counted, and on which accounts: units, accounts, and the versions of the chart that arranges them.

An account is what entries name, for ever. How it is called and where it stands is said by a version of the chart, which
holds from a financial year on: years before it keep the chart they had.
"""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from charter.models import Foundation
from stevenage_cwb.common.constraints import filled, one_of


class UnitKind(models.TextChoices):
    """The columns of a statement. No column adds what another holds."""

    MONEY = "money", "Money"
    IN_KIND = "in_kind", "In kind, at fair value"
    TIME = "time", "Time"
    PEOPLE = "people", "People"
    THINGS = "things", "Things"


class Unit(models.Model):
    """What amounts are counted in: whole numbers of its smallest part."""

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=80)
    scale = models.PositiveIntegerField(help_text="Smallest parts in one: 100 pence in a pound.")
    kind = models.CharField(max_length=7, choices=UnitKind)

    class Meta:
        default_permissions = ("view",)
        ordering = ["code"]
        constraints = [
            filled("name"),
            one_of("kind", UnitKind),
            models.CheckConstraint(
                name="balancesheet_unit_has_decimal_parts", condition=Q(scale__in=[1, 10, 100, 1000])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def said(self, parts: int) -> str:
        """Return an amount of smallest parts as people read it, exact: 124000 hundredths of an hour are 1,240.00."""
        decimals = len(str(self.scale)) - 1
        return f"{Decimal(parts).scaleb(-decimals):,.{decimals}f}".replace("-", "−")


class AccountType(models.TextChoices):
    """Assets, liabilities and funds are stocks, carried on for ever. Income and use are flows of a year."""

    ASSET = "AS", "Held"
    LIABILITY = "LI", "Owed"
    EQUITY = "EQ", "Fund"
    INCOME = "IN", "Came in"
    EXPENSE = "EX", "Went out or was used"


class Role(models.TextChoices):
    """What an account alone may do."""

    OPENING = "opening", "The other side of opening balances, and of nothing else"
    BETWEEN = "between", "What one neighbourhood owes another: nets to nothing over all ledgers"


class Account(models.Model):
    """What entries are posted to, in one unit. Every ledger has every account."""

    code = models.CharField(primary_key=True, max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="accounts")
    type = models.CharField(max_length=2, choices=AccountType)
    role = models.CharField(max_length=7, choices=Role, blank=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["code"]
        constraints = [
            one_of("type", AccountType),
            one_of("role", Role, or_empty=True),
            # Entries are looked through for this number: see 0003_entries.
            models.CheckConstraint(
                name="balancesheet_opening_accounts_begin_with_3000",
                condition=Q(role=Role.OPENING, code__startswith="3000")
                | (~Q(role=Role.OPENING) & ~Q(code__startswith="3000")),
            ),
            # What postings point to: see 0002_keys.
            models.UniqueConstraint(fields=["code", "unit"], name="balancesheet_account_is_in_one_unit"),
        ]

    def __str__(self) -> str:
        return self.code


class Charts(models.QuerySet["Chart"]):
    def of_year(self, year_starting: int) -> Self:
        """Return the version that holds in a financial year, and none before the first."""
        return self.filter(first_year__lte=year_starting).order_by("-first_year")[:1]


class Chart(models.Model):
    """One version of how accounts are called and arranged. A wording that changes is a new version."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    first_year = models.SmallIntegerField(unique=True, help_text="The financial year it holds from, by its April.")
    note = models.CharField(max_length=300, help_text="Who agreed to it, and what changed.")

    objects = Charts.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-first_year"]
        constraints = [filled("note")]

    def __str__(self) -> str:
        return f"Chart {self.version}"


class Section(models.TextChoices):
    """Where on the statement a line stands."""

    STANDING = "A", "Standing: what the neighbourhood holds"
    ACTIVITY = "B", "Activity in the year"
    OWED = "C", "Still owed"
    VOICES = "D", "Voices"
    NOTES = "E", "Notes"


class Block(models.TextChoices):
    """The four blocks of Barcelona's community balance, the one precedent: the same lines read another way."""

    TERRITORY = "territory", "Territory"
    SOCIAL_RETURN = "return", "Social return"
    DEMOCRACY = "democracy", "Democracy"
    CARE = "care", "Care"


class ChartLine(models.Model):
    """An account's name and place in a version of the chart."""

    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    name = models.CharField(max_length=120)
    section = models.CharField(max_length=1, choices=Section)
    position = models.PositiveSmallIntegerField(help_text="Smaller numbers come first.")
    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, null=True, related_name="+")
    block = models.CharField(max_length=9, choices=Block)

    class Meta:
        default_permissions = ("view",)
        ordering = ["chart", "position"]
        constraints = [
            filled("name"),
            one_of("section", Section),
            one_of("block", Block),
            models.UniqueConstraint(fields=["chart", "account"], name="balancesheet_chart_has_an_account_once"),
            models.UniqueConstraint(fields=["chart", "position"], name="balancesheet_chart_position_is_taken_once"),
        ]

    def __str__(self) -> str:
        return self.name
