"""Where: cooperative neighbourhoods, wards and small areas, each link with its dates.

Wards change (all thirteen did on 2 May 2024) and neighbourhoods may: old years keep the places they had.
"""

from datetime import date
from typing import Any

from django.db import models

from stevenage_cwb.common.constraints import ends_after_it_begins, filled

# GeoJSON: a Polygon or MultiPolygon in WGS84 degrees.
Outline = dict[str, Any]


class Dated(models.Model):
    """What holds for a time: from its first day up to, and without, the day it ended."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The first day it no longer was.")

    class Meta:
        abstract = True
        constraints = [ends_after_it_begins()]

    def holds(self, *, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class Place(Dated):
    """A place with an outline."""

    name = models.CharField(max_length=120)
    outline = models.JSONField(null=True, blank=True)

    class Meta(Dated.Meta):
        abstract = True
        ordering = ["name"]
        constraints = [*Dated.Meta.constraints, filled("name")]

    def __str__(self) -> str:
        return self.name


class Neighbourhood(Place):
    """A cooperative neighbourhood. The Executive approved six on 16 December 2019."""

    code = models.SlugField(primary_key=True, max_length=60)
    short_code = models.CharField(max_length=4, unique=True)
    description = models.TextField(blank=True)
    is_outline_confirmed = models.BooleanField(default=False)


class Ward(Place):
    """An electoral ward, by its ONS code."""

    code = models.CharField(primary_key=True, max_length=9)


class SmallArea(Place):
    """A lower-layer super output area (LSOA) of the 2021 census."""

    code = models.CharField(primary_key=True, max_length=9)


class Membership(Dated):
    """A link in time between a neighbourhood and a part of it."""

    is_confirmed = models.BooleanField(default=False, help_text="Until ticked, the pages say “to be confirmed”.")
    source = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        abstract = True
        constraints = [*Dated.Meta.constraints, filled("source")]


class NeighbourhoodWard(Membership):
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="ward_links")
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, related_name="neighbourhood_links")

    class Meta(Membership.Meta):
        constraints = [
            *Membership.Meta.constraints,
            models.UniqueConstraint(
                fields=["ward"],
                condition=models.Q(valid_to=None),
                name="charter_ward_has_one_neighbourhood_now",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ward_id} in {self.neighbourhood_id}"


class NeighbourhoodSmallArea(Membership):
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="small_area_links")
    small_area = models.ForeignKey(SmallArea, on_delete=models.PROTECT, related_name="neighbourhood_links")
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, blank=True)
    share_in_ward = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Part of the area that lies in the ward, 0 to 1. Below 0.6 is a weak fit.",
    )

    class Meta(Membership.Meta):
        constraints = [
            *Membership.Meta.constraints,
            models.UniqueConstraint(
                fields=["small_area"],
                condition=models.Q(valid_to=None),
                name="charter_small_area_has_one_neighbourhood_now",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.small_area_id} in {self.neighbourhood_id}"
