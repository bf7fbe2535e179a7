"""Roles go to columns by title and by what stands below; doubt is named, and only a person can settle a tie."""

import pytest

from spending.actions.reading.lines import AmountBasis, DateKind, Layout, Outcome
from spending.actions.reading.titles import amount_basis, date_kind, denies, rank
from spending.tests.texts import HEADER, TEN, TEN_PENCE, codes, read_text, rows


def texts(reading):
    return " ".join(reason.text for reason in reading.reasons)


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("amount", "NET_AMOUNT"), ("amount", "Amount (£)"), ("amount", "Total (excludes VAT)"),
        ("amount", "Line Amount"),
        ("amount", "Amount incl. irrecoverable VAT"), ("amount", "AmountPaid"), ("date", "Date Spend Occured"),
        ("date", "PaymentDate"), ("date", "Invoice Payment Date"), ("supplier", "Vendor Name for Publication"),
        ("supplier", "Supplier’s Name".replace("’", "'")), ("supplier", "Beneficiary/Supplier"), ("ref", "TransNo"),
        ("department", "Directorate or service where expenditure was incurred"),
        ("purpose", "Purpose of Spend (Summary)"),
        ("category", "Procurement (Merchant Category)"), ("company_no", "Supplier Registered Company Number"),
        ("charity_no", "Supplier Registered Charity Number"), ("irrecoverable_vat", "VAT that cannot be recovered"),
        ("capital_revenue", "Capital /Revenue"), ("card", "Procurement Card"), ("supplier_ref", "Address Book No."),
    ],
)  # fmt: skip
def test_a_title_that_councils_use_is_sure_of_its_role(role, title):
    assert rank(role, title) >= 80


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("amount", "VAT Amount"), ("amount", "Irrecoverable VAT"), ("amount", "Invoice Total"), ("amount", "PO Number"),
        ("amount", "Annual Budget"), ("date", "Effective Date"), ("date", "Date Published"),
        ("date", "Contract Start Date"),
        ("supplier", "Supplier Postcode"), ("supplier", "Supplier ID"), ("supplier", "Supplier VAT Number"),
        ("ref", "Cost Centre Code"), ("supplier_ref", "Supplier Registered Company Number"),
    ],
)  # fmt: skip
def test_a_title_that_resembles_another_is_not_taken_for_it(role, title):
    assert rank(role, title) < 50


def test_a_title_can_say_that_its_column_is_something_else():
    assert denies("amount", "VAT Amount")
    assert not denies("amount", "Anything")


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("Net Amount", AmountBasis.NET), ("Invoice Line Value (net of VAT)", AmountBasis.NET),
        ("Amount ex VAT", AmountBasis.NET),
        ("Gross Amount", AmountBasis.GROSS), ("Amount inc VAT", AmountBasis.GROSS), ("Amount", AmountBasis.UNSTATED),
    ],
)  # fmt: skip
def test_a_title_says_whether_vat_is_in_it_or_does_not_say(title, basis):
    assert amount_basis(title) is basis


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Date Paid", DateKind.PAYMENT), ("Transaction Date", DateKind.TRANSACTION), ("Posting Date", DateKind.LEDGER),
        ("Invoice Date", DateKind.INVOICE), ("Date", DateKind.UNSTATED),
    ],
)  # fmt: skip
def test_a_title_says_what_the_date_is_of(title, kind):
    assert date_kind(title) is kind


def test_a_clear_file_is_taken_without_asking(tmp_path):
    reading, _, _ = read_text(tmp_path, HEADER + TEN)

    assert (reading.outcome, reading.proposal.doubts) == (Outcome.IMPORTED, ())
    assert reading.layout.titles == {
        "amount": "Net Amount", "date": "Payment Date", "supplier": "Supplier Name", "ref": "Transaction Number",
        "purpose": "Purpose",
    }  # fmt: skip


def test_a_proposal_shows_five_values_of_every_column(tmp_path):
    reading, _, _ = read_text(tmp_path, HEADER.replace("Purpose", "Odd") + TEN)

    samples = {sample.title: sample for sample in reading.samples}
    assert samples["Net Amount"].values == ("1.25", "2.25", "3.25", "4.25", "5.25")
    assert (samples["Net Amount"].role, samples["Odd"].role) == ("amount", "")
    assert len(samples) == 5


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        ("Payment Date,Ref No,Supplier Name,Purpose,Gross Amount", "include VAT"),
        ("Payment Date,Ref No,Supplier Name,Purpose,Invoice Amount", "may not be the amount"),
        ("Payment Date,Ref No,Supplier Name,Purpose,Figure", "“Figure” is taken as the amount"),
        ("Payment Date,Ref No,Supplier Name,Net Amount,Purpose", "“Purpose” is taken as the amount"),
        ("Supplier Name,Ref No,Payment Date,Purpose,Net Amount", "“Supplier Name” is taken as the date"),
    ],
)
def test_a_doubtful_column_asks_for_a_yes_and_then_counts(tmp_path, titles, words):
    asked, _, _ = read_text(tmp_path, f"{titles}\n{TEN}")
    given, _, _ = read_text(tmp_path, f"{titles}\n{TEN}", accept_proposal=True)

    assert asked.outcome is Outcome.NEEDS_CONFIRMATION
    assert words in texts(asked)
    assert (given.outcome, given.counts.sum_pence, given.reasons) == (Outcome.IMPORTED, TEN_PENCE, [])


