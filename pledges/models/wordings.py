"""The words that people agree to, in numbered versions that never change."""

from typing import Self

from django.db import models

from stevenage_cwb.common.constraints import filled, one_of


class Purpose(models.TextChoices):
    """What a wording asks for."""

    PUBLISH = "publish", "Consent to publish the pledge"
    CONTACT = "contact", "Consent to be contacted about it"
    PRIVACY = "privacy", "Privacy notice shown with the form"


class Wordings(models.QuerySet["Wording"]):
    def current(self) -> Self:
        """The newest version for each purpose."""
        return self.order_by("purpose", "-version").distinct("purpose")


class Wording(models.Model):
    """One version of a wording. To change the words, add a version: what people agreed to stays."""

    purpose = models.CharField(max_length=10, choices=Purpose)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    valid_from = models.DateField()

    objects = Wordings.as_manager()

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [
            one_of("purpose", Purpose),
            filled("text"),
            models.UniqueConstraint(fields=["purpose", "version"], name="pledges_wording_version_is_used_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, version {self.version}"
