"""Keeping evidence: what it is, and the bytes of its document as they came."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from balancesheet.models import Evidence, EvidencePiece
from balancesheet.models.evidence import GRADES, MEDIA_TYPES, PIECE_BYTES


@dataclass(frozen=True)
class Document:
    """A file on the disk that is to be kept, and what its sender calls it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Shown:
    """What somebody shows for a return: see models.Evidence."""

    kind: str
    title: str
    register: str = ""
    reference: str = ""
    is_public: bool = False
    document: Document | None = None


@transaction.atomic
def keep(shown: Shown, *, by: User, at: datetime) -> Evidence:
    """Keep evidence with its document, piece by piece: no document has to fit into memory."""
    evidence = Evidence(
        kind=shown.kind,
        grade=GRADES[shown.kind],
        title=shown.title,
        register=shown.register,
        reference=shown.reference,
        is_public=shown.is_public,
        added_by=by,
        added_at=at,
    )
    if shown.document:
        evidence.name = shown.document.name
        evidence.media_type = MEDIA_TYPES[Path(shown.document.name).suffix.lower()]
        evidence.digest, evidence.byte_count = digest_and_size(shown.document.path)
    evidence.save(force_insert=True)
    for number, piece in enumerate(pieces(shown.document.path) if shown.document else ()):
        EvidencePiece.objects.create(evidence=evidence, number=number, content=piece)
    return evidence


def digest_and_size(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces(path):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def show_to_everybody(evidence: Evidence, *, is_public: bool) -> None:
    """Let everybody see a document, or officers only: the one thing about evidence that changes."""
    Evidence.objects.filter(pk=evidence.pk).exclude(byte_count=0).update(is_public=is_public)
