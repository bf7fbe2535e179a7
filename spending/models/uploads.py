"""Files that officers have sent to the desk and not decided on yet. The portal's machines keep no files: this does."""

from django.contrib.auth.models import User
from django.db import models

from stevenage_cwb.common.constraints import filled, one_of


class UploadPurpose(models.TextChoices):
    """Which page of the desk a file was sent to."""

    SPENDING = "spending", "Payments of a body"
    REFERENCE = "reference", "A register or a directory"
    RETURNS = "returns", "Returns for the balance sheet, or evidence of one"


class Upload(models.Model):
    """A file on its way from an officer to an import. It goes with the import, or after a day."""

    purpose = models.CharField(max_length=9, choices=UploadPurpose)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it came.")
    byte_count = models.BigIntegerField()
    asked = models.JSONField(help_text="What was chosen with the file.")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        default_permissions = ()
        constraints = [filled("name"), one_of("purpose", UploadPurpose)]

    def __str__(self) -> str:
        return self.name


class UploadPiece(models.Model):
    """A piece of an upload, packed by zlib."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="spending_upload_piece_number_is_used_once"),
        ]
