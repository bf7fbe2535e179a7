"""A CSV file of returns, row by row: claims and faults. It streams: a million rows take no more memory than ten."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from balancesheet.sources.claims import COLUMNS, MAY_BE_LEFT_OUT, SHOWN_CHARACTERS, Books, Claim, Fault, read_claim
from spending.actions.reading.encodings import encoding_of
from spending.actions.reading.kinds import Refused, kind_of
from spending.actions.reading.records import Broken, Table, delimiter_of, without_mark

# Faults that are told of one by one; the others are counted.
MOST_FAULTS = 100
TITLES_ROW = 1
UNKNOWN = "There is no such column. Delete it, or give it a title of the template"
TWICE = "This title stands there twice. Delete one of the two columns"
MISSING = "This column is missing. Begin with the template, whose titles are in row 1"


class FileFault(NamedTuple):
    """What is wrong in a row: rows are counted as a spreadsheet does, the titles being row 1."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass
class Reading:
    """What was read of a file: how much of each kind in each ledger, and what is wrong. Filled while rows go by."""

    faults: list[FileFault] = field(default_factory=list)
    fault_count: int = 0
    bad_rows: int = 0
    row_count: int = 0
    sums: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: date = date.max
    last: date = date.min
    digest: str = ""

    def fault(self, row: int, column: str, value: str, sentence: str) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(FileFault(row, column, value[:SHOWN_CHARACTERS], sentence))

    def take(self, claim: Claim) -> None:
        self.row_count += 1
        key = (claim.ledger, claim.kind.code)
        self.counts[key] += 1
        self.sums[key] += claim.amount
        self.first, self.last = min(self.first, claim.dated), max(self.last, claim.dated)

    @property
    def can_be_entered(self) -> bool:
        return self.row_count > 0 and not self.fault_count


def read_file(path: Path, books: Books) -> Reading:
    """Read a whole file and keep nothing of it."""
    reading = Reading()
    for _ in rows_of(path, books, reading):
        pass
    return reading


def rows_of(path: Path, books: Books, reading: Reading) -> Iterator[tuple[int, Claim]]:
    """Yield the claims of a file with their rows, and write down in the reading what is wrong with the other rows."""
    try:
        yield from claims(path, books, reading)
    except Refused as refused:
        reading.fault(TITLES_ROW, "", "", str(refused))
    if not (reading.row_count or reading.fault_count):
        reading.fault(TITLES_ROW, "", "", "There is no row under the titles. Fill in one row for each return")


def claims(path: Path, books: Books, reading: Reading) -> Iterator[tuple[int, Claim]]:
    if kind_of(path) != "csv":
        raise Refused("workbook", "This is a workbook. In the spreadsheet program choose Save as, CSV UTF-8")
    encoding = encoding_of(path)
    records = Table(path, encoding, delimiter_of(path, encoding), width=len(COLUMNS)).records()
    titles = titles_of(next(records, []))
    if faults := faults_of_titles(titles):
        for value, sentence in faults:
            reading.fault(TITLES_ROW, "", value, sentence)
        return
    # Of the rows as they were read: neither encoding, delimiter nor line ends make another file of the same rows.
    digest = hashlib.sha256()
    for row, cells in enumerate(records, start=TITLES_ROW + 1):
        claim = claim_of(row, cells, titles, books, reading)
        if claim:
            digest.update(as_line(claim))
            reading.take(claim)
            yield row, claim
    reading.digest = digest.hexdigest()


def claim_of(row: int, cells: list[str] | Broken, titles: list[str], books: Books, reading: Reading) -> Claim | None:
    """Return what a row claims; nothing for an empty row, or for one with faults, which are written down."""
    if not isinstance(cells, Broken) and not any(cell.strip() for cell in cells):
        return None
    faults = broken(cells, titles)
    if not faults and not isinstance(cells, Broken):
        claim = read_claim(dict(zip(titles, cells, strict=False)), books)
        if isinstance(claim, Claim):
            return claim
        faults = claim
    reading.bad_rows += 1
    for column, value, sentence in faults:
        reading.fault(row, column, value, sentence)
    return None


def broken(cells: list[str] | Broken, titles: list[str]) -> list[Fault]:
    """Return what is wrong with a row as such, before any of its cells is looked at."""
    if isinstance(cells, Broken):
        column = titles[cells.position] if cells.position < len(titles) else ""
        return [Fault(column, cells.cells[0], f"{cells.text}. Mend the row in a spreadsheet program, save it anew")]
    if any(cell.strip() for cell in cells[len(titles) :]):
        sentence = f"There are more cells than the {len(titles)} titles. Put text with a comma into quotation marks"
        return [Fault("", cells[len(titles)], sentence)]
    return []


def titles_of(cells: list[str] | Broken) -> list[str]:
    if isinstance(cells, Broken):
        raise Refused("titles", f"The row of titles cannot be read: {cells.text}. Begin with the template")
    titles = [" ".join(cell.split()).casefold() for cell in without_mark(cells)]
    # What a spreadsheet writes for empty columns at the right.
    while titles and not titles[-1]:
        titles.pop()
    return titles


def faults_of_titles(titles: list[str]) -> list[tuple[str, str]]:
    """Return each title that is not as in the template, and what to do about it."""
    needed = [title for title in COLUMNS if title not in MAY_BE_LEFT_OUT]
    wrong = [(title, UNKNOWN) for title in titles if title not in COLUMNS]
    wrong += [(title, TWICE) for title, count in Counter(titles).items() if count > 1]
    return wrong + [(title, MISSING) for title in needed if title not in titles]


def as_line(claim: Claim) -> bytes:
    """Return all that a claim says, as the digest takes it."""
    said = [
        claim.ledger, claim.kind.code, claim.dated.isoformat(), claim.amount, claim.group, claim.words,
        claim.foundation, claim.people,
    ]  # fmt: skip
    return f"{json.dumps(said, ensure_ascii=False)}\n".encode()
