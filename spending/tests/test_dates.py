"""Which number is the day is decided once for a file; what two orders could both be is asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spending.actions.reading.dates import DAY_FIRST, MONTH_FIRST, Evidence, read_date
from spending.actions.reading.periods import is_outside, periods_of

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
WAYS = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%d %B %Y",
    "%d-%b-%y",
    "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%A, %d %B %Y",
)  # fmt: skip


def order_of(*texts):
    evidence = Evidence()
    for text in texts:
        evidence.take(text)
    return evidence


@given(DAYS, st.sampled_from(WAYS))
def test_a_date_is_read_whichever_way_it_is_written(day, way):
    assert read_date(day.strftime(way), DAY_FIRST, serials=False) == day


@given(DAYS)
def test_the_order_decides_which_number_is_the_day(day):
    assert read_date(day.strftime("%m/%d/%Y"), MONTH_FIRST, serials=False) == day


@given(DAYS)
def test_a_workbooks_bare_number_is_a_day_and_a_csvs_is_not(day):
    serial = str((day - date(1899, 12, 30)).days)

    assert read_date(serial, DAY_FIRST, serials=True) in (day, None)
    assert read_date(serial, DAY_FIRST, serials=False) is None


def test_the_serial_of_a_known_day():
    assert read_date("44900", DAY_FIRST, serials=True) == date(2022, 12, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2026",
        "13/13/2026",
        "00/01/2026",
        "99/99/9999",
        "June 2026",
        "2026",
        "06/2026",
        "1/1",
        "01/01/1899",
        "n/a",
        "Total",
    ],
)
def test_what_is_no_day_is_never_made_one(text):
    assert read_date(text, DAY_FIRST, serials=False) is None
    assert read_date(text, MONTH_FIRST, serials=False) is None


@given(st.text(max_size=20))
def test_no_text_is_a_fault(text):
    assert read_date(text, DAY_FIRST, serials=True) is None or any(letter.isdigit() for letter in text)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["05/06/2026", "13/06/2026"], DAY_FIRST),
        (["05/06/2026", "06/13/2026"], MONTH_FIRST),
        (["05/06/2026", "12/06/2026", "11/06/2026"], ""),  # one month this way, half a year the other
        (["06/05/2026", "06/12/2026"], ""),
        (["01/04/2026", "01/05/2026", "01/06/2026"], ""),  # the first of each month, or three days of January
        (["05/06/2026"], ""),
        (["06/06/2026"], DAY_FIRST),  # the same day both ways
        (["2026-06-05"], DAY_FIRST),  # no three numbers with the year last: nothing to decide
    ],
)
def test_all_the_rows_decide_the_order(texts, order):
    assert order_of(*texts).order == order


def test_two_orders_in_one_file_are_a_conflict_that_names_both():
    conflict = order_of("13/06/2026", "06/14/2026").conflict

    assert "13/06/2026" in conflict
    assert "06/14/2026" in conflict


@given(st.lists(DAYS, min_size=1))
def test_dates_of_one_order_never_conflict(days):
    evidence = order_of(*[day.strftime("%d/%m/%Y") for day in days])

    assert evidence.conflict == ""
    assert evidence.order != MONTH_FIRST or not any(day.day > 12 for day in days)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["05/06/2026"], "day first or month first"),
        (["06/13/2026"], "United States"),
        (["13/06/2026", "14 June 2026"], "several ways"),
    ],
)
def test_dates_that_a_person_should_look_at_say_why(texts, words):
    (doubt,) = order_of(*texts).doubts()

    assert words in doubt


def test_dates_of_either_order_are_shown_both_ways():
    (doubt,) = order_of("05/06/2026", "05/09/2026").doubts()

    assert "read day first, 5 June 2026 to 5 September 2026" in doubt
    assert "month first they would be 6 May 2026 to 9 May 2026" in doubt


@pytest.mark.parametrize(
    ("texts", "order", "contradicted"),
    [
        (["13/06/2026"], MONTH_FIRST, True),
        (["13/06/2026"], DAY_FIRST, False),
        (["01/02/2026", "01/09/2026"], DAY_FIRST, True),  # eight months this way, nine days the other
        (["01/02/2026", "01/09/2026"], MONTH_FIRST, False),
        (["05/06/2026"], MONTH_FIRST, False),
        (["06/06/2026"], MONTH_FIRST, False),
    ],
)
def test_dates_contradict_an_order_that_they_prove_wrong_or_unlikely(texts, order, contradicted):
    assert order_of(*texts).contradicts(order) is contradicted


@pytest.mark.parametrize(
    ("texts", "asks"),
    [
        (["26-06-13", "26-06-30"], True),  # 13 and 30 June 2026, or 26 June of 2013 and 2030
        (["26-06-13", "26-06-14"], True),
        (["26-06-13"], False),  # one day is of one quarter whichever way it is read
        (["13/06/26", "30/06/26"], False),
        (["26-06-13", "26-06-31"], False),  # June has no 31st: the year stands last
        (["26-06-2013", "26-06-2030"], False),
    ],
)
def test_a_year_of_two_digits_that_may_stand_first_is_asked_about(texts, asks):
    assert bool(order_of(*texts).year_first) is asks


def test_dates_of_one_clear_way_raise_no_doubt():
    assert list(order_of("13/06/2026", "5/6/2026").doubts()) == []
    assert list(order_of("2026-06-13", "2026-06-05").doubts()) == []


@pytest.mark.parametrize(
    ("name", "first", "last", "outside"),
    [
        ("spend_2023-06.csv", "2023-07-05", "2023-07-19", True),
        ("spend_2023-06.csv", "2023-06-30", "2023-07-19", False),
        ("Spend June 2023.csv", "2023-07-05", "2023-07-19", True),
        ("spend-jun-23.csv", "2023-06-05", "2023-06-19", False),
        ("201203.csv", "2012-03-06", "2012-03-28", False),
        ("2023-Q4.csv", "2024-01-08", "2024-03-19", False),  # of the financial year
        ("2023-Q4.csv", "2023-10-08", "2023-12-19", False),  # of the calendar
        ("2023-Q4.csv", "2023-05-08", "2023-06-19", True),
        ("q1 2024.csv", "2024-04-08", "2024-06-19", False),
        ("2024-25_Q2.csv", "2024-07-04", "2024-09-27", False),
        ("2011-12.csv", "2011-05-01", "2011-06-30", False),  # a month, or a year from April
        ("2011-12.csv", "2012-05-01", "2012-06-30", True),
        ("published 2023-05-12.csv", "2023-04-01", "2023-04-30", False),  # the day it was put online
        ("december-2023.csv", "2023-12-31", "2023-12-31", False),
        ("upload.csv", "2001-01-01", "2001-01-01", False),
    ],
)  # fmt: skip
def test_the_name_of_a_file_tells_which_months_it_is_about(name, first, last, outside):
    assert is_outside(date.fromisoformat(first), date.fromisoformat(last), periods_of(name)) == outside
