"""Whether what stands further down a file still belongs to the table that its titles began."""

import re
from bisect import bisect
from collections.abc import Sequence

from spending.actions.reading.lines import NUMBER, Columns, Ignored, Quarantined, Reading
from spending.actions.reading.titles import rank

# A report begins each of its pages with the titles, and that is no other table.
PAGE = re.compile(r"(?:page|sheet|continued|cont)\b.*|[^a-z]*", re.IGNORECASE).fullmatch
NOT_PAYMENTS = re.compile(
    r"(?:total |all |other )?(?:receipts?|income|revenues?|budgets?|debtors?|sales|commitments?|purchase orders?)"
    r"(?: (?:received|over|above|from|in|for|by)\b.{0,40})?:?",
    re.IGNORECASE,
).fullmatch
HAS_DIGIT = re.compile(r"[0-9]").search
ROLES = ("amount", "date", "supplier")
SHOWN_CHARACTERS = 80


class Parts:
    """Has a person asked where payments stand under another heading, or under other titles."""

    def __init__(self, reading: Reading, places: dict[str, int]) -> None:
        self.reading = reading
        self.places = {role: place for role, place in places.items() if role in ROLES}
        # What stands below the last payment: no question before there is another payment under it.
        self.heading: Ignored | None = None
        self.doubt = ""

    def take(self, columns: Columns, odd: list[Quarantined | Ignored]) -> None:
        """Look at the headings and titles of a batch, and at which of them have payments under them."""
        numbers: list[int] = columns[NUMBER]
        above = 0
        for row in odd:
            here = bisect(numbers, row.record)
            if here > above:
                self.follow()
            self.look(row)
            above = here
        if numbers[above:]:
            self.follow()

    def look(self, row: Quarantined | Ignored) -> None:
        """Remember a heading, and why what follows may be something else than payments."""
        text = text_of(row)
        if isinstance(row, Quarantined):
            if row.kind == "amount_unreadable" and not HAS_DIGIT(text):
                self.doubt = f"Record {row.record} looks like titles of another table: “{text}”"
        elif row.kind == "control":
            self.heading = row
            if NOT_PAYMENTS(text):
                self.doubt = f"Record {row.record} says that what follows is something else: “{text}”"
        elif row.kind == "header_repeat":
            if not self.has_same_titles(row.raw):
                self.doubt = f"Record {row.record} has titles in another order, or others: “{text}”"
            elif self.heading and not PAGE(text_of(self.heading)):
                self.doubt = f"Record {self.heading.record} begins another table: “{text_of(self.heading)}”"

    def follow(self) -> None:
        """Ask, where what stands above a payment gives cause to; once is enough."""
        if self.doubt and not any(reason.code == "another_table" for reason in self.reading.stops):
            self.reading.stop("another_table", self.doubt)
        self.heading, self.doubt = None, ""

    def has_same_titles(self, cells: Sequence[str]) -> bool:
        """Whether what is the amount, the date and the payee has a title of that where it was."""
        return all(place < len(cells) and rank(role, cells[place].strip()) for role, place in self.places.items())


def text_of(row: Quarantined | Ignored) -> str:
    return " ".join(cell.strip() for cell in row.raw if cell.strip())[:SHOWN_CHARACTERS]
