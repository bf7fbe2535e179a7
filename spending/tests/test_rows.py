"""Records that are no payments are counted by kind; those that cannot be read are in no sum; totals must agree."""

import pytest

from spending.actions.reading.lines import Outcome
from spending.tests.texts import HEADER, TEN, TEN_PENCE, codes, read_text, rows


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (",,,,", "blank"),
        ("", "blank"),
        (" , ,\N{NO-BREAK SPACE},,", "blank"),
        ("Published under the Open Government Licence,,,,", "control"),
        ("Page 2 of 9,,,,", "control"),
        (HEADER.strip(), "header_repeat"),
        ("Date Paid,,Vendor Name,,Amount", "header_repeat"),
        (",,,,57.50", "total"),
        ("Total,,,,57.50", "total"),
        (",,,GRAND TOTAL,£57.50", "total"),
        ("Total for June:,,,,57.50", "total"),
        ("30/06/2026,,Total,,57.50", "total"),
    ],
)
def test_what_is_no_payment_is_counted_by_kind_and_in_no_sum(tmp_path, record, kind):
    reading, payments, quarantined = read_text(tmp_path, HEADER + TEN + record + "\n")

    assert dict(reading.counts.ignored) == {kind: 1}
    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, TEN_PENCE)
    assert reading.counts.records == len(payments) + 1 + len(quarantined) == 11


def test_a_payment_below_any_number_of_empty_lines_is_read_and_knows_its_record(tmp_path):
    last = "13/06/2026,U1,A Ltd,Repairs,5.00\n"

    reading, payments, _ = read_text(tmp_path, HEADER + TEN + "\n" * 100_000 + last)

    assert (payments[-1].ref, payments[-1].record) == ("U1", 100_012)
    assert dict(reading.counts.ignored) == {"blank": 100_000}
    assert reading.counts.records == 100_011


@pytest.mark.parametrize(
    ("record", "kind", "column", "text"),
    [
        ("13/06/2026,U1,A Ltd,Repairs,", "amount_missing", "Net Amount", ""),
        ("13/06/2026,U1,A Ltd,Repairs,five", "amount_unreadable", "Net Amount", "five"),
        ("13/06/2026,U1,A Ltd,Repairs,=A1+2", "amount_unreadable", "Net Amount", "=A1+2"),
        ("13/06/2026,U1,A Ltd,Repairs,REDACTED", "amount_redacted", "Net Amount", "REDACTED"),
        ("13/06/2026,,,,", "amount_missing", "Net Amount", ""),
        (",U1,A Ltd,Repairs,5.00", "date_missing", "Payment Date", ""),
        ("31/02/2026,U1,A Ltd,Repairs,5.00", "date_unreadable", "Payment Date", "31/02/2026"),
        ("13/06/1926,U1,A Ltd,Repairs,5.00", "date_unreadable", "Payment Date", "13/06/1926"),
    ],
)
def test_what_cannot_be_read_says_which_record_and_column(tmp_path, record, kind, column, text):
    reading, _, (row,) = read_text(tmp_path, HEADER + TEN + record + "\n" + TEN)

    assert (row.record, row.kind, row.column, row.text) == (12, kind, column, text)
    assert row.raw == record.split(",")
    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 2 * TEN_PENCE)
    assert dict(reading.counts.quarantined) == {kind: 1}


def test_pence_that_are_rounded_are_counted(tmp_path):
    reading, payments, _ = read_text(tmp_path, HEADER + TEN + "13/06/2026,U1,A Ltd,Repairs,5.005\n")

    assert (payments[-1].amount_pence, reading.counts.rounded) == (500, 1)


def test_companies_called_total_are_paid_like_others(tmp_path):
    more = "13/06/2026,U1,TOTAL GAS & POWER LTD,Gas,5.00\n13/06/2026,U2,Total Energies,Gas,5.00\n"

    reading, payments, _ = read_text(tmp_path, HEADER + TEN + more)

    assert [line.payee_raw for line in payments[-2:]] == ["TOTAL GAS & POWER LTD", "Total Energies"]
    assert reading.counts.sum_pence == TEN_PENCE + 1000


@pytest.mark.parametrize("total", ["57.49", "57.51", "0.00", "-57.50", "5750.00"])
def test_a_footer_that_disagrees_stops(tmp_path, total):
    reading, _, _ = read_text(tmp_path, HEADER + TEN + f"Total,,,,{total}\n", accept_proposal=True)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["total"])
    assert "Record 12" in reading.reasons[0].text
    assert "£57.50" in reading.reasons[0].text


@pytest.mark.parametrize(
    ("record", "asks"),
    [
        ("30/06/2026,,,,57.50", True),
        ("30/06/2026,T9,n/a,Repairs,57.50", True),
        ("30/06/2026,T9,Example Council,Total,57.50", True),
        ("30/06/2026,,,,57.49", False),
        ("30/06/2026,,,,-57.50", False),
    ],
)
def test_a_payment_that_is_as_much_as_all_above_it_may_be_their_total(tmp_path, record, asks):
    text = HEADER + TEN + record + "\n"

    reading, _, _ = read_text(tmp_path, text)
    given, _, _ = read_text(tmp_path, text, accepted=frozenset({"total_line"}))

    assert codes(reading) == (["total_line"] if asks else [])
    assert (given.outcome, given.counts.imported) == (Outcome.IMPORTED, 11)


