"""What COPY is given: every text comes back as it was, and memory stays small."""

import csv
import io
import json
import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spending.actions import copying
from spending.actions.reading.lines import AmountBasis, Batch, DateKind, Line, PayeeClass, Quarantined
from spending.models import Payment, QuarantinedRow
from spending.tests.make import make_import, spend_file

# PostgreSQL's texts hold anything but NUL.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def line(record: int, **fields: object) -> Line:
    plain = Line(
        record=record,
        pay_date=date(2026, 6, 1),
        date_kind=DateKind.PAYMENT,
        ref="T1",
        payee_raw="Roebuck Bakery Ltd",
        payee_class=PayeeClass.NAMED,
        amount_pence=100,
        amount_basis=AmountBasis.NET,
        irrecoverable_vat_pence=None,
        department="",
        purpose="",
        category="",
        supplier_ref="",
        company_no="",
        charity_no="",
        capital_revenue="",
        is_card=None,
        raw=["01/06/2026", "Roebuck Bakery Ltd", "1.00"],
    )
    return plain._replace(**fields)


def store(*lines: Line, file_id: int = 1) -> str:
    return copying.store_lines(iter(lines), file_id=file_id)


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS)))
def test_any_cells_come_back_as_they_were(rows):
    assert [json.loads(f"[{cells}]") for cells in copying.cells(rows)] == rows


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1))
def test_any_texts_are_written_so_that_they_can_be_told_apart(rows):
    written = copying.csv_rows([[*column] for column in zip(*rows, strict=True)])

    # Python reads no bare line ends outside quotes as COPY does: within, each stands as it was.
    assert [tuple(row) for row in csv.reader(io.StringIO("".join(written), newline=""), copying.Dialect)] == rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        ",",
        "\\",
        "\\N",
        "\\.",
        "\n",
        "\r\n",
        "\t",
        "NULL",
        "'; --",
        "é☕",
        "＝1+1",
        " x ",
        "\x1f",
        "\x1e",
        '],\t["',
        "\r",
        "\u2028",
    ],
)
def test_any_text_is_stored_as_it_was(text):
    store(line(2, ref=text, payee_raw=text, raw=[text]))

    stored = Payment.objects.get()
    assert (stored.ref, stored.payee_raw, stored.raw) == (text, text, [text])


@pytest.mark.django_db
def test_what_the_file_does_not_say_is_empty_and_not_nothing():
    store(line(2, pay_date=None, irrecoverable_vat_pence=-5, is_card=False))

    stored = Payment.objects.get()
    assert (stored.pay_date, stored.department) == (None, "")
    assert (stored.irrecoverable_vat_pence, stored.is_card) == (-5, False)


@pytest.mark.django_db
def test_rows_in_quarantine_wait_on_the_disk_and_are_all_stored(monkeypatch, tmp_path):
    file = make_import(spend_file(tmp_path)).file
    monkeypatch.setattr(copying, "ASIDE_BYTES", 100)
    bad = [Quarantined(number, "amount_unreadable", "Net Amount", "", ["lots", ""]) for number in range(100, 150)]

    copying.store_batches(iter([Batch.of([], bad), Batch.of([line(150)])]), file_id=file.pk)

    assert QuarantinedRow.objects.filter(text="", raw=["lots", ""]).count() == 50
    assert file.payments.filter(record_no__gte=100).count() == 1


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (line(3), True),
        (line(2, raw=["1 June", "Roebuck Bakery Ltd"]), True),
        (line(2, amount_pence=101), False),
        (line(2, pay_date=None), False),
        (line(2, payee_raw="Roebuck Bakery"), False),
    ],
    ids=["another record", "other cells", "another amount", "no date", "another payee"],
)
@pytest.mark.django_db
def test_the_digest_is_that_of_what_was_read(other, is_same):
    digests = [store(one, file_id=number) for number, one in enumerate([line(2), other])]

    assert (digests[0] == digests[1]) is is_same


@pytest.mark.parametrize("text", ["plain", "\r\n", "\x1f"])
@pytest.mark.django_db
def test_the_digest_does_not_tell_how_the_lines_were_parted_or_whether_they_were_stored(text):
    lines = [line(number, ref=text if number % 2 else "T") for number in range(2, 8)]

    stored = store(*lines)

    assert copying.digest_of_rows(iter([Batch.of(lines)])) == stored
    assert copying.digest_of_rows(Batch.of([one]) for one in lines) == stored


def test_a_hundred_thousand_lines_take_little_memory():
    hundreds = (Batch.of(line(first + place) for place in range(100)) for first in range(0, 100_000, 100))
    rows = copying.PaymentRows(hundreds, file_id=1, aside=io.StringIO())

    tracemalloc.start()
    while rows.read(8192):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 5_000_000
