"""How many pledges the public can see, kept by the database as they come and go."""

from django.db import models


class Tally(models.Model):
    """Published pledges of one foundation, neighbourhood, kind and action. Empty text: none given.

    Kept by trigger in the transaction of each change (migration 0002), so that a count costs the same at
    a thousand pledges and at a million. `Tally` always equals a live count: a test says so.
    """

    foundation = models.CharField(max_length=40)
    neighbourhood = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    published = models.IntegerField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["foundation", "neighbourhood", "kind", "action"],
                name="pledges_tally_of_a_kind_is_one_row",
            ),
            models.CheckConstraint(name="pledges_tally_is_never_negative", condition=models.Q(published__gte=0)),
        ]

    def __str__(self) -> str:
        return str(self.published)
