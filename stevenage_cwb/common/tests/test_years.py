"""Days and financial years."""

from datetime import UTC, date, datetime

import pytest

from stevenage_cwb.common.years import day_of, year_name, year_of


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
        # Summer time began on 29 March 2026.
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), date(2025, 12, 31)),
    ],
)
def test_a_moment_is_on_the_day_that_it_is_here(at, day):
    assert day_of(at) == day


@pytest.mark.parametrize(
    ("day", "year", "name"),
    [
        (date(2026, 3, 31), 2025, "2025-26"),
        (date(2026, 4, 1), 2026, "2026-27"),
        (date(2000, 1, 1), 1999, "1999-00"),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(day, year, name):
    assert (year_of(day), year_name(year_of(day))) == (year, name)
