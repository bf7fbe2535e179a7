"""In which encoding a text file is: by its mark, by what decodes, else by candidates scored on what they spell."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In order of preference where two score the same.
CANDIDATES = ("cp1252", "utf-8", "latin-1", "cp850", "mac-roman")
# A run of bytes outside ASCII with its neighbours: what it would spell there tells the encoding.
ODD = re.compile(rb"[\x00-\x7f]?[\x80-\xff]{1,8}[\x00-\x7f]?").findall
TYPOGRAPHY = frozenset("–—‘’“”•…€™®©°½¼¾\N{NO-BREAK SPACE}²³·´")
MOST_CONTEXTS = 5000
CHUNK_BYTES = 1_000_000


def encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if unmarked := utf_16(head):
        return unmarked
    if is_utf_8(path):
        return "utf-8"
    contexts = odd_bytes(path)
    return max(CANDIDATES, key=lambda encoding: score(contexts, encoding))


def utf_16(head: bytes) -> str:
    """Return UTF-16 without a mark, seen by every second byte being zero."""
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) // 4 else ""


def is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for part in parts(path):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def odd_bytes(path: Path) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for part in parts(path):
        found.update(ODD(part))
        if len(found) > MOST_CONTEXTS:
            break
    return found


def score(contexts: Counter[bytes], encoding: str) -> int:
    return sum(times * spelling(context.decode(encoding, "replace")) for context, times in contexts.items())


def spelling(context: str) -> int:
    """Return how likely it is that somebody wrote this: a pound sign before a digit, an accent within a word."""
    neighbours = zip(" " + context, context, context[1:] + " ", strict=False)
    return sum(likelihood(before, letter, after) for before, letter, after in neighbours if not letter.isascii())


def likelihood(before: str, letter: str, after: str) -> int:
    """Return points for one letter outside ASCII between its neighbours."""
    if not before.isascii():
        # Two in a row are one letter of UTF-8 read as something else.
        return -3
    if letter == "£":
        return 3 if after.isdigit() or not before.isalpha() else 1
    if letter in TYPOGRAPHY:
        return 2
    if letter.isalpha() and letter <= "ÿ":
        return 1 if before.isalpha() or after.isalpha() else -1
    return -5


def parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(CHUNK_BYTES):
            yield part
