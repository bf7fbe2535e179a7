"""When each kind of the portal's own records was taken into the ledgers, and what became of them."""

from django.contrib.auth.models import User
from django.db import models

from stevenage_cwb.common.constraints import filled


class Pull(models.Model):
    """One look through the records of one source. Added, never changed."""

    source = models.CharField(max_length=51, help_text="As entries name it.")
    pulled_at = models.DateTimeField()
    pulled_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Nobody, where the worker or the command line did it.",
    )
    posted = models.PositiveIntegerField()
    reversed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    left_out = models.JSONField(help_text="How many records move no figure, by reason.")
    upstream = models.CharField(
        max_length=40, help_text="The financial year, and how often what was read had been written until then."
    )

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        permissions = [("pull_sources", "Can take what is new in the portal's records into the ledgers")]
        constraints = [filled("source")]
        indexes = [models.Index("source", models.F("id").desc(), name="balancesheet_last_pull")]

    def __str__(self) -> str:
        return f"{self.source}, {self.pulled_at:%d/%m/%Y %H:%M}"
