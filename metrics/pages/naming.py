"""Periods and places in words."""

from datetime import date, timedelta

from metrics.models import Period, Span
from spending.pages.filters import year_in_words

ONE_DAY = timedelta(days=1)


def in_words(period: Period) -> str:
    """Return 2025 to 2026, April to September 2025, January to March 2026, April 2025."""
    if period.span == Span.YEAR:
        return year_in_words(period.starts_on.year)
    if period.span == Span.MONTH:
        return f"{period.starts_on:%B %Y}"
    last = last_day(period)
    first_year = "" if period.starts_on.year == last.year else f" {period.starts_on.year}"
    return f"{period.starts_on:%B}{first_year} to {last:%B %Y}"


def in_two_lines(period: Period) -> tuple[str, str]:
    """Return a period's name as a drawing has room for it: 2025 over to 26, Apr–Jun over 2025, Apr over 2025."""
    first, last = period.starts_on, last_day(period)
    if period.span == Span.YEAR:
        return f"{first:%Y}", f"to {last:%y}"
    return (f"{first:%b}" if period.span == Span.MONTH else f"{first:%b}–{last:%b}"), f"{first:%Y}"


def last_day(period: Period) -> date:
    return period.ends_before - ONE_DAY


def in_full(day: date) -> str:
    """Return 31 March 2026."""
    return f"{day:%-d %B %Y}"
