"""Layouts that councils publish, odd ones too: each is read to the penny, asked about, or refused with the reason."""

import pytest

from spending.actions.reading.lines import Outcome
from spending.tests.sheets import xlsx, xlsx_rows
from spending.tests.texts import HEADER, TEN, TEN_PENCE, TITLES, codes, read_file, read_text

FEW = [["2026-06-13", "T1", "A Ltd", "Repairs", 5.25], ["2026-06-14", "T2", "B Ltd", "Rent", 6.5]]
FEW_PENCE = 1175


def lines(pattern):
    """Return nine payments of this pattern: {n} counts them, {day} is a day that is no month."""
    return "".join(pattern.format(n=n, day=n + 12) + "\n" for n in range(1, 10))


def dated(pattern):
    """Return a file of nine payments whose dates are of this pattern: £1.25 to £9.25."""
    return HEADER + lines(f"{pattern},T{{n}},A{{n}} Ltd,Repairs,{{n}}.25")


def valued(pattern):
    """Return a file of nine payments whose amounts are of this pattern."""
    return HEADER + lines(f"{{day}}/06/2026,T{{n}},A{{n}} Ltd,Repairs,{pattern}")


READ = {
    "parted by tabs": ((HEADER + TEN).replace(",", "\t"), TEN_PENCE),
    "parted by pipes": ((HEADER + TEN).replace(",", "|"), TEN_PENCE),
    "parted by semicolons, with a line for Excel": ("sep=;\n" + (HEADER + TEN).replace(",", ";"), TEN_PENCE),
    "parted by tabs, with as many commas in each address": (
        HEADER.replace(",", "\t") + lines("{day}/06/2026\tT{n}\tA{n}, The Street, Town\tFood, drink, rent\t{n}.25"),
        4725,
    ),
    "blank columns between": (
        HEADER.replace(",", ",,") + lines("{day}/06/2026,,T{n},,A{n} Ltd,,Repairs,,{n}.25"), 4725,
    ),
    "a title of two lines": (HEADER.replace("Net Amount", '"Net\nAmount (£)"') + TEN, TEN_PENCE),
    "names of several lines": (HEADER + lines('{day}/06/2026,T{n},"A{n} Ltd\nThe Street",Repairs,{n}.25'), 4725),
    "every second line empty": ((HEADER + TEN).replace("\n", "\n\n"), TEN_PENCE),
    "thousands parted by spaces": (valued("{n} 234.50"), 4711050),
    "thousands parted by commas, in brackets": (valued('"({n},234.50)"') + TEN * 4, TEN_PENCE * 4 - 4711050),
    "pounds and GBP": (valued("£{n}.50 GBP"), 4950),
    "ISO dates with a time and a zone": (dated("2026-06-{day}T00:00:00+01:00"), 4725),
    "dates with the month in words first": (dated('"June {day}, 2026"'), 4725),
    "dates parted by spaces": (dated("{day} 06 2026"), 4725),
    "years of two digits": (dated("{day}/06/26"), 4725),
    "a card file with what was paid abroad": (
        "Transaction Date,Merchant,Original Amount,Original Currency,Net Amount\n"
        + lines("{day}/06/2026,A{n},{n}9.99,EUR,{n}.25"),
        4725,
    ),
    "a footer that is called otherwise": (HEADER + TEN + "Grand Total:,£57.50,,,\n", TEN_PENCE),
}  # fmt: skip
ASKED = {
    "debits and credits in two columns": (
        "Payment Date,Supplier,Debit Amount,Credit Amount\n"
        + lines("{day}/06/2026,A{n},{n}.25,")
        + "13/06/2026,B,,9.00\n",
        ["amounts"],
    ),
    "a column that says which amounts are credits": (
        "Payment Date,Supplier,Amount,DR/CR\n" + lines("{day}/06/2026,A{n},{n}.25,DR") + "13/06/2026,B,9.00,CR\n",
        ["credits"],
    ),
    "credit notes above zero": (
        "Payment Date,Supplier,Amount,Type\n"
        + lines("{day}/06/2026,A{n},{n}.25,Invoice")
        + "13/06/2026,B,9.00,Credit Note\n",
        ["credits"],
    ),
    "a total with a date and nobody's name": (HEADER + TEN + "30/06/2026,,,,57.50\n", ["total_line"]),
    "years of two digits that stand first": (dated("26-06-{day}"), ["date_order"]),
    "dates in three columns": ("Day,Month,Year,Supplier,Net Amount\n" + lines("{day},6,2026,A{n},{n}.25"), ["no_date"]),
    "months only": (dated("Jun-26"), ["no_date"]),
    "numbers of days as workbooks count them": (dated("461{day}"), ["proposal"]),
    "dates of which any could be month first": (dated("0{n}/06/2026"), ["proposal"]),
    "amounts beside others without a title": (
        "Payment Date,Supplier,Amount,\n" + lines("{day}/06/2026,A{n},{n}.25,{n}0.00"), ["proposal"],
    ),
}  # fmt: skip
REFUSED = {
    "thousands of pounds": HEADER.replace("Net Amount", "Amount (£000)") + TEN,
    "thousands of pounds, shortly": HEADER.replace("Net Amount", "Amount £k") + TEN,
    "pence": HEADER.replace("Net Amount", "Amount in pence") + TEN,
    "commas for the decimal point": (HEADER + TEN).replace(",", ";").replace(".", ","),
}


