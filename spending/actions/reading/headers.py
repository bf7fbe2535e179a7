"""Where the payments begin: the header among the first records, told by its words and by the types under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from spending.actions.reading.dates import DAY_FIRST, MONTH_FIRST, read_date
from spending.actions.reading.kinds import Refused
from spending.actions.reading.lines import Layout
from spending.actions.reading.money import pence
from spending.actions.reading.records import Broken, Table, without_mark
from spending.actions.reading.titles import LONGEST_TITLE, is_title, other_register, plain, rank

FIRST_RECORDS = 60
SAMPLE_RECORDS = 300
MOST_COLUMNS = 2000
FEWEST_TITLES = 2
# Half: a file of two payments has a footer, or a header that is repeated, and is still a file of payments.
MOST_OF = 0.5


@dataclass(frozen=True, slots=True)
class Header:
    """The titles, the record they stand in (from 1), how many records they take, and the records before and below."""

    titles: tuple[str, ...]
    record: int
    rows: int
    above: tuple[list[str], ...]
    below: tuple[list[str], ...]

    @property
    def last_record(self) -> int:
        return self.record + self.rows - 1

    def values(self, place: int) -> list[str]:
        """Return what the sample holds in a column, blank cells left out."""
        return [cells[place] for cells in self.below if place < len(cells) and cells[place].strip()]


def find_header(table: Table, layout: Layout | None) -> Header:
    """Return the likeliest header of the first records. Raises Refused where there is none, or not of payments."""
    sample = sample_of(table)
    refuse_other_registers(sample[:FIRST_RECORDS])
    place, rows = header_rows(sample, layout)
    titles = joined(sample[place], sample[place + 1]) if rows > 1 else sample[place]
    below = [cells for cells in sample[place + rows :] if any(map(str.strip, cells))]
    if not below:
        raise Refused("no_payments", "There are titles, but nothing stands under them.")
    wide = tuple(title.strip() for title in widened(titles, below))
    return Header(wide, place + 1, rows, tuple(sample[:place]), tuple(below))


def header_rows(sample: list[list[str]], layout: Layout | None) -> tuple[int, int]:
    """Return where the header begins, and how many records it takes. Raises Refused where there is none."""
    place = max(range(min(len(sample), FIRST_RECORDS)), key=lambda at: likeness(sample, at, layout), default=0)
    if not sample or roles_in(sample[place]) < FEWEST_TITLES:
        raise Refused("no_header", f"None of the first {FIRST_RECORDS} records has titles of a spend file.")
    if place and continues(sample[place - 1], sample[place]):
        return place - 1, 2
    return place, 2 if place + 1 < len(sample) and continues(sample[place], sample[place + 1]) else 1


def sample_of(table: Table) -> list[list[str]]:
    """Return the cells of the first records, none for one that is broken. Raises Refused where they are too many."""
    sample: list[list[str]] = []
    for cells in islice(table.records(), SAMPLE_RECORDS):
        sample.append([] if isinstance(cells, Broken) else cells)
        if len(sample[-1]) > MOST_COLUMNS:
            raise Refused("too_many_columns", f"Record {len(sample)} has {len(sample[-1]):,} cells.")
    return [without_mark(cells) for cells in sample[:1]] + sample[1:]


def likeness(sample: list[list[str]], place: int, layout: Layout | None) -> tuple[bool, int]:
    """Return how much a record is like a header: a saved layout's titles first, then roles and the types under them."""
    titles = sample[place]
    below = sample[place + 1 : place + 1 + FIRST_RECORDS]
    stripped = {title.strip() for title in titles}
    is_saved = layout is not None and stripped.issuperset(layout.titles.values())
    return is_saved, 2 * roles_in(titles) + types_agreeing(titles, below) - sum(map(is_value, titles))


def roles_in(titles: Sequence[str]) -> int:
    return len({plain(title) for title in titles if len(title) <= LONGEST_TITLE and is_title(title.strip())})


def types_agreeing(titles: Sequence[str], below: Sequence[Sequence[str]]) -> int:
    """Return 1 each where there is money under an amount and a date under a date."""
    agreeing = 0
    for role, is_right in (("amount", is_money), ("date", is_date)):
        places = [place for place, title in enumerate(titles) if rank(role, title.strip())]
        agreeing += any(most([row[place] for row in below if place < len(row)], is_right) for place in places)
    return agreeing


def continues(titles: Sequence[str], following: Sequence[str]) -> bool:
    """Whether the next record is the second half of the titles: "Net" above "Amount"."""
    written = [cell.strip() for cell in following if cell.strip()]
    if not written or any(is_value(cell) or len(cell) > LONGEST_TITLE // 4 for cell in written):
        return False
    return certainty(joined(titles, following)) > max(certainty(titles), certainty(following))


def certainty(titles: Sequence[str]) -> int:
    return sum(
        max((rank(role, title) for title in titles), default=0) for role in ("amount", "date", "supplier", "ref")
    )


def joined(titles: Sequence[str], following: Sequence[str]) -> list[str]:
    length = max(len(titles), len(following))
    padded = zip(
        [*titles, *[""] * (length - len(titles))], [*following, *[""] * (length - len(following))], strict=True
    )
    return [f"{first.strip()} {second.strip()}".strip() for first, second in padded]


def widened(titles: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Return the titles with an empty one for each column that most records have and the header has not."""
    widths = sorted(max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0) for cells in below)
    usual = widths[len(widths) // 2] if widths else 0
    return [*titles, *[""] * (usual - len(titles))]


def refuse_other_registers(sample: Sequence[Sequence[str]]) -> None:
    for cells in sample:
        # A record with an amount or a date is no header: payments may well be for contracts.
        if any(map(is_value, cells)):
            continue
        if register := other_register([cell for cell in cells if len(cell) <= LONGEST_TITLE]):
            raise Refused("other_register", f"This looks like a {register}, not payments: {', '.join(cells)[:300]}.")


def is_money(text: str) -> bool:
    return pence(text) is not None


def is_date(text: str) -> bool:
    return any(read_date(text, order, serials=True) for order in (DAY_FIRST, MONTH_FIRST))


def is_value(text: str) -> bool:
    return bool(text.strip()) and (is_money(text) or is_date(text))


def is_words(text: str) -> bool:
    return not is_value(text) and sum(letter.isalpha() for letter in text) > 1


def most(values: Sequence[str], is_right: Callable[[str], bool]) -> bool:
    """Whether most of the cells that are filled are right; none is not most."""
    filled = [value for value in values if value.strip()]
    return bool(filled) and sum(map(is_right, filled)) >= len(filled) * MOST_OF
