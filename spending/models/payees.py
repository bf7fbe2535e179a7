"""The names on payments, and the decisions about whom each one is."""

from typing import Self

from django.contrib.auth.models import User
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from spending.models.bodies import Body
from spending.models.payments import PayeeClass
from spending.models.places import Scope
from spending.models.suppliers import Supplier
from stevenage_cwb.common.constraints import one_of


class Payee(models.Model):
    """A payee as one body writes it, with the numbers that stand beside the name. Made when a note is accepted."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="payees", db_index=False)
    name = models.TextField()
    payee_class = models.CharField(max_length=8, choices=PayeeClass)
    company_no = models.TextField(blank=True)
    charity_no = models.TextField(blank=True)
    supplier_ref = models.TextField(blank=True, help_text="The council's own number for the supplier.")
    key = models.TextField(help_text="The name in the form in which names compare.")
    is_individual = models.BooleanField(default=False, help_text="Reads like a person's name: never shown.")
    scope = models.CharField(max_length=11, choices=Scope, default=Scope.IN)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            one_of("payee_class", PayeeClass),
            one_of("scope", Scope),
            models.UniqueConstraint(
                fields=["body", "name", "payee_class", "company_no", "charity_no", "supplier_ref"],
                name="spending_payee_is_written_once",
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="spending_payee_key"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="spending_payee_key_likeness"),
        ]

    def __str__(self) -> str:
        return self.name


class Verdict(models.TextChoices):
    """What was decided about a payee."""

    SAME = "same", "It is this supplier"
    DIFFERENT = "different", "It is not this supplier"
    NOBODY = "nobody", "It can not be told who it is"


class MatchBasis(models.TextChoices):
    """On what ground a payee was matched to a supplier, the surest first."""

    COMPANY_NUMBER = "company_number", "Company number on the payment"
    CHARITY_NUMBER = "charity_number", "Charity number on the payment"
    SUPPLIER_NUMBER = "supplier_number", "The council's own supplier number"
    EXACT_NAME = "exact_name", "Exact name, the only one of its kind at the time"
    PERSON = "person", "An officer's decision"


class Decisions(models.QuerySet["Decision"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class Decision(models.Model):
    """Who a payee is, for the payments of certain days. Kept for ever; undoing takes away its effect.

    A rule's decision has nobody in `decided_by`.
    """

    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="decisions")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, related_name="decisions")
    verdict = models.CharField(max_length=9, choices=Verdict)
    basis = models.CharField(max_length=15, choices=MatchBasis)
    during = DateRangeField(help_text="The days of payment that it speaks of; without bounds: any day, and none.")
    matched_on = models.TextField(blank=True, help_text="The number or the name that decided.")
    register_date = models.DateField(null=True, help_text="The day of the register that was looked at.")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)

    # What we did about it.
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)

    objects = Decisions.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        permissions = [("match_suppliers", "Can decide which supplier a payee is, and edit suppliers")]
        constraints = [
            one_of("verdict", Verdict),
            one_of("basis", MatchBasis),
            models.CheckConstraint(
                name="spending_decision_names_a_supplier_or_nobody",
                condition=Q(verdict=Verdict.NOBODY, supplier=None)
                | (~Q(verdict=Verdict.NOBODY) & Q(supplier__isnull=False)),
            ),
            models.CheckConstraint(
                name="spending_rules_only_say_who_it_is",
                condition=Q(decided_by__isnull=False, basis=MatchBasis.PERSON)
                | (Q(decided_by=None, verdict=Verdict.SAME) & ~Q(basis=MatchBasis.PERSON)),
            ),
            ExclusionConstraint(
                name="spending_payee_is_one_supplier_at_a_time",
                expressions=[("payee", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(undone_at=None) & ~Q(verdict=Verdict.DIFFERENT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee} is {self.supplier or 'nobody that can be told'}"
