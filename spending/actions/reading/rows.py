"""Records to lines: the part that runs a million times. What is no payment is counted by kind, or quarantined."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import compress
from operator import itemgetter

from spending.actions.reading.dates import KEPT_IN_MIND, Evidence, read_date
from spending.actions.reading.headers import Header, is_money
from spending.actions.reading.lines import (
    DAY,
    PAYEE_CLASS,
    Batch,
    Columns,
    Counts,
    Ignored,
    Layout,
    PayeeClass,
    Quarantined,
    Reading,
)
from spending.actions.reading.money import column_pence, is_sterling, pence, vat_pence
from spending.actions.reading.parts import Parts
from spending.actions.reading.payees import payee_class
from spending.actions.reading.records import Broken, Table
from spending.actions.reading.titles import is_title
from spending.actions.reading.totals import Totals, is_total, is_total_label

# What is taken as it stands, in the order of a line.
PLAIN_ROLES = (
    "department", "purpose", "category", "supplier_ref", "company_no", "charity_no", "capital_revenue",
)  # fmt: skip
ROLES = ("amount", "currency", "date", "supplier", "ref", "irrecoverable_vat", *PLAIN_ROLES, "card")
WITHHELD = re.compile(r".*\bredact.*|.*\bwithheld.*|\*+", re.IGNORECASE).fullmatch
CARD = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
# A heading, a note, a page number: no more cells than this are filled.
MOST_CELLS_OF_TEXT = 2
FEWEST_TITLES = 2

Records = list[list[str] | Broken]


class Days(dict[str, date | None]):
    """The days that cells of a file mean. Each text is read once, and weighed for the order of the file's dates."""

    def __init__(self, evidence: Evidence, order: str, *, serials: bool) -> None:
        super().__init__()
        self.evidence, self.order, self.serials = evidence, order, serials

    def __missing__(self, text: str) -> date | None:
        if len(self) >= KEPT_IN_MIND:
            self.clear()
        self.evidence.take(text)
        day = self[text] = read_date(text, self.order, serials=self.serials)
        return day


