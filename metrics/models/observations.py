"""What was observed: numerators and denominators, never a bare percentage. Added to, never changed."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from charter.models import Neighbourhood
from metrics.models.definitions import Definition
from metrics.models.periods import Period, Span, begins_where_its_span_does
from stevenage_cwb.common.constraints import filled, one_of


class Marker(models.TextChoices):
    """What is to be known of a figure besides its value, with the codes that data carry."""

    PROVISIONAL = "p", "provisional"
    REVISED = "r", "revised"
    ESTIMATED = "e", "estimated"
    BREAK = "b", "break in series"
    NOT_AVAILABLE = "x", "not available"
    NOT_APPLICABLE = "z", "not applicable"


VALUELESS = [Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE]


class Grade(models.TextChoices):
    """How good the evidence is."""

    RECORDS = "A", "Measured from records"
    SAMPLE = "B", "From a sample or a third party"
    ESTIMATE = "C", "Estimated, or said by those who gave it"
    PROVISIONAL = "D", "Provisional"


class Suppression(models.TextChoices):
    """Why a figure is kept back: it is about few people, or others could be worked out with it."""

    PRIMARY = "primary", "about fewer people than may be shown"
    SECONDARY = "secondary", "others could be worked out with it"


class Batch(models.Model):
    """Observations that came together: one computing, or what an owner entered at once."""

    made_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Nobody: computed by the portal."
    )
    evidence = models.CharField(max_length=300, blank=True, help_text="What shows it, for what people entered.")
    evidence_address = models.URLField(max_length=500, blank=True)
    commentary = models.TextField(blank=True)

    class Meta:
        default_permissions = ("add", "view")
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                name="metrics_what_people_enter_has_evidence", condition=Q(entered_by=None) | ~Q(evidence="")
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.pk}"


class Observations(models.QuerySet["Observation"]):
    def newest(self) -> Self:
        """The newest observation of each metric, period, place and category."""
        of_one = ("definition__metric_id", "span", "starts_on", "neighbourhood_id", "dimension", "category")
        return self.order_by(*of_one, "-pk").distinct(*of_one)


class Observation(models.Model):
    """One figure of a period: of the borough, or of a neighbourhood; in all, or of one category of a breakdown.

    numerator, denominator: in the smallest parts of the definition's unit. A ratio's are both kept, and nothing is
    divided before it is shown.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="observations")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="observations")
    span = models.CharField(max_length=7, choices=Span)
    starts_on = models.DateField()
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, related_name="+", help_text="None: the borough."
    )
    dimension = models.CharField(max_length=20, blank=True, help_text="By what it is broken down. Empty: in all.")
    category = models.CharField(max_length=120, blank=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    lower = models.BigIntegerField(null=True, help_text="The least that it can be, over `bounds_of`.")
    upper = models.BigIntegerField(null=True, help_text="The most that it can be, over `bounds_of`.")
    bounds_of = models.BigIntegerField(null=True, help_text="What the bounds of a ratio are over.")
    base = models.BigIntegerField(
        null=True, help_text="How many rows a percentage is of: over 1,000 it is said to one decimal."
    )
    people = models.IntegerField(null=True, help_text="How many people it is about, where it is about people.")
    marker = models.CharField(max_length=1, choices=Marker, blank=True)
    suppression = models.CharField(max_length=9, choices=Suppression, blank=True)
    grade = models.CharField(max_length=1, choices=Grade)
    note = models.CharField(max_length=300, blank=True, help_text="Why there is no value, or what to know of it.")
    rows = models.CharField(max_length=500, blank=True, help_text="Address of the rows that the numerator sums.")
    whole_rows = models.CharField(max_length=500, blank=True, help_text="The same of the denominator.")
    inputs_digest = models.CharField(max_length=64, help_text="SHA-256 of the definition and of all that went in.")

    objects = Observations.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            filled("inputs_digest"),
            begins_where_its_span_does(),
            one_of("span", Span),
            one_of("marker", Marker, or_empty=True),
            one_of("suppression", Suppression, or_empty=True),
            one_of("grade", Grade),
            models.CheckConstraint(
                name="metrics_a_figure_has_a_value_or_says_why_not",
                condition=Q(numerator__isnull=False) & ~Q(marker__in=VALUELESS)
                | Q(numerator=None, denominator=None, lower=None, upper=None, marker__in=VALUELESS) & ~Q(note=""),
            ),
            models.CheckConstraint(
                name="metrics_nothing_is_divided_by_zero", condition=Q(denominator=None) | Q(denominator__gt=0)
            ),
            models.CheckConstraint(
                name="metrics_bounds_come_together",
                condition=Q(lower=None, upper=None, bounds_of=None)
                | Q(lower__isnull=False, upper__isnull=False, lower__lte=F("upper"))
                & (Q(bounds_of=None) | Q(bounds_of__gt=0)),
            ),
            models.CheckConstraint(
                name="metrics_a_category_is_of_a_dimension",
                condition=Q(dimension="", category="") | ~Q(dimension="") & ~Q(category=""),
            ),
            models.UniqueConstraint(
                fields=["batch", "definition", "span", "starts_on", "neighbourhood", "dimension", "category"],
                nulls_distinct=False,
                name="metrics_a_batch_says_a_figure_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["definition", "span", "starts_on", "neighbourhood", "dimension", "category", "-id"],
                name="metrics_newest_observation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.period.code}"

    @property
    def period(self) -> Period:
        return Period(self.span, self.starts_on)
