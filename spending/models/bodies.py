"""Who paid, and how each lays out its files."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Lower

from stevenage_cwb.common.constraints import filled


class Body(models.Model):
    """A council or another public body that publishes what it pays."""

    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            filled("name"),
            models.UniqueConstraint(Lower("name"), name="spending_body_name_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SavedLayout(models.Model):
    """A reading of a body's files that a person has confirmed. Added, never edited.

    Its test is the first file that was read with it: those bytes are kept, and read alike for ever.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="layouts")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="Of the titles and what each means.")
    layout = models.JSONField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        help_text="Nobody, where it was confirmed on the command line.",
    )

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            filled("name"),
            models.UniqueConstraint(fields=["body", "name"], name="spending_layout_name_is_used_once"),
            models.UniqueConstraint(fields=["body", "digest"], name="spending_layout_is_saved_once"),
        ]

    def __str__(self) -> str:
        return self.name
