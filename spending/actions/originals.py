"""Files as they came: their digest, and their bytes packed in pieces, so that none has to fit into memory."""

import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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


def packed(piece: bytes) -> bytes:
    return zlib.compress(piece, LEVEL)


def unpacked(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    yield from map(zlib.decompress, pieces)


@dataclass
class Packed:
    """The pieces of a file, packed and waiting on the disk; and the digest of what was packed."""

    digest: str
    lengths: list[int]
    file: IO[bytes]


@contextmanager
def packing(path: Path) -> Iterator[Future[Packed]]:
    """Pack a file in a thread of its own, which holds nobody up: zlib lets the others work."""
    with tempfile.TemporaryFile() as file, ThreadPoolExecutor(1) as beside:
        yield beside.submit(pack, path, file)


def pack(path: Path, file: IO[bytes]) -> Packed:
    digest = hashlib.sha256()
    lengths = []
    for piece in pieces(path):
        digest.update(piece)
        lengths.append(file.write(packed(piece)))
    return Packed(digest.hexdigest(), lengths, file)


def keep(original: Packed, *, file: SourceFile) -> None:
    """Store the bytes of a file. Raises ChangedMeanwhile where they are not those of its digest."""
    if original.digest != file.bytes_digest:
        raise ChangedMeanwhile
    original.file.seek(0)
    for number, length in enumerate(original.lengths):
        OriginalPiece.objects.create(file=file, number=number, packed=original.file.read(length))


def original(file: SourceFile) -> Iterator[bytes]:
    """Yield the file as it came, piece by piece."""
    return unpacked(file.pieces.values_list("packed", flat=True).iterator(chunk_size=1))
