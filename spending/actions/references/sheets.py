"""Rows of a reference file that is a table: CSV of any delimiter, or a workbook."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from operator import itemgetter
from pathlib import Path

from spending.actions.reading.headers import FIRST_RECORDS, certainty, sample_of
from spending.actions.reading.kinds import Refused, kind_of
from spending.actions.reading.records import Broken, Table, without_mark
from spending.actions.reading.tables import Tables, tables_of
from spending.actions.reading.titles import plain
from spending.actions.references.columns import COLUMNS
from spending.actions.references.records import Column, Counts, Fault, Record, Source
from spending.models import ReferenceKind

# Companies House in one file has 2.7 GB, the ONS Postcode Directory 1.4 GB.
MOST_BYTES = 6_000_000_000
# What a file of payments scores at least: see `reading.headers.certainty`.
LIKE_PAYMENTS = 300


class Sheet:
    """The table of a file that has the columns of a kind. Raises Refused where none of its tables has them."""

    def __init__(self, path: Path, kind: ReferenceKind, counts: Counts) -> None:
        # A workbook's unpacked sheets live as long as this.
        self.tables = tables_of(path, kind_of(path, most_bytes=MOST_BYTES))
        table, self.header, self.titles, self.places = found_in(self.tables, kind)
        self.table = replace(table, width=len(self.titles))
        columns = {column.field: column for column in COLUMNS[kind]}
        named = {field: self.titles[place] for field, place in self.places.items()}
        self.source = Source(columns, named, counts)

    def records(self) -> Iterator[Record]:
        """Yield every row below the titles, with "" for the columns that the file has not. Blank rows are ignored."""
        width, source = len(self.titles), self.source
        # One cell more than there are titles: what is read for a column that is not there.
        pick = itemgetter(*[self.places.get(field, width) for field in source.columns])
        for number, cells in zip(count(1), self.table.records(), strict=False):
            if number <= self.header:
                continue
            if isinstance(cells, Broken):
                source.counts.add(Fault(number, "row", cells.text, "cells that can be told apart", is_row=True))
            elif not "".join(cells).strip():
                source.counts.ignored += 1
            elif len(cells) >= width and not any(cells[width:]):
                yield Record(number, dict(zip(source.columns, pick([*cells[:width], ""]), strict=True)), source)
            else:
                wanted = f"{width} cells, as there are titles"
                source.counts.add(Fault(number, "row", f"{len(cells)} cells", wanted, is_row=True))


Found = tuple[Table, int, list[str], dict[str, int]]


def found_in(tables: Tables, kind: ReferenceKind) -> Found:
    """Return the table, the number of the row with the titles, the titles, and the place of each field."""
    samples = [(table, sample_of(table)[:FIRST_RECORDS]) for table in tables]
    for table, sample in samples:
        for number, cells in enumerate(sample, 1):
            titles = [title.strip() for title in without_mark(cells)]
            if (places := places_of(titles, kind)) and not lacking(places, kind):
                return table, number, titles, places
    raise Refused("other_file", reason(kind, [cells for _, sample in samples for cells in sample]))


def places_of(titles: Sequence[str], kind: ReferenceKind) -> dict[str, int]:
    """Return where each field stands. A title serves one field only, the first of the kind's that claims it."""
    words = [plain(title) for title in titles]
    places: dict[str, int] = {}
    for column in COLUMNS[kind]:
        for title in column.titles:
            fitting = [at for at, text in enumerate(words) if at not in places.values() and re.fullmatch(title, text)]
            if fitting:
                places[column.field] = fitting[0]
                break
    return places


def lacking(places: dict[str, int], kind: ReferenceKind) -> list[Column]:
    """Return the first column of each group of which a file must have one and this has none."""
    have = {column.needed for column in COLUMNS[kind] if column.field in places}
    lacks: dict[str, Column] = {}
    for column in COLUMNS[kind]:
        if column.needed and column.needed not in have:
            lacks.setdefault(column.needed, column)
    return list(lacks.values())


def reason(kind: ReferenceKind, sample: list[list[str]]) -> str:
    """Say what the file looks like, and which columns are wanted."""
    needed = {column.needed: column.wanted for column in reversed(COLUMNS[kind]) if column.needed}
    wanted = "; ".join(f"“{name}” ({what})" for name, what in reversed(needed.items()))
    return (
        f"No row has the titles of this kind of file: {kind.label}. {likeness(sample)}Columns are wanted for: {wanted}."
    )


def likeness(sample: list[list[str]]) -> str:
    for cells in sample:
        for kind in ReferenceKind:
            if (places := places_of(cells, kind)) and not lacking(places, kind):
                return f"It looks like another kind: {kind.label}. "
    if any(certainty(cells) >= LIKE_PAYMENTS for cells in sample):
        return "It looks like a file of payments. "
    titles = next((cells for cells in sample if any(cells)), [])
    return f"It begins: {', '.join(titles)[:200]}. " if titles else ""
