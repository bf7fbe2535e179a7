"""The sums and counts over what is known of payments, which pages read. Kept by `spending.actions.attributing`.

Read `docs/spending.md`, "What is kept of it", before you change a column here.
"""

from django.db import models
from django.db.models import F

from spending.models.attribution import Attribution, Category, Department
from spending.models.bodies import Body
from spending.models.payees import Payee
from spending.models.places import Scope, Tier
from stevenage_cwb.common.constraints import one_of


class Grain(models.TextChoices):
    """How far a total is broken down."""

    ALL = "all", "All"
    DEPARTMENT = "department", "By department"
    CATEGORY = "category", "By category"
    BOTH = "both", "By department and category"


class Total(models.Model):
    """Pounds and payments of one quarter that are known alike: over everything, by department, by category, by both.

    `grain` says which of the four; the payments without a department or category have none in theirs. Kept equal to the
    attributed payments by `spending.actions.attributing`.
    """

    grain = models.CharField(max_length=10, choices=Grain)
    quarter = models.DateField(null=True, help_text="The first day of the quarter; nothing: the payments have no date.")
    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="totals", db_index=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="totals", db_index=False
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="totals", db_index=False)
    pence = models.BigIntegerField(help_text="Credits counted as less than nothing.")
    credit_pence = models.BigIntegerField(help_text="The credits alone: nothing or less.")
    payments = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            one_of("grain", Grain),
            models.CheckConstraint(name="spending_total_counts_payments", condition=models.Q(payments__gte=0)),
            models.UniqueConstraint(
                fields=["grain", "department", "category", "quarter", "attribution"],
                nulls_distinct=False,
                name="spending_total_of_a_kind_is_one_row",
            ),
        ]
        indexes = [
            models.Index(fields=["grain", "quarter"], name="spending_total_of_a_quarter"),
            models.Index(fields=["grain", "category", "quarter"], name="spending_total_of_a_category"),
        ]


class PlaceTotal(models.Model):
    """Pounds and payments of one quarter by what is analysed and where it went: what most of the share is read from.

    `Total` tells twenty times as many things apart, so that a page which adds it up over all years slows as payments
    grow. `grain` as there. Kept equal to the totals by `spending.actions.attributing`.
    """

    grain = models.CharField(max_length=10, choices=Grain)
    quarter = models.DateField(null=True, help_text="As in a total.")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    scope = models.CharField(max_length=11, choices=Scope)
    tier = models.CharField(max_length=2, choices=Tier)
    is_branch = models.BooleanField()
    pence = models.BigIntegerField(help_text="Credits counted as less than nothing.")
    payments = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            one_of("grain", Grain),
            one_of("scope", Scope),
            one_of("tier", Tier),
            models.CheckConstraint(name="spending_place_total_counts_payments", condition=models.Q(payments__gte=0)),
            # It holds the sums too, so that pages read nothing but this index.
            models.UniqueConstraint(
                fields=["grain", "quarter", "department", "category", "body", "scope", "tier", "is_branch"],
                include=["pence", "payments"],
                nulls_distinct=False,
                name="spending_place_total_is_one_row",
            ),
        ]


class PartyTotal(models.Model):
    """Analysed pounds and payments that a body paid one party in a financial year and tier, whole or in one part.

    A party is a supplier (its number) or, unmatched, a payee (less its number). Only named payees are parties:
    nobody can count who stands behind a redaction. `dimension` and `value` say which part: see `Tally`.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    party = models.BigIntegerField()
    year_starting = models.SmallIntegerField()
    dimension = models.CharField(max_length=10)
    value = models.CharField(max_length=20)
    tier = models.CharField(max_length=2, choices=Tier)
    pence = models.BigIntegerField()
    payments = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            one_of("tier", Tier),
            models.UniqueConstraint(
                fields=["party", "body", "year_starting", "dimension", "value", "tier"],
                name="spending_party_total_is_one_row",
            ),
        ]
        indexes = [
            models.Index(
                "body",
                "year_starting",
                F("pence").desc(),
                "party",
                condition=models.Q(dimension="all"),
                name="spending_largest_parties",
            ),
        ]


class Tally(models.Model):
    """How many parties a body paid in a financial year and tier: in all, or in one part of the spend.

    dimension: "all" (value ""), "quarter" (its first day), "department" and "category" (their number, or nothing),
    "kind".
    Kept equal to a live count by `spending.actions.attributing`.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    year_starting = models.SmallIntegerField()
    dimension = models.CharField(max_length=10)
    value = models.CharField(max_length=20)
    tier = models.CharField(max_length=2, choices=Tier)
    parties = models.IntegerField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "tallies"
        constraints = [
            one_of("tier", Tier),
            models.CheckConstraint(name="spending_tally_is_never_negative", condition=models.Q(parties__gte=0)),
            models.UniqueConstraint(
                fields=["body", "year_starting", "dimension", "value", "tier"],
                name="spending_tally_of_a_kind_is_one_row",
            ),
        ]


class PayeeTotal(models.Model):
    """What a payee was paid in all, and what of it is not matched: the order of the review queue."""

    payee = models.OneToOneField(Payee, primary_key=True, on_delete=models.PROTECT, related_name="total")
    pence = models.BigIntegerField()
    payments = models.IntegerField()
    unmatched_pence = models.BigIntegerField(help_text="Of analysed payments to nobody that is known yet.")
    unmatched_payments = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                F("unmatched_pence").desc(),
                "payee",
                condition=models.Q(unmatched_payments__gt=0),
                name="spending_review_by_pounds",
            ),
        ]
