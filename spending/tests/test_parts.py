"""What stands further down a file is counted only where it is the same table; another one is asked about."""

import pytest

from spending.actions.reading.lines import Outcome
from spending.tests.texts import HEADER, TEN, TEN_PENCE, codes, read_text, rows

OTHER_TITLES = "Receipt Date,Receipt No,Customer,Reason,Amount\n"
MOVED_TITLES = "Payment Date,Supplier Name,Transaction Number,Purpose,Net Amount\n"
UNKNOWN_TITLES = "Came in on,Our number,From whom,What for,Sum of money\n"


@pytest.mark.parametrize(
    ("between", "words"),
    [
        ("Receipts,,,,\n" + HEADER, "Record 12 begins another table: “Receipts”"),
        ("\n,,,,\nHousing Revenue Account,,,,\n\n" + HEADER, "Record 14 begins another table"),
        ("Income received,,,,\n", "Record 12 says that what follows is something else: “Income received”"),
        (",Budget for 2026,,,\n,,,,\n", "“Budget for 2026”"),
        (OTHER_TITLES, "Record 12 has titles in another order, or others: “Receipt Date Receipt No"),
        (MOVED_TITLES, "Record 12 has titles in another order"),
        (UNKNOWN_TITLES, "Record 12 looks like titles of another table: “Came in on"),
    ],
)
def test_payments_under_another_heading_wait_for_a_person(tmp_path, between, words):
    text = HEADER + TEN + between + rows(3)

    reading, _, _ = read_text(tmp_path, text, accept_proposal=True)
    given, _, _ = read_text(tmp_path, text, accept_proposal=True, accepted=frozenset({"another_table"}))

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_INPUT, ["another_table"])
    assert words in reading.reasons[0].text
    assert (given.outcome, given.counts.sum_pence) == (Outcome.IMPORTED, TEN_PENCE + 675)


@pytest.mark.parametrize(
    "between",
    [
        HEADER,
        "\n" + HEADER,
        "Page 2 of 9,,,,\n" + HEADER,
        "- 2 -,,,,\n" + HEADER,
        "Housing,,,,\n",
        "Sales Ledger Solutions Ltd,,,,\n",
    ],
)
def test_the_titles_again_or_a_heading_alone_are_no_question(tmp_path, between):
    reading, _, _ = read_text(tmp_path, HEADER + TEN + between + rows(3))

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, TEN_PENCE + 675)


@pytest.mark.parametrize("below", ["Income,,,,\n", OTHER_TITLES, "Prepared by,Finance,Team,n/a,none\n"])
def test_what_has_no_payment_under_it_is_no_question(tmp_path, below):
    reading, _, _ = read_text(tmp_path, HEADER + TEN + below)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, TEN_PENCE)


def test_a_heading_that_the_titles_do_not_follow_at_once_is_not_theirs(tmp_path):
    reading, _, _ = read_text(tmp_path, HEADER + "Housing,,,,\n" + TEN + HEADER + rows(3))

    assert reading.outcome is Outcome.IMPORTED


def test_many_parts_are_one_question(tmp_path):
    reading, _, _ = read_text(tmp_path, HEADER + TEN + ("Receipts,,,,\n" + HEADER + rows(3)) * 400)

    assert codes(reading) == ["another_table"]
    assert "Record 12 " in reading.reasons[0].text