class Rows:
    """Reads the records of one table by one layout: columns of some hundreds at a time, which takes half the time."""

    def __init__(self, table: Table, header: Header, layout: Layout, places: dict[str, int], days: Days) -> None:
        self.table, self.header, self.layout, self.places, self.days = table, header, layout, places, days
        self.width = len(header.titles)
        self.has_dates = "date" in places

    def batches(self, reading: Reading) -> Iterator[Batch]:
        """Yield payments and what could not be read, and count both."""
        if self.header.rows > 1:
            reading.counts.ignored["header_continuation"] += 1
        totals, parts = Totals(reading), Parts(reading, self.places)
        first = self.header.last_record + 1
        for records in self.table.batches(after=first - 1):
            # A million empty lines below the last payment are not worth a look each.
            if any(records):
                columns, odd = self.read(records, first, reading.counts)
                totals.take(columns, odd)
                parts.take(columns, odd)
                reading.counts.ignored.update(row.kind for row in odd if isinstance(row, Ignored))
                batch = Batch(columns, [row for row in odd if isinstance(row, Quarantined)])
                reading.counts.take(batch)
                yield batch
            else:
                reading.counts.ignored["blank"] += len(records)
            first += len(records)

    def read(self, records: Records, first: int, counts: Counts) -> tuple[Columns, list[Quarantined | Ignored]]:
        """Return the payments among the records, numbered from `first`, in columns; and what the others are."""
        texts = self.texts(records)
        moneys = column_pence(texts["amount"])
        if "currency" in self.places:
            moneys = [
                money if is_sterling(text) else None for money, text in zip(moneys, texts["currency"], strict=True)
            ]
        columns = [[*range(first, first + len(records))], *self.columns(texts, moneys), records]
        # Where the file has no dates, a name has to do.
        known = columns[DAY] if self.has_dates else texts["supplier"]
        are_payments = [
            money is not None and payee is not None and bool(is_known)
            for money, payee, is_known in zip(moneys, columns[PAYEE_CLASS], known, strict=True)
        ]
        counts.rounded += sum(money[1] for money in compress(moneys, are_payments) if money)
        if all(are_payments):
            return columns, []
        odd = [self.odd(first + place, records[place]) for place, is_one in enumerate(are_payments) if not is_one]
        return [[*compress(column, are_payments)] for column in columns], odd

    def columns(self, texts: dict[str, list[str]], moneys: list[tuple[int, bool] | None]) -> Columns:
        """Return what stands between the number of a line and its cells. What cannot be read is None."""
        count = len(moneys)
        return [
            [*map(self.days.__getitem__, texts["date"])] if self.has_dates else [None] * count,
            [self.layout.date_kind] * count,
            texts["ref"],
            texts["supplier"],
            [*map(payee_or_total, texts["supplier"])],
            [money and money[0] for money in moneys],
            [self.layout.amount_basis] * count,
            [vat_pence(text) if text else None for text in texts["irrecoverable_vat"]],
            *(texts[role] for role in PLAIN_ROLES),
            [CARD.get(text.lower()) if text else None for text in texts["card"]],
        ]

    def texts(self, records: Records) -> dict[str, list[str]]:
        """Return the texts of each role, one for every record; empty ones for a role that the file does not have."""
        width = self.width
        padded = [cells if isinstance(cells, list) and len(cells) == width else self.padded(cells) for cells in records]
        texts = dict.fromkeys(ROLES, [""] * len(records))
        for role, place in self.places.items():
            texts[role] = [*map(str.strip, map(itemgetter(place), padded))]
        return texts

    def padded(self, cells: list[str] | Broken) -> list[str]:
        """Return as many cells as there are titles, all empty where nobody knows which is which."""
        if isinstance(cells, Broken) or any(map(str.strip, cells[self.width :])):
            return [""] * self.width
        return [*cells[: self.width], *[""] * (self.width - len(cells))]

    def odd(self, number: int, cells: list[str] | Broken) -> Quarantined | Ignored:
        """Return what a record is that is not a payment, or not one that can be read."""
        if isinstance(cells, Broken):
            return Quarantined(number, cells.kind, self.title(cells.position), cells.text, cells.cells)
        if not any(map(str.strip, cells)):
            return Ignored(number, "blank", cells)
        if any(map(str.strip, cells[self.width :])):
            return Quarantined(number, "ragged", "", f"{len(cells)} cells under {self.width} titles", cells)
        texts = self.texts([cells])
        (amount,), (day,), (currency,) = texts["amount"], texts["date"], texts["currency"]
        money = pence(amount)
        if kind := why_ignored(cells, amount, has_date=self.has_dates and bool(self.days[day])):
            return Ignored(number, kind, cells, money[0] if money and kind == "total" else None)
        if money and not is_sterling(currency):
            return Quarantined(number, "other_currency", self.title(self.places["currency"]), currency, cells)
        role, text = ("date", day) if money else ("amount", amount)
        return Quarantined(number, quarantine_kind(role, text), self.title(self.places[role]), text, cells)

    def title(self, place: int) -> str:
        return self.header.titles[place] if place < self.width else ""


@lru_cache(maxsize=KEPT_IN_MIND)
def payee_or_total(text: str) -> PayeeClass | None:
    """Return what stands where the payee should; None where it says that the record is a total."""
    return None if is_total_label(text) else payee_class(text)


def why_ignored(cells: Sequence[str], amount: str, *, has_date: bool) -> str:
    """Return why a record that is not blank is no payment, "" where it is one that cannot be read."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if any(map(is_total_label, filled)) or (not has_date and is_total(filled, amount)):
        return "total"
    if has_date or is_money(amount):
        return ""
    if sum(map(is_title, filled)) >= max(FEWEST_TITLES, len(filled) // 2):
        return "header_repeat"
    return "control" if len(filled) <= MOST_CELLS_OF_TEXT else ""


def quarantine_kind(role: str, text: str) -> str:
    if not text:
        return f"{role}_missing"
    return f"{role}_redacted" if WITHHELD(text) else f"{role}_unreadable"
