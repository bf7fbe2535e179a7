"""Records from text: any delimiter, any line end, quotes never closed, NUL bytes.

Streams, and one bad record costs itself only.
"""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from spending.actions.reading.kinds import Refused
from spending.actions.reading.titles import is_title

DELIMITERS = ",;\t|"
# Quoted cells hold addresses and narratives of a few lines; what goes on longer was never closed.
MOST_LINES = 40
MOST_CHARACTERS = 500_000
LENIENT_CHARACTERS = 10_000
SAMPLE_CHARACTERS = 65_536
# Of text read at once: some hundreds of records.
BATCH_CHARACTERS = 32_768
NUL, NUL_SHOWN = "\0", "␀"
# Written in by a publisher who put a UTF-8 mark through a second encoding.
TWICE_ENCODED_MARKS = ("\ufeff", "ï»¿")


class NeverClosed(csv.Error):
    """A quotation mark is opened, and too many lines go by without another."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record whose cells cannot be told apart. `position` is that of the cell where it went wrong."""

    kind: str
    text: str
    cells: list[str]
    position: int


@dataclass(frozen=True, slots=True)
class Table:
    """A text file, or a sheet unpacked to one, that can be read again and again."""

    path: Path
    encoding: str
    delimiter: str
    width: int = 0

    def records(self) -> Iterator[list[str] | Broken]:
        return chain.from_iterable(self.batches())

    def batches(self, *, after: int = 0) -> Iterator[list[list[str] | Broken]]:
        """Yield the records after the first so many, some hundreds at a time: one at a time takes twice as long."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            for batch in Records(file, self.delimiter, self.width).batches():
                yield batch[after:]
                after = max(after - len(batch), 0)


class Records:
    """Reads the records of a text. What an unclosed quote swallowed is given back and read as lines of its own."""

    def __init__(self, file: TextIO, delimiter: str, width: int) -> None:
        self.file, self.delimiter, self.width = file, delimiter, width
        self.waiting: deque[str] = deque()
        # The lines that the record being read is made of.
        self.taken: list[str] = []

    def batches(self) -> Iterator[list[list[str] | Broken]]:
        while lines := self.next_lines():
            # Each takes a line at least; what the last one gave back is in the next batch.
            yield self.plain(lines) or [*islice(self.one_by_one(lines), len(lines))]

    def next_lines(self) -> list[str]:
        """Return the lines that were given back, else those of the next piece of the file; none at its end."""
        if not self.waiting and (text := self.file.read(BATCH_CHARACTERS)):
            self.waiting.extend(io.StringIO(text + self.rest_of_line(), newline=""))
        lines = [*self.waiting]
        self.waiting.clear()
        return lines

    def plain(self, lines: list[str]) -> list[list[str] | Broken] | None:
        """Return the records of lines that are a record each, as nearly all are; None where one is not."""
        if NUL in "".join(lines):
            return None
        try:
            records: list[list[str] | Broken] = [*csv.reader(lines, delimiter=self.delimiter, strict=True)]
        except csv.Error:
            return None
        return records if len(records) == len(lines) else None

    def one_by_one(self, lines: list[str]) -> Iterator[list[str] | Broken]:
        """Yield the records of these lines, and of the lines after them that the last record goes on for."""
        self.waiting.extend(lines)
        reader = self.reader()
        while self.waiting:
            self.taken.clear()
            try:
                cells = next(reader)
            except csv.Error:
                cells = None
            if cells is None or (len(self.taken) > 1 and self.has_swallowed(cells)):
                yield self.give_back()
                reader = self.reader()
            else:
                yield nul(cells) if NUL in self.taken[0] else cells

    def reader(self) -> Iterator[list[str]]:
        return csv.reader(self.lines(), delimiter=self.delimiter, strict=True)

    def lines(self) -> Iterator[str]:
        while line := self.waiting.popleft() if self.waiting else self.rest_of_line():
            self.taken.append(line)
            if len(self.taken) > MOST_LINES:
                raise NeverClosed
            yield line

    def rest_of_line(self) -> str:
        line = self.file.readline(MOST_CHARACTERS)
        if len(line) >= MOST_CHARACTERS:
            raise Refused("line_too_long", f"A line has {MOST_CHARACTERS:,} characters or more: this is no table.")
        return line

    def give_back(self) -> Broken:
        first, *others = self.taken
        self.waiting.extendleft(reversed(others))
        lenient = next(csv.reader([first[:LENIENT_CHARACTERS]], delimiter=self.delimiter), [])
        return Broken(
            "quotes",
            "A quotation mark is not closed, or stands in the middle of a cell",
            [first.rstrip("\r\n").replace(NUL, NUL_SHOWN)],
            max(len(lenient) - 1, 0),
        )

    def has_swallowed(self, cells: list[str]) -> bool:
        """Whether a cell of several lines holds what looks like records of this table."""
        enough = max(self.width - 1, 2)
        inner = chain.from_iterable(cell.splitlines()[1:] for cell in cells if "\n" in cell or "\r" in cell)
        return any(line.count(self.delimiter) >= enough for line in inner)


def nul(cells: list[str]) -> Broken:
    position = next((place for place, cell in enumerate(cells) if NUL in cell), 0)
    return Broken("nul", "The cell holds a NUL byte", [cell.replace(NUL, NUL_SHOWN) for cell in cells], position)


def delimiter_of(path: Path, encoding: str) -> str:
    """Return the delimiter that parts titles, and by which most records of the beginning have as many cells."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS).splitlines()
    return max(DELIMITERS, key=lambda delimiter: regularity(sample, delimiter))


def regularity(sample: list[str], delimiter: str) -> tuple[bool, int]:
    """Return how surely a text is parted by this: addresses may hold as many commas as the table has columns."""
    records = [cells for cells in csv.reader(sample, delimiter=delimiter) if len(cells) > 1]
    has_titles = any(sum(map(is_title, cells)) > 1 for cells in records[:MOST_LINES])
    widths = Counter(map(len, records))
    return has_titles, max(((width - 1) * times for width, times in widths.items()), default=0)


def without_mark(cells: list[str]) -> list[str]:
    """Return the cells without a byte order mark before the first."""
    if not cells:
        return cells
    first = cells[0]
    for mark in TWICE_ENCODED_MARKS:
        first = first.removeprefix(mark)
    return [first.strip('"') if first != cells[0] else first, *cells[1:]]
