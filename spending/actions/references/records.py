"""The rows of a reference file, whatever it is written in, and what of them could not be taken."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from spending.actions.reading.payees import NOTHING
from stevenage_cwb.common import personal_details

# So many are told in words; the others are only counted.
SHOWN = 100
SHOWN_CHARACTERS = 80
AFTER_IT_BEGAN = "a day after the one on which it began"
CONTACTS = ("an e-mail address", "a phone number")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for: the titles it may have, the surest first, and what ought to stand in it.

    `needed` names the group of which a file must have one. Titles compare in plain words: see `reading.titles`.
    """

    field: str
    titles: tuple[str, ...]
    wanted: str
    needed: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was refused, or of which one cell was left out: where, what stood there, what was wanted."""

    row: int
    column: str
    text: str
    wanted: str
    is_row: bool

    def in_words(self) -> str:
        what = "refused" if self.is_row else "taken without it"
        return f"Row {self.row:,}, {self.column}: “{self.text}”. Wanted: {self.wanted}. The row is {what}."


@dataclass(slots=True)
class Counts:
    """What became of the rows of a file: each is taken, ignored or refused."""

    taken: int = 0
    ignored: int = 0
    refused: int = 0
    cells_left_out: int = 0
    faults: list[Fault] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)

    def add(self, fault: Fault) -> None:
        if fault.is_row:
            self.refused += 1
        else:
            self.cells_left_out += 1
        if len(self.faults) < SHOWN:
            self.faults.append(fault)

    def take_back(self, fault: Fault) -> None:
        """Refuse a row that had been taken, for what stands elsewhere."""
        self.taken -= 1
        self.add(fault)


class RowRefused(Exception):
    """A row does not say what it must."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.in_words())
        self.fault = fault


@dataclass(slots=True)
class Source:
    """Where rows come from: which titles the columns have there, and what is found on the way."""

    columns: dict[str, Column]
    titles: dict[str, str]
    counts: Counts

    def fault(self, row: int, field: str, text: str, *, wanted: str = "", is_row: bool) -> Fault:
        return Fault(row, self.titles.get(field, field), shown(text), wanted or self.columns[field].wanted, is_row)


def shown(text: str) -> str:
    """Return what stood in a cell, on one line and not too long. How to reach somebody is not kept."""
    for found in personal_details.find(text):
        if found.kind in CONTACTS:
            return f"({found.kind})"
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


@dataclass(slots=True)
class Record:
    """One row: its number in the file, as a spreadsheet counts, and its cells by field."""

    number: int
    cells: dict[str, str]
    source: Source

    def must(self, field: str, read: Callable[[str], Value | None]) -> Value:
        """Return what a cell says. Raises RowRefused where it says nothing that can be read."""
        value = read(self.cells[field])
        if not value:
            raise self.refusal(field)
        return value

    def may(self, field: str, read: Callable[[str], Value | None]) -> Value | None:
        """Return what a cell says, None for nothing. What cannot be read is left out, and told."""
        text = self.cells[field]
        if text.strip().lower() in NOTHING:
            return None
        value = read(text)
        if not value:
            self.leave_out(field)
            return None
        return value

    def leave_out(self, field: str, *, wanted: str = "") -> None:
        fault = self.source.fault(self.number, field, self.cells[field], wanted=wanted, is_row=False)
        self.source.counts.add(fault)

    def refusal(self, field: str, *, wanted: str = "") -> RowRefused:
        return RowRefused(self.source.fault(self.number, field, self.cells[field], wanted=wanted, is_row=True))


def each(records: Iterator[Record], take: Callable[[Record], bool], counts: Counts) -> None:
    """Take every record. One that is refused costs itself only; `take` answers whether it was one to take at all."""
    for record in records:
        try:
            is_taken = take(record)
        except RowRefused as refusal:
            counts.add(refusal.fault)
        else:
            counts.taken += is_taken
            counts.ignored += not is_taken
