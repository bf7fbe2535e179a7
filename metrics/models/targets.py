"""What is aimed for, and from where: dated rows with who, when and why. A target that moves is a new row."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from charter.models import Neighbourhood
from metrics.models.definitions import Metric
from metrics.models.periods import Period, Span, begins_where_its_span_does
from stevenage_cwb.common.constraints import filled, one_of


class TargetKind(models.TextChoices):
    AT_LEAST = "least", "At least"
    AT_MOST = "most", "At most"
    BETWEEN = "between", "Between"


class Aim(models.Model):
    """A value of a metric, as a fraction: a ratio's has a denominator, anything else's is over 1."""

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="%(class)ss")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    span = models.CharField(max_length=7, choices=Span)
    starts_on = models.DateField()
    why = models.CharField(max_length=300)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        abstract = True
        default_permissions = ("add", "view")
        ordering = ["-pk"]
        constraints = [filled("why"), one_of("span", Span), begins_where_its_span_does()]

    @property
    def period(self) -> Period:
        return Period(self.span, self.starts_on)


class Target(Aim):
    """What a metric is to reach in a period. The newest counts; those before it stay on the chart."""

    kind = models.CharField(max_length=7, choices=TargetKind)
    value = models.DecimalField(max_digits=18, decimal_places=4, help_text="As it is shown: 25 is 25 %, or 25 people.")
    and_value = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="The upper end of “between”."
    )

    class Meta(Aim.Meta):
        constraints = [
            *Aim.Meta.constraints,
            one_of("kind", TargetKind),
            models.CheckConstraint(
                name="metrics_only_between_has_two_ends",
                condition=Q(kind=TargetKind.BETWEEN, and_value__gt=F("value"))
                | ~Q(kind=TargetKind.BETWEEN) & Q(and_value=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} {self.get_kind_display()} {self.value}"


class BaselineBasis(models.TextChoices):
    MEASURED = "measured", "Measured"
    ESTIMATED = "estimated", "Estimated"
    NONE = "none", "There is none"


class Baseline(Aim):
    """Where a metric stood before, and how we know."""

    basis = models.CharField(max_length=9, choices=BaselineBasis)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta(Aim.Meta):
        constraints = [
            *Aim.Meta.constraints,
            one_of("basis", BaselineBasis),
            models.CheckConstraint(
                name="metrics_a_baseline_has_a_value_or_there_is_none",
                condition=Q(basis=BaselineBasis.NONE, value=None)
                | ~Q(basis=BaselineBasis.NONE) & Q(value__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} baseline"
