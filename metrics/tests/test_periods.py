"""Periods are of financial years, and are written and counted as such."""

from datetime import date

import pytest

from metrics.models import Period, Span


@pytest.mark.parametrize(
    ("span", "day", "code", "starts_on", "ends_before"),
    [
        (Span.YEAR, date(2026, 3, 31), "2025-26", date(2025, 4, 1), date(2026, 4, 1)),
        (Span.YEAR, date(2026, 4, 1), "2026-27", date(2026, 4, 1), date(2027, 4, 1)),
        (Span.HALF, date(2025, 9, 30), "2025-26-H1", date(2025, 4, 1), date(2025, 10, 1)),
        (Span.HALF, date(2025, 10, 1), "2025-26-H2", date(2025, 10, 1), date(2026, 4, 1)),
        (Span.QUARTER, date(2026, 1, 1), "2025-26-Q4", date(2026, 1, 1), date(2026, 4, 1)),
        (Span.QUARTER, date(2025, 12, 31), "2025-26-Q3", date(2025, 10, 1), date(2026, 1, 1)),
        (Span.MONTH, date(2024, 2, 29), "2023-24-M02", date(2024, 2, 1), date(2024, 3, 1)),
        (Span.MONTH, date(2025, 12, 31), "2025-26-M12", date(2025, 12, 1), date(2026, 1, 1)),
    ],
)
def test_a_day_lies_in_one_period_of_each_span(span, day, code, starts_on, ends_before):
    period = Period.of(span, on=day)

    assert (period.code, period.starts_on, period.ends_before) == (code, starts_on, ends_before)


@pytest.mark.parametrize("span", Span)
def test_the_period_before_ends_where_this_one_begins(span):
    period = Period.of(span, on=date(2026, 4, 1))

    assert period.before.ends_before == period.starts_on
    assert period.year_before.ends_before == period.ends_before.replace(year=period.ends_before.year - 1)