@pytest.mark.parametrize("odd", READ)
def test_an_odd_file_that_leaves_no_doubt_is_read_to_the_penny(tmp_path, odd):
    text, sum_pence = READ[odd]

    reading, _, quarantined = read_text(tmp_path, text)

    assert (reading.outcome, reading.reasons, quarantined) == (Outcome.IMPORTED, [], [])
    assert reading.counts.sum_pence == sum_pence


@pytest.mark.parametrize("odd", ASKED)
def test_an_odd_file_that_could_be_read_two_ways_is_asked_about(tmp_path, odd):
    text, asked = ASKED[odd]

    reading, _, _ = read_text(tmp_path, text)

    assert codes(reading) == asked
    assert reading.outcome is (Outcome.NEEDS_CONFIRMATION if asked == ["proposal"] else Outcome.NEEDS_INPUT)


@pytest.mark.parametrize("odd", REFUSED)
def test_amounts_of_something_else_than_pounds_are_refused(tmp_path, odd):
    reading, _, _ = read_text(tmp_path, REFUSED[odd], accept_proposal=True)

    assert (reading.outcome, codes(reading)) == (Outcome.REFUSED, ["no_amounts"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"])
def test_pounds_and_accents_are_read_in_any_encoding(tmp_path, encoding):
    text = HEADER.replace("Net Amount", "Net Amount (£)") + lines("{day}/06/2026,T{n},Café {n},Repairs,£{n}.25")

    reading, payments, _ = read_text(tmp_path, text, encoding=encoding)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 4725)
    assert payments[0].payee_raw == "Café 1"


@pytest.mark.parametrize(
    "other",
    [
        [["Notes"], ["All amounts are net of VAT"]],
        [["Supplier Name", "Supplier ID"], ["A Ltd", 1]],
        [["Row Labels", "Sum of Net Amount"], ["Repairs", 5.25], ["Grand Total", 11.75]],
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_sheet_that_holds_no_payments_is_left_alone(tmp_path, other, is_first):
    sheets = [xlsx_rows([["Stevenage"], [], TITLES, *FEW]), xlsx_rows(other)]

    reading, _, _ = read_file(xlsx(tmp_path / "june.xlsx", *(sheets[::-1] if is_first else sheets)))

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, FEW_PENCE)


@pytest.mark.parametrize("other", [[TITLES, *FEW], [["Date", "Merchant", "Amount"], ["2026-06-13", "Card Shop", 5.25]]])
def test_a_second_sheet_of_payments_is_never_left_out_in_silence(tmp_path, other):
    shown, _, _ = read_file(xlsx(tmp_path / "june.xlsx", xlsx_rows([TITLES, *FEW]), xlsx_rows(other)))
    hidden, _, _ = read_file(xlsx(tmp_path / "june.xlsx", xlsx_rows([TITLES, *FEW]), xlsx_rows(other), hidden=1))

    assert codes(shown) == ["several_sheets"]
    assert (hidden.outcome, hidden.counts.sum_pence) == (Outcome.IMPORTED, FEW_PENCE)
