"""Whatever is uploaded ends in an outcome with its reasons, accounts for every record, and takes little memory."""

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from spending.actions.reading import read
from spending.actions.reading.lines import Line, Outcome, Quarantined
from spending.tests.texts import HEADER, TEN, codes, read_file, rows

CELLS = st.sampled_from(
    ["", " ", "5.00", "-5.00", "1e5", "13/06/2026", "06/13/2026", "31/02/2026", "Total", "REDACTED", "A Ltd",
    "Net Amount",
     '"', '"A', 'A"', '"a\nb"', "\0", "\r", "£", "é", "\ufeff", "x,y", "=1+1"]
)  # fmt: skip
RECORDS = st.lists(st.lists(CELLS, max_size=8).map(",".join), max_size=30).map("\n".join)
MOST_BYTES_IN_MEMORY = 8_000_000


def read_bytes(folder, content):
    path = folder / "any.csv"
    path.write_bytes(content)
    return read_file(path, accept_proposal=True)


def check_account(reading, payments, quarantined):
    counts = reading.counts
    assert counts.records == len(payments) + counts.ignored.total() + len(quarantined)
    assert counts.sum_pence == sum(line.amount_pence for line in payments)
    assert bool(reading.reasons) == (reading.outcome is not Outcome.IMPORTED)
    assert all(reason.text for reason in reading.reasons)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_a_fault(tmp_path_factory, content):
    reading, payments, quarantined = read_bytes(tmp_path_factory.getbasetemp(), content)

    check_account(reading, payments, quarantined)


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-32"]))
def test_no_text_below_a_header_is_a_fault(tmp_path_factory, text, encoding):
    content = (HEADER + TEN + text).encode(encoding, errors="replace")

    reading, payments, quarantined = read_bytes(tmp_path_factory.getbasetemp(), content)

    check_account(reading, payments, quarantined)
    assert reading.outcome is not Outcome.REFUSED or codes(reading) == ["not_text"]


@settings(deadline=None)
@given(RECORDS, RECORDS)
def test_no_records_around_payments_change_those_payments(tmp_path_factory, above, below):
    content = f"{HEADER}{TEN}{above}\n{TEN}{below}".encode()

    reading, payments, quarantined = read_bytes(tmp_path_factory.getbasetemp(), content)

    check_account(reading, payments, quarantined)
    assert [line.amount_pence for line in payments[:10]] == [100 * number + 25 for number in range(1, 11)]


def test_a_very_long_line_in_the_middle_stops_the_file(tmp_path):
    no_dates = "Supplier Name,Purpose,Net Amount\n" + "A Ltd,Repairs,5.00\n" * 4000

    reading, _, _ = read_bytes(tmp_path, (no_dates + "x" * 600_000).encode())

    assert reading.outcome is Outcome.NEEDS_INPUT
    assert codes(reading) == ["no_date", "line_too_long"]


def test_lines_stream(tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text(HEADER + rows(50_000))
    tracemalloc.start()

    reading = read(path, layout=None, accept_proposal=False)
    kinds = {type(line) for line in reading.lines()}
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kinds <= {Line, Quarantined}
    assert reading.counts.imported == 50_000
    assert peak_bytes < MOST_BYTES_IN_MEMORY