def test_one_of_a_few_payments_may_be_the_sum_of_the_others(tmp_path):
    amounts = "".join(f"13/06/2026,T{number},A Ltd,Repairs,{number}.00\n" for number in (0, 1, 1, 2))

    reading, _, _ = read_text(tmp_path, HEADER + amounts)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 400)


def test_subtotals_and_a_grand_total_agree_each_with_its_own(tmp_path):
    text = HEADER + TEN + "Subtotal,,,,57.50\n" + rows(2) + "Subtotal,,,,3.50\nGrand Total,,,,61.00\n"

    reading, _, _ = read_text(tmp_path, text)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 6100)
    assert reading.counts.totals_pence == [5750, 350, 6100]


def test_a_total_of_payments_of_which_one_could_not_be_read_stops(tmp_path):
    text = HEADER + TEN + "13/06/2026,U1,A Ltd,Repairs,5.oo\nTotal,,,,62.50\n"

    reading, _, _ = read_text(tmp_path, text)

    assert codes(reading) == ["total"]


@pytest.mark.parametrize(("total", "outcome"), [("57.50", Outcome.IMPORTED), ("57.60", Outcome.NEEDS_INPUT)])
def test_a_total_above_the_titles_must_agree_too(tmp_path, total, outcome):
    reading, _, _ = read_text(tmp_path, f"Payments in June,,,,\nTotal:,{total},,,\n" + HEADER + TEN)

    assert reading.outcome is outcome


def test_a_file_of_which_most_cannot_be_read_waits_for_a_person(tmp_path):
    bad = "".join(f"13/06/2026,U{number},A Ltd,Repairs,n/k\n" for number in range(301, 313))

    reading, _, _ = read_text(tmp_path, HEADER + rows(300) + bad * 30)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["mostly_unread"])


def test_a_stop_is_found_anew_each_time_the_lines_are_read(tmp_path):
    reading, _, _ = read_text(tmp_path, HEADER + TEN + "Total,,,,1.00\n")

    list(reading.lines())

    assert codes(reading) == ["total"]


def test_one_bad_row_in_a_hundred_leaves_the_others_as_they_are(tmp_path):
    good = rows(99)
    bad = "99/99/2026,B1,A Ltd,Repairs,1.00\n"

    clean, _, _ = read_text(tmp_path, HEADER + good * 50)
    reading, _, _ = read_text(tmp_path, HEADER + (good + bad) * 50)

    assert reading.outcome is Outcome.IMPORTED
    assert reading.counts.sum_pence == clean.counts.sum_pence
    assert dict(reading.counts.quarantined) == {"date_unreadable": 50}


@pytest.mark.parametrize("currency", ["GBP", "gbp", "£", "Sterling", "Pounds Sterling", "UK Pounds", "GBP (£)", ""])
def test_an_amount_in_pounds_is_counted_however_the_currency_is_called(tmp_path, currency):
    text = (
        HEADER.strip() + f",Currency\n13/06/2026,T1,A Ltd,Repairs,5.00,GBP\n14/06/2026,T2,B Ltd,Rent,6.00,{currency}\n"
    )

    reading, _, _ = read_text(tmp_path, text)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 1100)


@pytest.mark.parametrize("currency", ["EUR", "USD", "€", "Euros", "GBX", "Egyptian pounds"])
@pytest.mark.parametrize("title", ["Currency", "Currency Code", "Payment Currency", "CCY", "Currency Type"])
def test_an_amount_in_another_currency_is_in_quarantine_and_in_no_sum(tmp_path, currency, title):
    text = (
        HEADER.strip() + f",{title}\n13/06/2026,T1,A Ltd,Repairs,5.00,GBP\n14/06/2026,T2,B Ltd,Rent,6.00,{currency}\n"
    )

    reading, _, (row,) = read_text(tmp_path, text)

    assert (row.record, row.kind, row.column, row.text) == (3, "other_currency", title, currency)
    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 500)


@pytest.mark.parametrize("title", ["", "Paid in"])
def test_a_column_of_nothing_but_currencies_needs_no_title(tmp_path, title):
    text = HEADER.strip() + f",{title}\n13/06/2026,T1,A Ltd,Repairs,5.00,GBP\n14/06/2026,T2,B Ltd,Rent,6.00,EUR\n"

    reading, _, (row,) = read_text(tmp_path, text)

    assert (row.record, row.kind, row.text) == (3, "other_currency", "EUR")
    assert reading.counts.sum_pence == 500


@pytest.mark.parametrize(
    ("amounts", "asks"),
    [
        (["-1.00", "-2.00"], True),
        (["-1.00", "-2.00", "3.00"], True),
        (["(1.00)"], True),
        (["-1.00", "2.00"], False),
        (["-100.00", "1.00", "2.00"], False),
        (["0.00", "0.00"], False),
    ],
)
def test_a_file_that_is_mostly_below_zero_asks_which_sign_payments_have(tmp_path, amounts, asks):
    text = HEADER + "".join(f"{13 + n}/06/2026,T{n},A Ltd,Repairs,{amount}\n" for n, amount in enumerate(amounts))

    reading, _, _ = read_text(tmp_path, text)
    given, _, _ = read_text(tmp_path, text, accepted=frozenset({"signs"}))

    assert codes(reading) == (["signs"] if asks else [])
    assert given.outcome is Outcome.IMPORTED
