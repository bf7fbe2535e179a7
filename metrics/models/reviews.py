"""Who looked through what somebody entered: another person, and what they said of it."""

from django.contrib.auth.models import User
from django.db import models

from metrics.models.observations import Batch


class Review(models.Model):
    """A second pair of eyes on a batch. What is wrong is entered again, as a revision; nothing is taken back."""

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="review")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    word = models.CharField(max_length=300, blank=True, help_text="What the reviewer says of it.")

    class Meta:
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"Review of {self.batch}"
