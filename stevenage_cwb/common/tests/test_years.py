"""Days and financial years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stevenage_cwb.common.years import (
    day_of,
    is_working_day,
    working_day_after,
    working_days_between,
    year_name,
    year_of,
)


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


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 7, 1), date(2026, 7, 1), 0),
        (date(2026, 7, 3), date(2026, 7, 6), 1),  # over a weekend
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # over Good Friday and Easter Monday
        (date(2027, 12, 24), date(2027, 12, 29), 1),  # Christmas on a Saturday, both days observed later
        (date(2025, 12, 31), date(2026, 1, 2), 1),  # over New Year's Day
        (date(2026, 7, 6), date(2026, 7, 1), 0),  # a decision is not before what it is on
        (date(2024, 1, 1), date(2024, 12, 31), 254),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(first, last, days):
    assert working_days_between(first, last) == days


@given(first=st.dates(date(2019, 1, 1), date(2028, 12, 31)), length=st.integers(0, 400))
def test_working_days_are_those_that_are_one_each(first, length):
    days = [first + timedelta(days=n) for n in range(1, length + 1)]

    assert working_days_between(first, first + timedelta(days=length)) == sum(map(is_working_day, days))


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 7, 1), date(2026, 8, 11)), (date(2027, 7, 1), date(2027, 8, 11))]
)
def test_the_public_may_inspect_accounts_for_30_working_days(first, last):
    # Accounts and Audit Regulations 2015, regulation 14.
    assert working_day_after(first, 30) == last
