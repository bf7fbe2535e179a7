"""That books were kept in another portal before, and which of their entries came from there. Added, never changed."""

from django.db import models


class Handover(models.Model):
    """Books that came in a folder of files: see docs/ledger.md, “Handing the books over”."""

    manifest_digest = models.CharField(max_length=64, help_text="SHA-256 of the folder's manifest.")
    # The payments and pledges behind these stayed in the other portal: they are not missed here.
    last_entry = models.BigIntegerField(help_text="The number of the last entry that came. 0 where none did.")
    taken_over_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.manifest_digest
