"""Days and financial years as the council counts them: in the United Kingdom, from 1 April to 31 March."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

UNITED_KINGDOM = ZoneInfo("Europe/London")
APRIL = 4
SATURDAY = 5
PERIOD = re.compile(r"(20[0-9]{2})-([0-9]{2})(?:-(?:H([12])|Q([1-4])|M(0[1-9]|1[0-2])))?")


def day_of(at: datetime) -> date:
    """Return the day that it is in the United Kingdom at a moment.

    31 March 2026 at 23:30 UTC is half past midnight of 1 April in British Summer Time, and so of the year 2026-27.
    """
    return at.astimezone(UNITED_KINGDOM).date()


def year_of(day: date) -> int:
    """Return the financial year of a day, by the year that it starts in."""
    return day.year if day.month >= APRIL else day.year - 1


def year_name(year_starting: int) -> str:
    """Return the name of a financial year: 2025-26."""
    return f"{year_starting}-{(year_starting + 1) % 100:02}"


def is_working_day(day: date) -> bool:
    """Return whether a day is neither of a weekend nor Christmas Day, Good Friday or a bank holiday in England.

    Source: Accounts and Audit Regulations 2015.
    """
    return day.weekday() < SATURDAY and day not in bank_holidays_of(day.year)


def working_days_between(first: date, last: date) -> int:
    """Return how many working days come after the first day, up to and with the last: 0 on the same day."""
    weeks, rest = divmod(max((last - first).days, 0), 7)
    days = weeks * SATURDAY + sum((last - timedelta(days=n)).weekday() < SATURDAY for n in range(rest))
    closed = (day for year in range(first.year, last.year + 1) for day in bank_holidays_of(year))
    return days - sum(first < day <= last and day.weekday() < SATURDAY for day in closed)


def working_day_after(first: date, days: int) -> date:
    """Return the working day that is the so-manieth from `first` on, which counts as one if it is one itself."""
    day = first - timedelta(days=1)
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


@cache
def bank_holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def days_of_period(code: str) -> tuple[date, date] | None:
    """Return the first day of a period, and the first after it: of 2025-26, 2025-26-H1, 2025-26-Q3 or 2025-26-M04.

    Nothing where there is no such period.
    """
    found = PERIOD.fullmatch(code)
    if found is None or year_name(int(found[1])) != f"{found[1]}-{found[2]}":
        return None
    half, quarter, month = (int(part) if part else 0 for part in found.groups()[2:])
    if month:
        first, length = (month - APRIL) % 12, 1
    elif quarter:
        first, length = (quarter - 1) * 3, 3
    else:
        first, length = ((half - 1) * 6, 6) if half else (0, 12)
    april = date(int(found[1]), APRIL, 1)
    return months_after(april, first), months_after(april, first + length)


def months_after(day: date, months: int) -> date:
    """Return the first day of the month that is so many after a day's."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
