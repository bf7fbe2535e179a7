"""Days and financial years as the council counts them: in the United Kingdom, from 1 April to 31 March."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

UNITED_KINGDOM = ZoneInfo("Europe/London")
APRIL = 4


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
