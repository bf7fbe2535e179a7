"""Amounts become whole pence exactly, or nothing at all."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spending.actions.reading.money import column_pence, pence, pounds, vat_pence

AMOUNTS = st.integers(min_value=-(10**13), max_value=10**13)


@pytest.mark.parametrize(
    ("text", "amount_pence"),
    [
        ("0", 0),
        ("0.00", 0),
        ("5", 500),
        ("5.5", 550),
        (".5", 50),
        ("5.", 500),
        ("1,234.56", 123456),
        ("1 234.56", 123456),
        ("-£1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567.89", -123456789),
        ("12,345,678.90", 1234567890),
        (" 1,000.00 ", 100000),
        ("£25.00", 2500),
        ("£ 25.00", 2500),
        ("GBP 25.00", 2500),
        ("25.00 GBP", 2500),
        ("-£40.00", -4000),
        ("£-40.00", -4000),
        ("−40.00", -4000),
        ("40.00-", -4000),
        ("(40.00)", -4000),
        ("(£40.00)", -4000),
        ("40.00 CR", -4000),
        ("40.00 dr", 4000),
        ("+40.00", 4000),
        ("\N{NO-BREAK SPACE}7.00", 700),
    ],
)
def test_an_amount_is_read_whichever_way_it_is_written(text, amount_pence):
    assert pence(text) == (amount_pence, False)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "£", ".", "()", "n/a", "REDACTED", "1.234,56", "1234,56", "1,23.00", "12,34", "1 234",
        "1 234.5", "12 34.00", "1.2E+05", "=A1+2",
        "#REF!", "#####", "£1.00 £2.00", "(1.00", "1.00)", "--1.00", "-1.00-", "(-1.00)", "1.00.00",
        "12/03/2024", "１２.00",
        "1'234.00", "0x10", "NaN", "Infinity", "99999999999999999999",
    ],
)  # fmt: skip
def test_what_could_be_another_sum_is_no_amount(text):
    assert pence(text) is None


@pytest.mark.parametrize(
    ("text", "amount_pence"),
    [
        ("0.005", 0),  # half-way values go to the even penny
        ("0.015", 2),
        ("0.025", 2),
        ("-0.015", -2),
        ("512.2549999", 51225),
        ("1,000.126", 100013),
    ],
)
def test_more_than_two_decimals_are_rounded_and_said_to_be(text, amount_pence):
    assert pence(text) == (amount_pence, True)


def test_decimals_that_are_zero_are_not_rounded():
    assert pence("12.5000") == (1250, False)


@given(AMOUNTS)
def test_what_is_written_for_people_is_read_back(amount_pence):
    assert pence(pounds(amount_pence)) == (amount_pence, False)


@given(AMOUNTS)
def test_every_way_to_write_an_amount_gives_the_same_pence(amount_pence):
    size = f"{Decimal(abs(amount_pence)) / 100:,.2f}"
    ways = (
        [f"-{size}", f"{size}-", f"({size})", f"£-{size}", f"{size} CR"]
        if amount_pence < 0
        else [size, f"£{size}", f"+{size}"]
    )

    assert {pence(way) for way in ways} == {(amount_pence, False)}


@given(st.decimals(min_value=0, max_value=10**9, places=5))
def test_rounding_is_that_of_decimals(amount):
    exact = amount * 100

    assert pence(f"{amount:f}") == (int(exact.quantize(Decimal(1), ROUND_HALF_EVEN)), exact != int(exact))


@given(st.text(max_size=20))
def test_no_text_is_a_fault(text):
    found = pence(text)

    assert found is None or any(letter.isdigit() for letter in text)


@pytest.mark.parametrize(("text", "amount_pence"), [("0.00", 0), ("Nil", 0), ("N/A", None), ("3.20", 320), ("?", None)])
def test_vat_that_is_not_said_is_not_nothing(text, amount_pence):
    assert vat_pence(text) == amount_pence


# Cells as they stand in a column: nearly all plain, some not, one of two lines.
CELLS = st.sampled_from(["1.00", "-2.50", "1,234.56", "12.00", "5", "(3.00)", "", "x", "1.00\n2.00", "1.00 2.00", "\n"])


@given(st.lists(CELLS, max_size=8))
def test_a_column_is_read_as_its_cells_are(texts):
    assert column_pence(texts) == [pence(text) for text in texts]
