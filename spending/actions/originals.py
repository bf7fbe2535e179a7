"""Files as they came: their digest, and their bytes packed in pieces, so that none has to fit into memory."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from spending.models import OriginalPiece, SourceFile

PIECE_BYTES = 1_000_000
# The fastest: a spend file repeats itself so much that trying harder saves little.
LEVEL = 1


class ChangedMeanwhile(Exception):
    """The bytes to be kept are not those that were read."""


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def keep(path: Path, *, file: SourceFile) -> None:
    """Store the bytes of a file. Raises ChangedMeanwhile where they are not those of its digest."""
    digest = hashlib.sha256()
    for number, piece in enumerate(pieces(path)):
        digest.update(piece)
        OriginalPiece.objects.create(file=file, number=number, packed=zlib.compress(piece, LEVEL))
    if digest.hexdigest() != file.bytes_digest:
        raise ChangedMeanwhile


def original(file: SourceFile) -> Iterator[bytes]:
    """Yield the file as it came, piece by piece."""
    for packed in file.pieces.values_list("packed", flat=True).iterator(chunk_size=1):
        yield zlib.decompress(packed)
