"""What an entry by people rests on: a document, a public register, a signed return or an estimate, as it was given."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from balancesheet.models.entries import Grade
from stevenage_cwb.common.constraints import filled, one_of

# A document is kept in pieces of so many bytes, so that none has to fit into memory.
PIECE_BYTES = 1_000_000
# What is taken as a document, by the end of its name: no browser runs any of these.
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class EvidenceKind(models.TextChoices):
    DOCUMENT = "document", "A document that I can send: an invoice, an award letter, a bank statement"
    REGISTER = "register", "An entry in a public register"
    SIGNED_RETURN = "signed_return", "A return that the group has signed"
    ESTIMATE = "estimate", "An estimate"


GRADES: dict[str, Grade] = {
    EvidenceKind.DOCUMENT: Grade.DOCUMENT,
    EvidenceKind.REGISTER: Grade.REGISTER,
    EvidenceKind.SIGNED_RETURN: Grade.RETURN,
    EvidenceKind.ESTIMATE: Grade.ESTIMATE,
}


def _fits_its_kind() -> Q:
    fits = Q()
    for kind, grade in GRADES.items():
        fits |= Q(kind=kind, grade=grade)
    return fits


class Evidence(models.Model):
    """One piece of evidence. Added, never changed, save whether everybody may see its document."""

    kind = models.CharField(max_length=13, choices=EvidenceKind)
    grade = models.CharField(max_length=1, choices=Grade)
    title = models.CharField(max_length=200, help_text="What it is, without the name of any person.")
    register = models.CharField(max_length=120, blank=True)
    reference = models.CharField(
        max_length=300, blank=True, help_text="Where it stands in the register, or how the estimate was made."
    )
    # The document, where there is one: its bytes are the pieces.
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the document. The database checks it.")
    byte_count = models.BigIntegerField(default=0)
    is_public = models.BooleanField(default=False, help_text="Everybody may see the document.")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "evidence"
        constraints = [
            one_of("kind", EvidenceKind),
            one_of("grade", Grade),
            filled("title"),
            models.CheckConstraint(name="balancesheet_evidence_has_the_grade_of_its_kind", condition=_fits_its_kind()),
            models.CheckConstraint(
                name="balancesheet_document_has_name_type_and_digest",
                condition=Q(name="", media_type="", digest="", byte_count=0)
                | (~Q(name="") & ~Q(media_type="") & Q(digest__regex="^[0-9a-f]{64}$", byte_count__gt=0)),
            ),
            models.CheckConstraint(
                name="balancesheet_a_document_is_kept",
                condition=~Q(kind=EvidenceKind.DOCUMENT) | Q(byte_count__gt=0),
            ),
            models.CheckConstraint(
                name="balancesheet_a_register_and_nothing_else_is_named",
                condition=(Q(kind=EvidenceKind.REGISTER) & ~Q(register="")) | (~Q(kind="register") & Q(register="")),
            ),
            models.CheckConstraint(
                name="balancesheet_register_and_estimate_say_where_from",
                condition=~Q(kind__in=[EvidenceKind.REGISTER, EvidenceKind.ESTIMATE]) | ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="balancesheet_only_a_document_is_made_public",
                condition=Q(is_public=False) | Q(byte_count__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidencePiece(models.Model):
    """A piece of a document, as it came."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField(help_text="From 0.")
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="balancesheet_evidence_piece_is_kept_once"),
        ]
