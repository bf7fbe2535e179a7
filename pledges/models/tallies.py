"""How many pledges the public can see and what became of them, kept by the database as they come and go."""

from django.db import models

from pledges.models.became import Stage
from pledges.models.units import Unit
from stevenage_cwb.common.constraints import one_of


class Tally(models.Model):
    """Published pledges of one foundation, neighbourhood, kind, action and delivery. Empty text: none given.

    Kept by trigger in the transaction of each change (migration 0002), so that a count costs the same at
    a thousand pledges and at a million. `Tally` always equals a live count: a test says so.
    """

    foundation = models.CharField(max_length=40)
    neighbourhood = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    delivery = models.CharField(max_length=9, choices=Stage, default=Stage.NONE)
    published = models.IntegerField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "tallies"
        constraints = [
            one_of("delivery", Stage),
            models.UniqueConstraint(
                fields=["foundation", "neighbourhood", "kind", "action", "delivery"],
                name="pledges_tally_of_a_kind_is_one_row",
            ),
            models.CheckConstraint(name="pledges_tally_is_never_negative", condition=models.Q(published__gte=0)),
        ]

    def __str__(self) -> str:
        return str(self.published)


class What(models.TextChoices):
    """What a month's published pledges are counted for, each by the day that makes it so."""

    MADE = "made", "First published"
    DUE = "due", "Due for review: by when they were to be done, or a year after they were first published"
    ANSWERED = "answered", "Of those due for review: with a report that nobody took back"
    KEPT = "kept", "Verified as kept"
    PARTLY = "partly", "Verified as partly kept"
    NOT_KEPT = "not_kept", "Verified as not kept"


class Outturn(models.Model):
    """Published pledges of one neighbourhood and month that were made, due, answered, kept, partly or not kept.

    Kept by trigger (migration 0006) for the same reason as `Tally`, and proved like it. Days are those of the United
    Kingdom. Empty text: no neighbourhood; no unit. Quantities are of verified reports only.
    """

    month = models.DateField(help_text="Its first day.")
    neighbourhood = models.CharField(max_length=60)
    what = models.CharField(max_length=8, choices=What)
    unit = models.CharField(max_length=10, choices=Unit)
    pledges = models.IntegerField()
    hundredths = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            one_of("what", What),
            one_of("unit", Unit, or_empty=True),
            models.UniqueConstraint(
                fields=["month", "neighbourhood", "what", "unit"], name="pledges_outturn_of_a_month_is_one_row"
            ),
            models.CheckConstraint(
                name="pledges_outturn_is_never_negative", condition=models.Q(pledges__gte=0, hundredths__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.month:%m/%Y}: {self.pledges}"
