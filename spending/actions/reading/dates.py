"""Dates as councils write them. Which number is the day is decided once for a file, from all its rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

CLOCK = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?:Z|[-+][0-9]{2}:?[0-9]{2})?)?"
YEAR_FIRST = re.compile(r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})" + CLOCK, re.IGNORECASE).fullmatch
COMPACT = re.compile(r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})").fullmatch
NUMBERS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + CLOCK, re.IGNORECASE).fullmatch
NAMED = re.compile(
    r"(?:[a-z]{3,9},? )?(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[-/. ]?(?P<m>[a-z]{3,9})[-/., ]*(?P<y>[0-9]{4}|[0-9]{2})"
    + CLOCK,
    re.IGNORECASE,
).fullmatch
NAMED_MONTH_FIRST = re.compile(
    r"(?:[a-z]{3,9},? )?(?P<m>[a-z]{3,9})\.? (?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y>[0-9]{4})" + CLOCK, re.IGNORECASE
).fullmatch
# The days since 30 December 1899 that a workbook holds where its cells were not formatted: 2000 to 2099.
SERIAL = re.compile(r"(?:3[6-9]|[4-6][0-9]|7[0-2])[0-9]{3}").fullmatch
SERIAL_START = date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
# No council published its payments before; a later year is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 2000, 2099
A_QUARTER = timedelta(days=93)
KEPT_IN_MIND = 20_000


def real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def is_serial(text: str) -> bool:
    """Whether this is a day as a workbook counts them."""
    return SERIAL(text.strip()) is not None


def month_number(name: str) -> int:
    """Return 1 to 12, or 0 where it is no month."""
    name = name.lower().removesuffix("t") if name.lower() == "sept" else name.lower()
    if name in MONTHS:
        return MONTHS.index(name) + 1
    return NAMES.index(name) + 1 if name in NAMES else 0


def year_number(text: str) -> int:
    return int(text) + 2000 if len(text) == len("23") else int(text)


def in_words(text: str) -> date | None:
    """Return a date that can be read in one way only, whatever the rest of the file holds."""
    if found := YEAR_FIRST(text) or COMPACT(text):
        return real(int(found["y"]), int(found["m"]), int(found["d"]))
    if found := NAMED(text) or NAMED_MONTH_FIRST(text):
        return real(year_number(found["y"]), month_number(found["m"]), int(found["d"]))
    return None


def numbers(text: str, order: str) -> date | None:
    """Return a date of three numbers, the year last."""
    found = NUMBERS(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), year_number(found[4])
    return real(year, second, first) if order == DAY_FIRST else real(year, first, second)


@lru_cache(maxsize=KEPT_IN_MIND)
def read_date(text: str, order: str, *, serials: bool) -> date | None:
    """Return the date, None where it cannot be read. `serials`: a workbook's bare numbers are dates."""
    text = text.strip()
    if serials and SERIAL(text):
        return SERIAL_START + timedelta(days=int(text))
    return numbers(text, order) or in_words(text)


@dataclass(slots=True)
class Span:
    """The first and last day of what was seen, read one way."""

    first: date = date.max
    last: date = date.min

    def take(self, day: date) -> None:
        self.first, self.last = min(self.first, day), max(self.last, day)

    @property
    def is_a_quarter(self) -> bool:
        return self.last - self.first <= A_QUARTER

    def __str__(self) -> str:
        return f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}"


@dataclass(slots=True)
class Evidence:
    """What all the dates of a file say about their order."""

    # For each order a date that can be read in it only.
    only: dict[str, str] = field(default_factory=dict)
    either: bool = False
    # Whether a text file gives its days as the numbers that a workbook keeps.
    has_serials: bool = False
    words: str = ""
    # The days of dates with a year of two digits, were that the first number: 26-06-13.
    years_first: Span = field(default_factory=Span)
    has_year_last: bool = False
    spans: dict[str, Span] = field(default_factory=lambda: {DAY_FIRST: Span(), MONTH_FIRST: Span()})
    seen: set[str] = field(default_factory=set)

    def take(self, text: str) -> None:
        """Weigh one cell. The same text again changes nothing, and is not looked at twice."""
        if text in self.seen:
            return
        if len(self.seen) >= KEPT_IN_MIND:
            self.seen.clear()
        self.seen.add(text)
        self.weigh(text.strip())

    def weigh(self, text: str) -> None:
        days = {order: day for order in (DAY_FIRST, MONTH_FIRST) if (day := numbers(text, order))}
        for order, day in days.items():
            self.spans[order].take(day)
        if len(days) == 1:
            (order,) = days
            self.only.setdefault(order, text)
        elif days:
            self.either = self.either or days[DAY_FIRST] != days[MONTH_FIRST]
        elif in_words(text):
            self.words = self.words or text
        if days:
            self.weigh_year(text)

    def weigh_year(self, text: str) -> None:
        """Weigh whether the year could be the first of three numbers."""
        found = NUMBERS(text)
        day = found and len(found[4]) == len("26") and real(year_number(found[1]), int(found[3]), int(found[4]))
        if day:
            self.years_first.take(day)
        else:
            self.has_year_last = True

    @property
    def day_first(self) -> str:
        """A date that must have the day first, "" where there is none."""
        return self.only.get(DAY_FIRST, "")

    @property
    def month_first(self) -> str:
        return self.only.get(MONTH_FIRST, "")

    @property
    def conflict(self) -> str:
        """Say which two dates cannot have been written in one order, "" where all can."""
        if self.day_first and self.month_first:
            return f"“{self.day_first}” has the day first, “{self.month_first}” has the month first"
        return ""

    @property
    def year_first(self) -> str:
        """Say why the year may stand first, "" where it does not: so read, all dates are of one quarter."""
        of_years = self.spans[self.order or DAY_FIRST]
        if self.has_year_last or of_years.is_a_quarter or not self.years_first.is_a_quarter:
            return ""
        return f"The first number could be the year: the dates would be {self.years_first}, and not {of_years}"

    @property
    def order(self) -> str:
        """Return the order that the rows prove; "" where both could be."""
        if self.only:
            return DAY_FIRST if self.day_first else MONTH_FIRST
        return "" if self.either else DAY_FIRST

    def contradicts(self, order: str) -> bool:
        """Whether a date is none in this order, or only the other one puts all of them into one quarter."""
        if self.only:
            return self.order != order
        quarters = [each for each in (DAY_FIRST, MONTH_FIRST) if self.spans[each].is_a_quarter]
        return self.either and len(quarters) == 1 and quarters != [order]

    def doubts(self) -> Iterator[str]:
        """Yield what a person should look at before the dates are believed."""
        if not self.order:
            day_first, month_first = self.spans[DAY_FIRST], self.spans[MONTH_FIRST]
            yield (
                "Every date could be read day first or month first. "
                f"They are read day first, {day_first}; month first they would be {month_first}"
            )
        if self.has_serials:
            yield "The dates are numbers of days since 1900, as workbooks count them"
        if self.order == MONTH_FIRST:
            yield "The dates have the month first, as in the United States"
        if self.words and (self.either or self.only):
            yield f"The dates are written in several ways: “{self.words}” is one of them"
