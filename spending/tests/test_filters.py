"""The names by which figures open their payments, and the days that they mean."""

from datetime import date

import pytest

from spending.pages.filters import Filters, days_of, financial_year, payments_address, year_starting


def test_an_address_asks_for_what_its_names_say():
    filters = Filters.asked({"tier": "T1,T2", "year": " 2025-26 ", "page": "7", "q": "", "scope": "in"})

    assert filters.given == {"year": "2025-26", "tier": "T1,T2", "scope": "in"}
    assert filters.values("tier") == ["T1", "T2"]
    assert filters.values("kind") == []


def test_the_query_of_what_was_asked_asks_for_the_same():
    filters = Filters.asked({"tier": "T1,T2", "q": "a & b = ç", "department": "7"})

    assert filters.query() == "?tier=T1,T2&department=7&q=a+%26+b+%3D+%C3%A7"
    assert filters.query(department="") == "?tier=T1,T2&q=a+%26+b+%3D+%C3%A7"
    assert filters.query(after="2026-06-30.7").endswith("&after=2026-06-30.7")
    assert Filters().query() == ""


def test_a_value_is_cut_where_none_that_means_something_is_longer():
    filters = Filters.asked({"q": "x" * 1_000, "why": "y" * 1_000, "tier": "T\x001"})

    assert (len(filters.q), len(filters.why), filters.tier) == (100, 120, "T1")


@pytest.mark.parametrize("value", ["\0", "  ", "\t\0 "])
def test_a_filter_of_nothing_that_can_be_read_is_still_a_filter_and_an_empty_one_is_none(value):
    assert Filters.asked({"tier": value, "scope": "", "q": value}).given == {"tier": "(nothing)"}


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({}, "/spending/payments/"),
        ({"year": "2025-26", "tier": "T1"}, "/spending/payments/?year=2025-26&tier=T1"),
        ({"department": 12, "scope": "in"}, "/spending/payments/?scope=in&department=12"),
        ({"department": None}, "/spending/payments/?department=none"),
        ({"tier": ("T1", "T2"), "category": 0}, "/spending/payments/?tier=T1,T2&category=0"),
        ({"basis": ("exact_name", None)}, "/spending/payments/?basis=exact_name,none"),
    ],
)
def test_a_figure_finds_the_address_of_its_payments(asked, address):
    assert payments_address(**asked) == address


def test_a_figure_cannot_link_by_a_name_that_is_none():
    with pytest.raises(TypeError):
        payments_address(ward="Bedwell")


@pytest.mark.parametrize(
    ("year", "quarter", "first", "after"),
    [
        ("2025-26", "", date(2025, 4, 1), date(2026, 4, 1)),
        ("2025-26", "1", date(2025, 4, 1), date(2025, 7, 1)),
        ("2025-26", "2", date(2025, 7, 1), date(2025, 10, 1)),
        ("2025-26", "3", date(2025, 10, 1), date(2026, 1, 1)),
        ("2025-26", "4", date(2026, 1, 1), date(2026, 4, 1)),
        ("1999-00", "4", date(2000, 1, 1), date(2000, 4, 1)),
    ],
)
def test_a_financial_year_begins_in_april_and_its_last_quarter_in_january(year, quarter, first, after):
    assert days_of(year=year, quarter=quarter) == (first, after)


@pytest.mark.parametrize(
    ("year", "quarter"),
    [("2025-27", ""), ("2025", ""), ("1825-26", ""), ("2025-26", "5"), ("2025-26", "0"), ("2025-26", "x"), ("", "1")],
)
def test_what_is_no_year_or_quarter_has_no_days(year, quarter):
    assert days_of(year=year, quarter=quarter) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 3, 31), "2025-26"), (date(2026, 4, 1), "2026-27"), (date(2000, 1, 1), "1999-00")],
)
def test_the_31st_of_march_is_in_the_year_before_the_1st_of_april(day, name):
    assert financial_year(year_starting(day)) == name
