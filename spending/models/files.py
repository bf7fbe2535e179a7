"""The files that a body published: their bytes as they came, and whether their payments still count."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from spending.models.bodies import Body, SavedLayout
from stevenage_cwb.common.constraints import filled


class SourceFiles(models.QuerySet["SourceFile"]):
    def counted(self) -> Self:
        """The files whose payments are in the sums: those that nobody has undone."""
        return self.filter(undone_at=None)


class SourceFile(models.Model):
    """One imported file. Undoing takes its payments out of every sum; nothing else about it ever changes.

    A file that is replaced by a second version is undone too, and counts again where that version is undone.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=255)
    bytes_digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it came.")
    byte_count = models.BigIntegerField()
    rows_digest = models.CharField(
        max_length=64, help_text="SHA-256 of the payments as they were read: the same rows, whatever the file."
    )
    kind = models.CharField(max_length=10)
    encoding = models.CharField(max_length=20)
    columns = models.JSONField(help_text="What each column was read as.")
    saved_layout = models.ForeignKey(SavedLayout, on_delete=models.PROTECT, null=True, related_name="files")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        help_text="Nobody, where it was imported on the command line.",
    )

    # What we did about it.
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)
    undone_why = models.CharField(max_length=200, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replaced", null=True)

    objects = SourceFiles.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        permissions = [("import_spending", "Can import spend files, accept their notes and undo them")]
        constraints = [
            filled("name"),
            models.CheckConstraint(
                name="spending_undoing_says_why",
                condition=Q(undone_at=None, undone_by=None, undone_why="", replaced_by=None)
                | Q(undone_at__isnull=False, undone_why__gt=""),
            ),
            # Two importers of one file: the database lets one of them win.
            models.UniqueConstraint(
                fields=["body", "bytes_digest"],
                condition=Q(undone_at=None),
                name="spending_file_is_counted_once",
            ),
            models.UniqueConstraint(
                fields=["body", "rows_digest"],
                condition=Q(undone_at=None),
                name="spending_rows_are_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OriginalPiece(models.Model):
    """A piece of a file as it came, packed by zlib: in pieces, so that no file has to fit into memory."""

    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="spending_piece_number_is_used_once"),
        ]
