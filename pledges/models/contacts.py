"""How a pledger is reached. Never public; apart from the pledge, so that it can be deleted alone."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Lower

from pledges.models.pledge import Pledge


class Contact(models.Model):
    """Name and e-mail address of one pledger. Deleted when the pledge expires unconfirmed."""

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True, help_text="Empty where an officer entered a paper form.")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(Lower("email"), name="contact_by_email")]

    def __str__(self) -> str:
        return "Contact details"


class ContactViewing(models.Model):
    """An officer looked at somebody's contact details. Written before they are shown."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="contact_viewings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.by} at {self.at:%d/%m/%Y %H:%M}"
