"""The totals that a file states, and whether its payments add up to them."""

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate

from spending.actions.reading.headers import Header, is_money
from spending.actions.reading.lines import AMOUNT, NUMBER, Columns, Ignored, Quarantined, Reading
from spending.actions.reading.money import pence, pounds

TOTAL = re.compile(
    r"(?:(?:sub|grand|overall|report|net|page|file)[- ]?)*totals?(?:[: ].{0,40})?", re.IGNORECASE
).fullmatch
# Of fewer payments one may well be the sum of the others.
FEWEST_ABOVE = 4
TOTAL_ALONE = re.compile(r"(?:(?:sub|grand|overall|report)[- ]?)?totals?:?", re.IGNORECASE).fullmatch


def is_total_label(text: str) -> bool:
    """Whether a cell says that its record is a total, and nothing else: no company is called just that."""
    return TOTAL_ALONE(text) is not None


def is_total(filled: Sequence[str], amount: str) -> bool:
    """Whether a record that has no date is a total: it says so, or there is nothing in it but pounds and pence."""
    return any(map(TOTAL, filled)) or (is_money(amount) and all(map(is_sum, filled)))


def is_sum(text: str) -> bool:
    return is_money(text) and any(sign in text for sign in "£.,")


class Totals:
    """Holds what a file says that payments add up to against what they do."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.since_pence = 0

    def take(self, columns: Columns, odd: list[Quarantined | Ignored]) -> None:
        """Add up the amounts of a batch, and compare at each total that stands between them."""
        self.doubt(columns)
        numbers, amounts = columns[NUMBER], columns[AMOUNT]
        above = 0
        for row in odd:
            if isinstance(row, Ignored) and row.total_pence is not None:
                here = bisect(numbers, row.record)
                self.add(amounts[above:here])
                self.compare(row.record, row.total_pence)
                above = here
        self.add(amounts[above:])

    def doubt(self, columns: Columns) -> None:
        """Stop at a payment that is as much as all payments above it: a total with a date, and somebody's name."""
        counts, amounts = self.reading.counts, columns[AMOUNT]
        sums = accumulate(amounts, initial=counts.sum_pence)
        alike = [place for place, (amount, above) in enumerate(zip(amounts, sums, strict=False)) if amount == above]
        for place in alike:
            if amounts[place] and counts.imported + place >= FEWEST_ABOVE:
                text = f"Record {columns[NUMBER][place]} is as much as all payments above it, as a total would be"
                self.reading.stop("total_line", text)

    def add(self, amounts: list[int]) -> None:
        added = sum(amounts)
        self.reading.counts.sum_pence += added
        self.since_pence += added

    def compare(self, record: int, total_pence: int) -> None:
        """Stop where a total is neither that of all payments so far nor of those since the last total."""
        counts = self.reading.counts
        counts.totals_pence.append(total_pence)
        if total_pence not in (counts.sum_pence, self.since_pence):
            written, added = pounds(total_pence), pounds(counts.sum_pence)
            text = f"Record {record} gives a total of {written}, the payments above it add up to {added}"
            self.reading.stop("total", text)
        self.since_pence = 0


def totals_above(header: Header) -> list[int]:
    """Return the totals given before the header, in pence."""
    found = []
    for cells in header.above:
        money = [pence(cell) for cell in cells if is_money(cell) and ("." in cell or "£" in cell)]
        if len(money) == 1 and money[0] and any(TOTAL(cell.strip().rstrip(":")) for cell in cells):
            found.append(money[0][0])
    return found
