"""What the charter says, as rows that officers can edit."""

from datetime import date

from django.db import models
from django.db.models import Q

from stevenage_cwb.common.constraints import filled


class Word(models.Model):
    """A named thing of the charter, shown in an order. Its code stands in addresses and in data for ever."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first.")

    class Meta:
        abstract = True
        ordering = ["order", "code"]
        constraints = [filled("name")]

    def __str__(self) -> str:
        return self.name


class Council(models.Model):
    """Who publishes this portal. One row: the borough is to be merged in 2028, and then it changes here."""

    name = models.CharField(max_length=120)
    portal_name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    website = models.URLField(blank=True)

    class Meta:
        verbose_name_plural = "council"
        constraints = [
            models.CheckConstraint(name="charter_council_is_one_row", condition=Q(pk=1)),
            filled("name"),
            filled("portal_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CharterSection(Word):
    """One part of the explanation on the charter's page, in our words until the council supplies its own."""

    is_draft = models.BooleanField(default=True, help_text="Says on the page that this is a draft.")


class Benefit(Word):
    """What the charter wants for the town. Two so far; the charter expects more to follow."""


class Foundation(Word):
    """What the work stands on. Report to the Executive 2020: four foundations."""


class PledgerKind(Word):
    """Who may pledge. The last two are proposed as kinds of their own."""

    is_organisation = models.BooleanField(
        help_text="Pledges under the organisation's name; a resident may stay unnamed."
    )
    is_proposed = models.BooleanField(default=False)


class ExampleAction(Word):
    """One of the charter's examples of what to pledge. Its place among the foundations is a proposal."""

    code = models.SlugField(primary_key=True, max_length=40)
    sentence = models.CharField(max_length=200, help_text="Follows “will”: “shop locally”.")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="actions")
    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, related_name="actions")
    is_mapping_proposed = models.BooleanField(
        default=True, help_text="The charter does not say which foundation this example serves."
    )
    retired_on = models.DateField(
        null=True, blank=True, help_text="No longer offered from this day; old pledges keep it."
    )

    def is_offered(self, *, on: date) -> bool:
        return self.retired_on is None or on < self.retired_on
