"""Records to lines: the part that runs a million times. What is no payment is counted by kind, or quarantined."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from spending.actions.reading.dates import read_date
from spending.actions.reading.headers import Header, is_money
from spending.actions.reading.lines import Counts, Layout, Line, Quarantined, Reading
from spending.actions.reading.money import pence, pounds, vat_pence
from spending.actions.reading.payees import KEPT_IN_MIND, payee_class
from spending.actions.reading.records import Broken, Table
from spending.actions.reading.titles import is_title

ROLES = (
    "amount", "date", "supplier", "ref", "irrecoverable_vat", "department", "purpose", "category",
    "supplier_ref", "company_no", "charity_no", "capital_revenue", "card",
)  # fmt: skip
TOTAL = re.compile(
    r"(?:(?:sub|grand|overall|report|net|page|file)[- ]?)*totals?(?:[: ].{0,40})?", re.IGNORECASE
).fullmatch
WITHHELD = re.compile(r".*\bredact.*|.*\bwithheld.*|\*+", re.IGNORECASE).fullmatch
CARD = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
TOTAL_ALONE = re.compile(r"(?:(?:sub|grand|overall|report)[- ]?)?totals?:?", re.IGNORECASE).fullmatch
# A heading, a note, a page number: no more cells than this are filled.
MOST_CELLS_OF_TEXT = 2
FEWEST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record that is no payment: blank, control, total or header_repeat. A total says how much it totals."""

    kind: str
    total_pence: int | None = None


class Rows:
    """Reads the records of one table by one layout."""

    def __init__(self, table: Table, header: Header, layout: Layout, places: dict[str, int], *, serials: bool) -> None:
        self.table, self.header, self.layout, self.places, self.serials = table, header, layout, places, serials
        self.width = len(header.titles)
        self.has_dates = "date" in places
        self.counts = Counts()
        # A role the file does not have is read from the empty cell that is put after the last.
        self.role_cells: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(
            *(places.get(role, self.width) for role in ROLES)
        )

    def lines(self, reading: Reading) -> Iterator[Line | Quarantined]:
        """Yield payments and what could not be read, and count both."""
        counts = self.counts = reading.counts
        since_total = 0
        if self.header.rows > 1:
            counts.ignored["header_continuation"] += 1
        above = self.header.last_record
        for number, cells in enumerate(islice(self.table.records(), above, None), above + 1):
            row = self.row(number, cells)
            if type(row) is Line:
                since_total += row.amount_pence
                counts.take(row)
                yield row
            elif isinstance(row, Quarantined):
                counts.quarantined[row.kind] += 1
                yield row
            elif isinstance(row, Ignored):
                counts.ignored[row.kind] += 1
                if row.total_pence is not None:
                    compare(reading, number, row.total_pence, since_total)
                    since_total = 0

    def row(self, number: int, cells: list[str] | Broken) -> Line | Quarantined | Ignored:
        if isinstance(cells, Broken):
            return Quarantined(number, cells.kind, self.title(cells.position), cells.text, cells.cells)
        missing = self.width - len(cells)
        if missing < 0 and any(cell.strip() for cell in cells[self.width :]):
            return Quarantined(number, "ragged", "", f"{len(cells)} cells under {self.width} titles", cells)
        padded = [*cells, ""] if missing == 0 else [*cells[: self.width], *[""] * (max(missing, 0) + 1)]
        amount, day, payee, ref, vat, *texts = map(str.strip, self.role_cells(padded))
        money = pence(amount)
        paid_on = read_date(day, self.layout.date_order, serials=self.serials) if self.has_dates else None
        if money is None or (paid_on is None and (self.has_dates or not payee)) or is_total_label(payee):
            return self.odd(number, cells, amount, day)
        if money[1]:
            self.counts.rounded += 1
        department, purpose, category, supplier_ref, company_no, charity_no, capital_revenue, card = texts
        return Line(
            number,
            paid_on,
            self.layout.date_kind,
            ref,
            payee,
            payee_class(payee),
            money[0],
            self.layout.amount_basis,
            vat_pence(vat) if vat else None,
            department,
            purpose,
            category,
            supplier_ref,
            company_no,
            charity_no,
            capital_revenue,
            CARD.get(card.lower()) if card else None,
            cells,
        )

    def odd(self, number: int, cells: list[str], amount: str, day: str) -> Quarantined | Ignored:
        """Return what a record is that has no amount or no date: no payment, or one that cannot be read."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            return Ignored("blank")
        has_date = self.has_dates and read_date(day, self.layout.date_order, serials=self.serials) is not None
        money = pence(amount)
        if any(map(is_total_label, filled)) or (not has_date and is_total(filled, amount)):
            return Ignored("total", money[0] if money else None)
        if not has_date and money is None and sum(map(is_title, filled)) >= max(FEWEST_TITLES, len(filled) // 2):
            return Ignored("header_repeat")
        if not has_date and money is None and len(filled) <= MOST_CELLS_OF_TEXT:
            return Ignored("control")
        role, text = ("date", day) if money else ("amount", amount)
        return Quarantined(number, quarantine_kind(role, text), self.title(self.places[role]), text, cells)

    def title(self, place: int) -> str:
        return self.header.titles[place] if place < self.width else ""


@lru_cache(maxsize=KEPT_IN_MIND)
def is_total_label(text: str) -> bool:
    """Whether a cell says that its record is a total, and nothing else: no company is called just that."""
    return TOTAL_ALONE(text) is not None


def is_total(filled: Sequence[str], amount: str) -> bool:
    """Whether a record that has no date is a total: it says so, or there is nothing in it but pounds and pence."""
    return any(map(TOTAL, filled)) or (is_money(amount) and all(map(is_sum, filled)))


def is_sum(text: str) -> bool:
    return is_money(text) and any(sign in text for sign in "£.,")


def quarantine_kind(role: str, text: str) -> str:
    if not text:
        return f"{role}_missing"
    return f"{role}_redacted" if WITHHELD(text) else f"{role}_unreadable"


def compare(reading: Reading, number: int, total_pence: int, since_total: int) -> None:
    """Stop where a total is neither that of all payments so far nor of those since the last total."""
    reading.counts.totals_pence.append(total_pence)
    if total_pence not in (reading.counts.sum_pence, since_total):
        written, added = pounds(total_pence), pounds(reading.counts.sum_pence)
        reading.stop("total", f"Record {number} gives a total of {written}, the payments above it add up to {added}")


def totals_above(header: Header) -> list[int]:
    """Return the totals given before the header, in pence."""
    found = []
    for cells in header.above:
        money = [pence(cell) for cell in cells if is_money(cell) and ("." in cell or "£" in cell)]
        if len(money) == 1 and money[0] and any(TOTAL(cell.strip().rstrip(":")) for cell in cells):
            found.append(money[0][0])
    return found
