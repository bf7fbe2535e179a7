"""A workbook reads as a CSV of the same cells would."""

import pytest

from spending.actions.reading.lines import Outcome
from spending.tests.sheets import ods, ods_rows, xlsx, xlsx_rows
from spending.tests.texts import TITLES, codes, read_file

ROWS = [
    ["2026-06-13", "T1", "Roebuck Bakery Ltd", "Catering", 1000.5],
    ["2026-06-15", "T2", "REDACTED", "Care", 600],
    ["2026-06-30", 3, "Pin Green Print Ltd", "Printing", -100.1],
]
SUM_PENCE = 150040


@pytest.fixture(params=["june.csv", "june.xls"])
def path(request, tmp_path):
    """A name that says nothing true of what is in the file."""
    return tmp_path / request.param


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_is_known_by_its_content_and_read_to_the_penny(path, kind):
    made = xlsx(path, xlsx_rows([TITLES, *ROWS])) if kind == "xlsx" else ods(path, ods_rows([TITLES, *ROWS]))

    reading, payments, _ = read_file(made)

    assert (reading.outcome, reading.kind, reading.encoding) == (Outcome.IMPORTED, kind, kind)
    assert reading.counts.sum_pence == SUM_PENCE
    assert [(line.record, line.ref) for line in payments] == [(2, "T1"), (3, "T2"), (4, "3")]
    assert reading.counts.rounded == 0


def test_records_are_the_rows_that_the_workbook_numbers(path):
    preamble = xlsx_rows([["Spend over £500"]], first=2)

    reading, payments, _ = read_file(xlsx(path, preamble + xlsx_rows([TITLES, *ROWS], first=6)))

    assert (reading.header_record, payments[0].record, reading.counts.sum_pence) == (6, 7, SUM_PENCE)


def test_binary_noise_is_not_more_pence(path):
    noisy = ["2026-06-13", "T1", "Roebuck Bakery Ltd", "Catering", 0.1 + 0.2]

    reading, _, _ = read_file(xlsx(path, xlsx_rows([TITLES, noisy])))

    assert (reading.counts.sum_pence, reading.counts.rounded) == (30, 0)


def test_days_that_were_not_formatted_are_still_days(path):
    reading, payments, _ = read_file(
        xlsx(path, xlsx_rows([TITLES, [46186, "T1", "Roebuck Bakery Ltd", "Catering", 5]]))
    )

    assert (reading.outcome, payments[0].pay_date.isoformat()) == (Outcome.IMPORTED, "2026-06-13")


def test_a_formula_that_was_never_worked_out_is_no_amount(path):
    rows = [*ROWS, ["2026-06-13", "T4", "Chells Ltd", "Repairs", "=E2+E3"]]

    reading, _, quarantined = read_file(xlsx(path, xlsx_rows([TITLES, *rows])))

    assert [(row.record, row.kind, row.column) for row in quarantined] == [(5, "amount_missing", "Net Amount")]
    assert reading.counts.sum_pence == SUM_PENCE


def test_dates_that_a_workbook_has_half_understood_are_asked(path):
    half = [["2026-04-06", "T1", "Roebuck Bakery Ltd", "Catering", 5], ["13/06/2026", "T2", "Chells Ltd", "Repairs", 5]]

    reading, _, _ = read_file(xlsx(path, xlsx_rows([TITLES, *half])))

    assert reading.outcome is Outcome.NEEDS_CONFIRMATION
    assert "several ways" in reading.reasons[0].text


def test_two_sheets_of_payments_are_not_chosen_between(path):
    reading, _, _ = read_file(xlsx(path, xlsx_rows([TITLES, *ROWS]), xlsx_rows([TITLES, *ROWS])))

    assert (reading.outcome, codes(reading)) == (Outcome.REFUSED, ["several_sheets"])


@pytest.mark.parametrize("hidden", [0, 1])
def test_other_sheets_do_not_disturb(path, hidden):
    notes = (
        xlsx_rows([["Supplier Name", "Notes"], ["Roebuck Bakery Ltd", "moved"]])
        if not hidden
        else xlsx_rows([TITLES, *ROWS])
    )

    reading, _, _ = read_file(xlsx(path, xlsx_rows([TITLES, *ROWS]), notes, hidden=hidden))

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, SUM_PENCE)


def test_a_million_empty_rows_cost_nothing(path):
    reading, _, _ = read_file(ods(path, ods_rows([TITLES, *ROWS]) + ods_rows([[]], repeated=1_000_000)))

    assert (reading.counts.records, reading.counts.sum_pence) == (3, SUM_PENCE)


def test_the_lines_can_be_read_twice(path):
    reading, payments, _ = read_file(xlsx(path, xlsx_rows([TITLES, *ROWS])))

    assert list(reading.lines()) == payments
    assert reading.counts.sum_pence == SUM_PENCE
