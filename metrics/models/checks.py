"""Checks of figures against each other, as data: what stands left, what right, and what to do when it does not hold."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from metrics.models.periods import Span, begins_where_its_span_does
from stevenage_cwb.common.constraints import filled, one_of


class Operator(models.TextChoices):
    EQUAL = "=", "is"
    AT_LEAST = ">=", "is at least"
    AT_MOST = "<=", "is at most"
    NEAR = "near", "is within the margin of"
    BOTH = "both", "is there exactly when the other is"


class Missing(models.TextChoices):
    """What a figure that is not there means to a check."""

    SKIP = "skip", "The check is left out"
    FAIL = "fail", "The check fails"
    ZERO = "zero", "It is nothing"


class Severity(models.TextChoices):
    BLOCKS = "blocks", "The figure cannot be published"
    NEEDS_WORD = "word", "Its owner must say a word"


class Check(models.Model):
    """left, right: codes of metrics, each perhaps with .numerator or .denominator, joined by + and −; or a number."""

    code = models.SlugField(primary_key=True, max_length=40)
    left = models.CharField(max_length=120)
    operator = models.CharField(max_length=4, choices=Operator)
    right = models.CharField(max_length=120)
    margin_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    missing = models.CharField(max_length=4, choices=Missing, default=Missing.SKIP)
    severity = models.CharField(max_length=6, choices=Severity)
    instruction = models.CharField(max_length=300, help_text="What its owner does when it fails.")

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["code"]
        constraints = [
            *map(filled, ("left", "right", "instruction")),
            one_of("operator", Operator),
            one_of("missing", Missing),
            one_of("severity", Severity),
            models.CheckConstraint(
                name="metrics_only_near_has_a_margin",
                condition=Q(operator=Operator.NEAR, margin_percent__isnull=False)
                | ~Q(operator=Operator.NEAR) & Q(margin_percent=None),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Outcome(models.TextChoices):
    HOLDS = "holds", "holds"
    FAILS = "fails", "fails"
    SKIPPED = "skipped", "left out, for a figure is missing"
    ACCEPTED = "accepted", "fails, and its owner has said why"


class CheckResult(models.Model):
    """What a check found once. The newest of a period counts."""

    rule = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="results")
    span = models.CharField(max_length=7, choices=Span)
    starts_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    found = models.CharField(max_length=300, help_text="Both sides, as they were.")
    said = models.CharField(max_length=300, blank=True, help_text="Why it may stand.")
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-pk"]
        constraints = [
            filled("found"),
            begins_where_its_span_does(),
            one_of("span", Span),
            one_of("outcome", Outcome),
            models.CheckConstraint(
                name="metrics_what_is_accepted_says_why_and_by_whom",
                condition=Q(outcome=Outcome.ACCEPTED, said_by__isnull=False) & ~Q(said="")
                | ~Q(outcome=Outcome.ACCEPTED) & Q(said="", said_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.get_outcome_display()}"