def two_amounts(first, second, *, titles="Amount,Value"):
    lines = (
        f"{number + 13}/06/2026,T{number},A{number} Ltd,{first(number)}.20,{second(number)}.20" for number in range(9)
    )
    return f"Payment Date,Ref No,Supplier Name,{titles}\n" + "\n".join(lines)


def test_two_columns_that_could_both_be_the_amount_are_never_chosen_between(tmp_path):
    reading, _, _ = read_text(tmp_path, two_amounts(lambda n: n, lambda n: n + 1), accept_proposal=True)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["amounts"])
    assert "“Amount”, “Value”" in texts(reading)


@pytest.mark.parametrize("other", ["Amount 2", "Adjusted Amount", "Retention Value", "Paid", ""])
def test_another_column_that_may_be_the_amount_asks_for_a_yes_once(tmp_path, other):
    text = two_amounts(lambda n: n, lambda n: n + 1, titles=f"Amount,{other}")

    asked, _, _ = read_text(tmp_path, text)
    given, payments, _ = read_text(tmp_path, text, layout=asked.layout)

    assert (asked.outcome, codes(asked)) == (Outcome.NEEDS_CONFIRMATION, ["proposal"])
    assert (f"“{other}”" if other else "a column without a title") in texts(asked)
    assert (given.outcome, payments[1].amount_pence) == (Outcome.IMPORTED, 120)


@pytest.mark.parametrize(
    "titles", ["Amount,Total", "Amount,Gross Amount", "Net Amount,Amount", "Amount,VAT Amount", "Amount,Annual Budget"]
)
def test_a_column_that_says_it_is_something_else_than_the_net_amount_is_no_question(tmp_path, titles):
    reading, payments, _ = read_text(tmp_path, two_amounts(lambda n: n, lambda n: n + 1, titles=titles))

    assert (reading.outcome, payments[1].amount_pence) == (Outcome.IMPORTED, 120)


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        ("Payment Date,Date Paid,Supplier Name,Department,Net Amount", "“Date Paid”"),
        ("Payment Date,Invoice Date,Supplier Name,Vendor Name,Net Amount", "“Vendor Name”"),
    ],
)
def test_two_columns_of_dates_or_payees_ask_which_one_it_is(tmp_path, titles, words):
    reading, _, _ = read_text(tmp_path, f"{titles}\n13/06/2026,14/06/2026,A Ltd,B Ltd,5.00\n")

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_CONFIRMATION, ["proposal"])
    assert words in texts(reading)


@pytest.mark.parametrize("title", ["Amount (€)", "Amount EUR", "Net Amount $", "Value in Euros"])
def test_amounts_that_a_title_says_are_no_pounds_are_not_taken(tmp_path, title):
    reading, _, _ = read_text(tmp_path, HEADER.replace("Net Amount", title) + TEN)

    assert (reading.outcome, codes(reading)) == (Outcome.REFUSED, ["no_amounts"])


def test_a_layout_saved_before_there_was_a_currency_does_not_fit_a_file_with_one(tmp_path):
    saved = read_text(tmp_path, HEADER + TEN)[0].layout
    text = HEADER.strip() + ",Currency\n13/06/2026,T1,A Ltd,Repairs,5.00,EUR\n14/06/2026,T2,B Ltd,Repairs,6.00,GBP\n"

    reading, payments, _ = read_text(tmp_path, text, layout=saved)

    assert [line.ref for line in payments] == ["T2"]
    assert reading.layout.titles["currency"] == "Currency"


def test_the_currency_of_an_invoice_is_nothing_to_amounts_in_pounds(tmp_path):
    titles = HEADER.strip().replace("Net Amount", "Net Amount GBP")

    reading, _, _ = read_text(tmp_path, f"{titles},Document Currency\n13/06/2026,T1,A Ltd,Repairs,5.00,EUR\n")

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 500)


def test_columns_of_money_without_a_title_of_amounts_are_asked_about(tmp_path):
    text = two_amounts(lambda n: n, lambda n: n + 1, titles="First,Second")

    reading, payments, _ = read_text(tmp_path, text, accept_proposal=True)

    assert (reading.outcome, codes(reading), payments) == (Outcome.NEEDS_INPUT, ["no_amount"], [])


def test_two_columns_of_the_same_amounts_are_no_question(tmp_path):
    reading, _, _ = read_text(tmp_path, two_amounts(lambda n: n, lambda n: n))

    assert reading.outcome is Outcome.IMPORTED


