"""Objects of a JSON file, one at a time: of an array, of one object a line, or of an array within a package."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from spending.actions.reading.kinds import Refused

CHUNK_CHARACTERS = 1_000_000
# What goes on longer was never closed, or is not an array of organisations.
MOST_CHARACTERS = 20_000_000
SHOWN_CHARACTERS = 60
BETWEEN = re.compile(r"[\s,]*").match


def looks_like_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def objects(path: Path, *, within: str = "") -> Iterator[dict[str, Any]]:
    """Yield the objects of a file, or those of the array that its packages hold under the name `within`.

    Raises Refused where it is not JSON, or ends too soon: nobody can tell where the next object would begin.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        yield from Objects(file, within)


def text(value: object) -> str:
    """Return a value as a cell of a table would say it. PostgreSQL holds no NUL."""
    return "" if value is None or isinstance(value, dict | list) else str(value).replace("\0", "")


class Objects:
    """Reads ahead only as far as the next object goes. `at` is how far of the text read has been gone through."""

    def __init__(self, file: TextIO, within: str) -> None:
        self.file, self.text, self.at = file, "", 0
        self.within, self.held_in = within, re.compile(rf'"{within}"\s*:\s*\[').search
        self.decode = json.JSONDecoder().raw_decode

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self.read_on()
        self.skip()
        if self.text.startswith("{", self.at) and self.within and self.held_in(self.text):
            while self.is_at_next_package():
                yield from self.following(is_array=True)
        elif self.text.startswith("[", self.at):
            self.at += 1
            yield from self.following(is_array=True)
        else:
            yield from self.following(is_array=False)

    def is_at_next_package(self) -> bool:
        """Go to where the array of the next package begins. What stands between two arrays is not looked at."""
        while not (found := self.held_in(self.text, self.at)):
            if not self.read_on():
                return False
        self.at = found.end()
        return True

    def following(self, *, is_array: bool) -> Iterator[dict[str, Any]]:
        """Yield the objects up to the end of the array; of a file of lines, up to its end."""
        while not self.is_at_end(is_array=is_array):
            found = self.next_object()
            held = found.get(self.within) if self.within else None
            yield from held if isinstance(held, list) else [found]

    def is_at_end(self, *, is_array: bool) -> bool:
        self.skip()
        while self.at == len(self.text) and self.read_on():
            self.skip()
        if self.at < len(self.text):
            return self.text[self.at] == "]"
        if is_array:
            raise Refused("json", "The file ends in the middle: it was not downloaded whole.")
        return True

    def next_object(self) -> dict[str, Any]:
        while True:
            try:
                found, end = self.decode(self.text, self.at)
            except json.JSONDecodeError as fault:
                if not self.read_on():
                    shown = self.text[self.at : self.at + SHOWN_CHARACTERS]
                    raise Refused("json", f"The file is not JSON: {fault.msg} at “{shown}”.") from fault
            else:
                break
        if not isinstance(found, dict):
            shown = str(found)[:SHOWN_CHARACTERS]
            raise Refused("json", f"The file holds “{shown}” where an organisation or a notice is wanted.")
        self.at = end
        return found

    def skip(self) -> None:
        self.at = BETWEEN(self.text, self.at).end()  # type: ignore[union-attr]

    def read_on(self) -> bool:
        """Read more, and let go of what has been gone through. Answers whether there was more."""
        rest = self.text[self.at :]
        if len(rest) > MOST_CHARACTERS:
            raise Refused("json", "The file is one object of millions of characters, not many of them.")
        more = self.file.read(CHUNK_CHARACTERS)
        self.text, self.at = rest + more, 0
        return bool(more)
