"""What is done, or could be, for each foundation: the outer ring of the wheel.

The report of 2020 draws a wheel whose outer ring needs resources from outside. The drawing was not at hand: what is
shipped is a proposal, and says so.
"""

from django.db import models
from django.db.models import Q

from charter.models.words import Benefit, Foundation, Word
from stevenage_cwb.common.constraints import one_of


class ActivityStatus(models.TextChoices):
    IDEA = "idea", "an idea"
    SEEKING = "seeking", "seeking funds"
    FUNDED = "funded", "funded"
    RUNNING = "running", "running"
    ENDED = "ended", "ended"


class Activity(Word):
    """One thing that is done, or could be, for a foundation."""

    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, related_name="activities")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="activities")
    status = models.CharField(max_length=7, choices=ActivityStatus, default=ActivityStatus.IDEA)
    needs_outside_funds = models.BooleanField(
        default=False, help_text="It cannot be done without money from outside the council. Dashed on the wheel."
    )
    is_proposed = models.BooleanField(default=True, help_text="Says on the page that its place here is a proposal.")

    class Meta(Word.Meta):
        verbose_name_plural = "activities"
        constraints = [
            *Word.Meta.constraints,
            one_of("status", ActivityStatus),
            models.CheckConstraint(
                name="charter_who_seeks_funds_needs_them",
                condition=~Q(status=ActivityStatus.SEEKING) | Q(needs_outside_funds=True),
            ),
        ]