def test_net_is_preferred_to_gross(tmp_path):
    text = two_amounts(lambda n: n * 12, lambda n: n * 10, titles="Gross Amount,Net Amount")

    reading, payments, _ = read_text(tmp_path, text)

    assert (reading.outcome, payments[1].amount_pence, payments[1].amount_basis) == (Outcome.IMPORTED, 1020, "net")


def test_a_net_amount_above_the_gross_one_means_that_a_title_is_wrong(tmp_path):
    text = two_amounts(lambda n: n * 10, lambda n: n * 12, titles="Gross Amount,Net Amount")

    reading, _, _ = read_text(tmp_path, text, accept_proposal=True)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["amounts"])


def test_an_invoices_total_repeated_on_its_lines_is_never_summed(tmp_path):
    lines = "".join(
        f"13/06/2026,T{number},A Ltd,{part},{number}00.00\n" for number in range(1, 5) for part in ("Labour", "Parts")
    )

    reading, _, _ = read_text(tmp_path, HEADER + lines, accept_proposal=True)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["amounts"])
    assert "repeated on each of its lines" in texts(reading)


def test_a_line_that_is_given_twice_is_no_repeated_total(tmp_path):
    reading, _, _ = read_text(tmp_path, HEADER + TEN + TEN)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 2 * TEN_PENCE)


@pytest.mark.parametrize("texts_of_dates", [("13/06/2026", "06/14/2026"), ("06/14/2026", "13/06/2026")])
def test_dates_of_two_orders_wait_for_a_person(tmp_path, texts_of_dates):
    lines = "".join(f"{day},T1,A Ltd,Repairs,5.00\n" for day in texts_of_dates)

    reading, _, _ = read_text(tmp_path, HEADER + rows(400).replace("14/06", "05/06") + lines, accept_proposal=True)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["date_order"])


def test_dates_of_the_united_states_ask_for_a_yes(tmp_path):
    text = HEADER + "06/13/2026,T1,A Ltd,Repairs,5.00\n06/02/2026,T2,A Ltd,Repairs,6.00\n"

    asked, payments, _ = read_text(tmp_path, text)

    assert (asked.outcome, asked.layout.date_order) == (Outcome.NEEDS_CONFIRMATION, "mdy")
    assert [line.pay_date.isoformat() for line in payments] == ["2026-06-13", "2026-06-02"]


def test_a_saved_layout_is_used_where_columns_have_moved_and_not_where_they_hold_other_things(tmp_path):
    saved = read_text(tmp_path, "Payment Date,Ref No,Supplier Name,Purpose,Figure\n" + TEN, accept_proposal=True)[
        0
    ].layout
    moved = "Figure,Notes,Payment Date,Supplier Name,Purpose,Ref No\n9.99,x,13/06/2026,A Ltd,Repairs,T1\n"
    other = "Payment Date,Ref No,Supplier Name,Purpose,Figure\n13/06/2026,T1,A Ltd,9.99,Repairs\n"

    fits, payments, _ = read_text(tmp_path, moved, layout=saved)
    not_fits, _, _ = read_text(tmp_path, other, layout=saved)

    assert (fits.outcome, fits.proposal, payments[0].amount_pence) == (Outcome.IMPORTED, None, 999)
    assert not_fits.outcome is Outcome.NEEDS_CONFIRMATION


@pytest.mark.parametrize(("first", "then"), [("13/06/2026", "06/13/2026"), ("06/13/2026", "13/06/2026")])
def test_dates_that_contradict_the_confirmed_order_wait_for_a_person(tmp_path, first, then):
    saved = read_text(tmp_path, HEADER + f"{first},T1,A Ltd,Repairs,5.00\n")[0].layout

    same, _, _ = read_text(tmp_path, HEADER + f"{first},T2,A Ltd,Repairs,6.00\n", layout=saved)
    other, _, _ = read_text(tmp_path, HEADER + f"{then},T1,A Ltd,Repairs,5.00\n", layout=saved)

    assert same.outcome is Outcome.IMPORTED
    assert "date_order" in codes(other)


def test_a_layout_survives_being_kept_and_its_digest_tells_it_from_another(tmp_path):
    layout = read_text(tmp_path, HEADER + TEN)[0].layout
    other = read_text(tmp_path, HEADER.replace("Net Amount", "Amount") + TEN)[0].layout

    assert Layout.from_json(layout.as_json()) == layout
    assert layout.digest != other.digest


def test_a_header_is_found_below_report_text_and_above_a_second_row_of_titles(tmp_path):
    text = "query agr_getbrowser,,,,\nsort,,,,\nTransaction,Payment,Supplier,,Net\nNumber,Date,Name,Purpose,Amount\n"

    reading, payments, _ = read_text(tmp_path, text + "T1,13/06/2026,A Ltd,Repairs,5.00\n")

    assert reading.titles == ("Transaction Number", "Payment Date", "Supplier Name", "Purpose", "Net Amount")
    assert (reading.header_record, payments[0].record, payments[0].amount_pence) == (3, 5, 500)
    assert dict(reading.counts.ignored) == {"header_continuation": 1}
