"""Files sent to the desk: kept in the database until they are imported, on the disk only while they are read."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from spending.actions.originals import PIECE_BYTES, packed, unpacked
from spending.models import Upload, UploadPiece, UploadPurpose

# A working day and the evening after it: what is not imported by then was given up.
KEPT_FOR = timedelta(hours=24)


class UploadGone(Exception):
    """The upload was imported, or forgotten after a day."""


@transaction.atomic
def keep_upload(
    sent: "UploadedFile[Any]", *, purpose: UploadPurpose, asked: dict[str, Any], by: User, at: datetime
) -> Upload:
    """Keep a file that an officer has sent, and what was chosen with it. Forgets the files of days before."""
    forget_old_uploads(at=at)
    digest = hashlib.sha256()
    for piece in sent.chunks(PIECE_BYTES):
        digest.update(piece)
    upload = Upload.objects.create(
        purpose=purpose,
        name=sent.name or "file",
        digest=digest.hexdigest(),
        byte_count=sent.size or 0,
        asked=asked,
        sent_at=at,
        sent_by=by,
    )
    for number, piece in enumerate(sent.chunks(PIECE_BYTES)):
        UploadPiece.objects.create(upload=upload, number=number, packed=packed(piece))
    return upload


def ask(upload: Upload, asked: dict[str, Any]) -> None:
    """Write down what was chosen for a file that is here already."""
    upload.asked = asked
    upload.save(update_fields=["asked"])


@contextmanager
def on_disk(upload: Upload) -> Iterator[Path]:
    """Give the path of a file that holds the upload, for as long as it is read. Raises UploadGone."""
    with tempfile.NamedTemporaryFile(prefix="upload") as file:
        for piece in unpacked(upload.pieces.values_list("packed", flat=True).iterator(chunk_size=1)):
            file.write(piece)
        # Pressed twice, the first press has imported it and forgotten it meanwhile.
        if file.tell() != upload.byte_count:
            raise UploadGone
        file.flush()
        yield Path(file.name)


def forget_upload(upload: Upload) -> None:
    forget(Upload.objects.filter(pk=upload.pk))


def forget_old_uploads(*, at: datetime) -> int:
    """Delete the uploads that nobody imported within a day. Returns how many."""
    return forget(Upload.objects.filter(sent_at__lte=at - KEPT_FOR))


@transaction.atomic
def forget(uploads: QuerySet[Upload]) -> int:
    UploadPiece.objects.filter(upload__in=uploads).delete()
    return uploads.delete()[0]
