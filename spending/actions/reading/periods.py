"""The months that a file's name says it is about."""

import re
from datetime import date, timedelta

from spending.actions.reading.dates import FIRST_YEAR, LAST_YEAR, month_number

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
# A day after the month is that of publication, usually of the month after.
YEAR_MONTH = re.compile(r"\b(20[0-9]{2}) ?(0[1-9]|1[0-2])\b(?! ?[0-3][0-9]\b)")
MONTH_YEAR = re.compile(r"\b(0[1-9]|1[0-2]) ?(20[0-9]{2})\b")
NAMED_MONTH = re.compile(r"\b([a-z]{3,9}) ?(20[0-9]{2}|[0-9]{2})\b|\b(20[0-9]{2}) ?([a-z]{3,9})\b")
QUARTER = re.compile(
    r"\b(20[0-9]{2})(?: ?(?:20)?[0-9]{2})? ?q(?:uarter|tr)? ?([1-4])\b|\bq(?:uarter|tr)? ?([1-4]) ?(20[0-9]{2})\b"
)
FINANCIAL_YEAR = re.compile(r"\b(20[0-9]{2}) ?(?:20)?([0-9]{2})\b")
APRIL = 4
MONTHS_IN_A_YEAR = 12

Period = tuple[date, date]


def periods_of(name: str) -> list[Period]:
    """Return the spans of days the name can mean; none where it says nothing. "2011-12" is a month and a year."""
    words = NOT_A_WORD.sub(" ", name.lower()).strip()
    if quarters := [period for found in QUARTER.finditer(words) for period in quarter(found)]:
        return quarters
    found = [months(int(year), int(month), 1) for year, month in YEAR_MONTH.findall(words)]
    found += [months(int(year), int(month), 1) for month, year in MONTH_YEAR.findall(words)]
    found += named_months(words)
    found += [
        months(int(year), APRIL, MONTHS_IN_A_YEAR)
        for year, ending in FINANCIAL_YEAR.findall(words)
        if (int(year) + 1) % 100 == int(ending)
    ]
    return found


def quarter(found: re.Match[str]) -> list[Period]:
    """Return the quarter of the calendar and that of the financial year: councils mean either."""
    year, number = int(found[1] or found[4]), int(found[2] or found[3])
    return [months(year, 3 * number - 2, 3), months(year, 3 * number + 1, 3)]


def named_months(words: str) -> list[Period]:
    found = []
    for name, year, year_before, name_after in NAMED_MONTH.findall(words):
        month, number = month_number(name or name_after), int(year or year_before)
        number += 0 if number >= FIRST_YEAR else FIRST_YEAR
        if month and number <= LAST_YEAR:
            found.append(months(number, month, 1))
    return found


def months(year: int, month: int, count: int) -> Period:
    """Return the first and last day of so many months; a thirteenth month is January of the next year."""
    first, after = month - 1, month - 1 + count
    start = date(year + first // MONTHS_IN_A_YEAR, first % MONTHS_IN_A_YEAR + 1, 1)
    end = date(year + after // MONTHS_IN_A_YEAR, after % MONTHS_IN_A_YEAR + 1, 1)
    return start, end - timedelta(days=1)


def is_outside(first: date, last: date, periods: list[Period]) -> bool:
    """Whether not one day from first to last is in any of the periods. No periods: nothing is outside."""
    return bool(periods) and all(last < start or first > end for start, end in periods)
