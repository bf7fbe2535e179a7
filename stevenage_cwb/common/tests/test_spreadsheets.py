"""Text that a spreadsheet would run is made harmless; everything else is left as it is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stevenage_cwb.common.spreadsheets import FORMULA_STARTS, safe_cell, safe_row


@pytest.mark.parametrize("start", [*FORMULA_STARTS, " =", "\u00a0=", "\ufeff="])
def test_a_text_that_starts_a_formula_is_made_text(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_no_cell_ever_starts_a_formula(text):
    assert not str(safe_cell(text)).lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS)


@given(st.text())
def test_the_text_is_all_there(text):
    assert safe_cell(text) in (text, f"'{text}")


def test_numbers_stay_numbers_negative_ones_too():
    assert safe_row([-5, Decimal("-1.50"), None, "a"]) == [-5, Decimal("-1.50"), None, "a"]
