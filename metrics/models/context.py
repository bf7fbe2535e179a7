"""What stands beside figures: words that explain them, and what other places published, never ranked against ours."""

from django.contrib.auth.models import User
from django.db import models

from charter.models import Neighbourhood
from metrics.models.definitions import Metric
from stevenage_cwb.common.constraints import ends_after_it_begins, filled


class Annotation(models.Model):
    """Words on a time, shown on every chart of a metric, or of all: a threshold that changed, a flood, a new rule."""

    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, null=True, blank=True, related_name="annotations", help_text="None: all."
    )
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField("from")
    valid_to = models.DateField("until", null=True, blank=True)
    text = models.CharField(max_length=300)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["valid_from", "pk"]
        constraints = [filled("text"), ends_after_it_begins()]

    def __str__(self) -> str:
        return self.text


class ExternalSeries(models.Model):
    """What another place published of something like a metric of ours. Context: counted their way, not ours."""

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="elsewhere")
    place = models.CharField(max_length=80)
    measure = models.CharField(max_length=200, help_text="What they count, in their words.")
    source = models.CharField(max_length=200)
    source_address = models.URLField(max_length=500, blank=True)
    caution = models.CharField(max_length=300, help_text="Why it cannot be compared.")

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "external series"
        ordering = ["place", "pk"]
        constraints = [
            *map(filled, ("place", "measure", "source", "caution")),
            models.UniqueConstraint(fields=["metric", "place", "measure"], name="metrics_external_series_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.measure}"


class ExternalPoint(models.Model):
    """One value of an external series, as it was published."""

    series = models.ForeignKey(ExternalSeries, on_delete=models.PROTECT, related_name="points")
    period = models.CharField(max_length=20, help_text="As published: 2016/17.")
    value = models.DecimalField(max_digits=18, decimal_places=2)
    said = models.CharField(max_length=80, help_text="As published: 18.2%, £112.3m.")

    class Meta:
        default_permissions = ("view",)
        ordering = ["series", "period"]
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="metrics_external_point_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.said}"
