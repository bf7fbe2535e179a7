"""What each metric means: the metric, and the versions of its definition, unchangeable once a figure rests on one.

The catalogue is shipped as proposed definitions, to be agreed by the CWB Group. Source: docs/domain.md.
"""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from charter.models import Benefit, Foundation
from metrics.models.periods import Span
from stevenage_cwb.common.constraints import filled, one_of


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed, to be agreed by the CWB Group"
    AGREED = "agreed", "Agreed"
    RETIRED = "retired", "No longer measured"


class Metric(models.Model):
    """A question that is asked again and again, under a code that never changes."""

    code = models.CharField(primary_key=True, max_length=8)
    foundation = models.ForeignKey(
        Foundation, on_delete=models.PROTECT, null=True, related_name="metrics", help_text="None: the charter itself."
    )
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, null=True, related_name="metrics")
    position = models.PositiveSmallIntegerField(unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PROPOSED)
    agreed_at_meeting = models.CharField(max_length=200, blank=True, help_text="Which meeting of the CWB Group.")
    owner = models.CharField(max_length=120, help_text="The post that answers for it.")
    reviewer = models.CharField(max_length=120, help_text="The post that looks it through: another one.")

    class Meta:
        default_permissions = ("change", "view")
        ordering = ["position"]
        constraints = [
            filled("owner"),
            filled("reviewer"),
            one_of("status", Status),
            models.CheckConstraint(name="metrics_nobody_reviews_their_own", condition=~Q(owner=models.F("reviewer"))),
            models.CheckConstraint(
                name="metrics_agreed_says_where", condition=~Q(status=Status.AGREED) | ~Q(agreed_at_meeting="")
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Unit(models.TextChoices):
    """What numerators and denominators count, as whole numbers of the smallest part: see SCALES."""

    POUNDS = "pounds", "pounds"
    HOURS = "hours", "hours"
    DAYS = "days", "working days"
    PEOPLE = "people", "people"
    COUNT = "count", "counted"
    TONNES = "tonnes", "tonnes"
    SQUARE_METRES = "m2", "square metres"
    DECILE = "decile", "decile"


# Smallest parts in one.
SCALES = {
    Unit.POUNDS: 100,
    Unit.HOURS: 100,
    Unit.DAYS: 100,
    Unit.PEOPLE: 1,
    Unit.COUNT: 1,
    Unit.TONNES: 1000,
    Unit.SQUARE_METRES: 1,
    Unit.DECILE: 100,
}


class Kind(models.TextChoices):
    FLOW = "flow", "What happened in a period"
    STOCK = "stock", "What there is at its end"
    RATIO = "ratio", "One sum over another"
    INDEX = "index", "A value that cannot be added: a median, a rank"


class Shown(models.TextChoices):
    NUMBER = "number", "a number"
    PERCENT = "percent", "a percentage"
    TIMES = "times", "a ratio to two places"


class Polarity(models.TextChoices):
    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NONE = "none", "For context only"


class Cumulation(models.TextChoices):
    PERIOD = "period", "Each period for itself"
    SUM_TO_DATE = "sum", "Adds up over the year to date"
    AT_THE_END = "end", "As it is at the period's end"


class Aggregation(models.TextChoices):
    SUM = "sum", "Neighbourhoods add up to the borough"
    RATIO_OF_SUMS = "ratio", "The borough's is the ratio of the sums"
    NOT_ADDITIVE = "none", "Neighbourhoods cannot be put together"


class Collection(models.TextChoices):
    COMPUTED = "computed", "Computed from records of this portal"
    ENTERED = "entered", "Entered by its owner, with evidence"


class Comparability(models.TextChoices):
    FIRST = "first", "The first version"
    COMPARABLE = "comparable", "Can be compared with the version before"
    BREAK = "break", "Cannot be compared with the version before"


class Definitions(models.QuerySet["Definition"]):
    def of_year(self, year_starting: int) -> Self:
        """The version of each metric that holds in a financial year."""
        return self.filter(first_year__lte=year_starting).order_by("metric_id", "-first_year").distinct("metric_id")


class Definition(models.Model):
    """One version of what a metric means, from a financial year on. A wording that changes is a new version."""

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveSmallIntegerField()
    first_year = models.SmallIntegerField(help_text="The financial year it holds from, by its April.")
    name = models.CharField(max_length=120)
    question = models.CharField(max_length=200, help_text="What it answers, in plain English.")
    definition = models.TextField()
    why = models.TextField(help_text="Why it matters.")
    would_change = models.TextField(help_text="What we would do differently if it moved.")
    numerator = models.CharField(max_length=300)
    denominator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=6, choices=Unit, help_text="Of the numerator.")
    kind = models.CharField(max_length=5, choices=Kind)
    shown = models.CharField("shown as", max_length=7, choices=Shown)
    polarity = models.CharField(max_length=4, choices=Polarity)
    cumulation = models.CharField(max_length=6, choices=Cumulation)
    aggregation = models.CharField("over neighbourhoods", max_length=5, choices=Aggregation)
    span = models.CharField("frequency", max_length=7, choices=Span)
    timely_days = models.PositiveSmallIntegerField(help_text="Days after a period in which its figure is due.")
    collection = models.CharField(max_length=8, choices=Collection)
    source = models.CharField(max_length=300)
    limits = models.TextField(help_text="What it does not say.")
    breakdowns = ArrayField(models.CharField(max_length=20), default=list, help_text="By what it is broken down.")
    least_people = models.PositiveSmallIntegerField(
        default=0, help_text="Figures about fewer people than this are not shown. 0: it is not about people."
    )
    margin_percent = models.PositiveSmallIntegerField(default=15, help_text="How far from its target is on track.")
    comparability = models.CharField(max_length=10, choices=Comparability)
    changed = models.CharField(max_length=300, blank=True, help_text="What changed since the version before, and why.")

    objects = Definitions.as_manager()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["metric", "-version"]
        constraints = [
            *map(filled, ("name", "question", "definition", "why", "would_change", "numerator", "source", "limits")),
            one_of("unit", Unit),
            one_of("kind", Kind),
            one_of("shown", Shown),
            one_of("polarity", Polarity),
            one_of("cumulation", Cumulation),
            one_of("aggregation", Aggregation),
            one_of("span", Span),
            one_of("collection", Collection),
            one_of("comparability", Comparability),
            models.UniqueConstraint(fields=["metric", "version"], name="metrics_definition_version_is_used_once"),
            models.UniqueConstraint(fields=["metric", "first_year"], name="metrics_one_definition_holds_in_a_year"),
            models.CheckConstraint(
                name="metrics_a_ratio_has_both_parts",
                condition=Q(kind=Kind.RATIO) & ~Q(denominator="") | ~Q(kind=Kind.RATIO) & Q(denominator=""),
            ),
            models.CheckConstraint(
                name="metrics_a_ratio_is_a_ratio_of_sums",
                condition=~Q(kind=Kind.RATIO) | Q(aggregation=Aggregation.RATIO_OF_SUMS),
            ),
            models.CheckConstraint(
                name="metrics_a_ratio_is_never_summed",
                condition=~Q(kind__in=[Kind.RATIO, Kind.INDEX]) | ~Q(cumulation=Cumulation.SUM_TO_DATE),
            ),
            models.CheckConstraint(
                name="metrics_only_ratios_are_percentages", condition=Q(shown=Shown.NUMBER) | Q(kind=Kind.RATIO)
            ),
            models.CheckConstraint(
                name="metrics_an_index_is_not_added_up",
                condition=~Q(kind=Kind.INDEX) | Q(aggregation=Aggregation.NOT_ADDITIVE),
            ),
            models.CheckConstraint(
                name="metrics_later_versions_say_what_changed",
                condition=Q(version=1, comparability=Comparability.FIRST)
                | Q(version__gt=1) & ~Q(comparability=Comparability.FIRST) & ~Q(changed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} version {self.version}"
