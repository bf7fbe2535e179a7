"""Frozen dataclasses as plain JSON and back: nothing is rounded, and what is written today is read tomorrow."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancesheet.models import Chart
from balancesheet.pages.plain import made, plain
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit


@dataclass(frozen=True)
class Page:
    """Something of every kind that a statement is made of."""

    day: date
    chart: Chart
    table: Table
    pair: tuple[str, int]
    figures: tuple[Figure, ...]
    maybe: Figure | None = None
    counts: int = 7


def there_and_back(page):
    return made(type(page), json.loads(json.dumps(plain(page))))


figures = st.builds(
    Figure,
    value=st.none() | st.integers(-(10**18), 10**18) | st.decimals(allow_nan=False, allow_infinity=False, places=3),
    unit=st.sampled_from(Unit),
    address=st.text(),
    marker=st.sampled_from(Marker),
    is_drawn=st.booleans(),
)


@given(figures)
def test_a_figure_comes_back_as_it_was_to_the_last_decimal(figure):
    back = there_and_back(figure)

    assert back == figure
    assert isinstance(back.value, type(figure.value))
    assert isinstance(back.unit, Unit)


def test_whatever_a_statement_is_made_of_comes_back():
    figure = Figure(-5, Unit.EXACT_PENCE, "/x/", is_change=True)
    table = Table("t", "Caption", "Line", (Column("a", "A"),), (Line("1", "One", (figure,), is_sum=True),), most=3)
    chart = Chart(version=1, first_year=2024, note="Proposed")
    page = Page(date(2026, 3, 31), chart, table, ("a", 1), (), maybe=figure)

    assert there_and_back(page) == page
    assert there_and_back(page).chart.note == "Proposed"


@pytest.mark.parametrize("data", [{"value": 1, "unit": "pence"}, {"value": 1, "unit": "pence", "gone": ["x"]}])
def test_what_is_missing_is_the_default_and_what_nobody_knows_any_more_is_passed_over(data):
    assert made(Figure, data) == Figure(1, Unit.PENCE)


def test_a_decimal_is_a_text_and_a_default_is_left_out():
    assert plain(Figure(Decimal("0.10"), Unit.TIMES)) == {"value": "0.10", "unit": "ratio"}
