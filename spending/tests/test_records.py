"""Text in any encoding, by any delimiter and line end: one bad record costs itself, and says where it is."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spending.actions.reading import records
from spending.actions.reading.encodings import encoding_of
from spending.actions.reading.lines import Outcome
from spending.actions.reading.records import Table
from spending.tests.texts import HEADER, TEN, TEN_PENCE, read_text, rows

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_give_the_same_payments(tmp_path, delimiter, newline):
    text = (HEADER + TEN).replace(",", delimiter).replace("\n", newline)

    reading, payments, _ = read_text(tmp_path, text)

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, TEN_PENCE)
    assert payments[0].raw == ["14/06/2026", "T1", "Supplier 1 Ltd", "Repairs", "1.25"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("cp850", "cp850"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_by_what_it_spells(tmp_path, written, found):
    text = HEADER.replace("Net Amount", "Net Amount £") + TEN.replace("Supplier 1 ", "Café Zoë ").replace("T2", "£2")

    reading, payments, _ = read_text(tmp_path, text, encoding=written)

    assert reading.encoding == found
    assert reading.titles[-1] == "Net Amount £"
    assert (payments[0].payee_raw, payments[1].ref) == ("Café Zoë Ltd", "£2")
    assert reading.counts.sum_pence == TEN_PENCE


def test_typographic_quotes_are_of_windows(tmp_path):
    path = tmp_path / "spend.csv"
    path.write_bytes("Supplier\n‘Mother’s Kitchen’ – Stevenage\n".encode("cp1252"))

    assert encoding_of(path) == "cp1252"


def test_one_bad_byte_does_not_turn_the_rest_into_another_encoding(tmp_path):
    text = (HEADER + TEN).replace("Supplier", "Café").encode() + b"13/06/2026,T99,Caf\xe9 Ltd,Repairs,1.00\n"

    reading, payments, _ = read_text(tmp_path, text)

    assert (reading.encoding, payments[0].payee_raw) == ("utf-8", "Café 1 Ltd")


def test_a_mark_that_was_encoded_twice_is_no_part_of_the_first_title(tmp_path):
    reading, _, _ = read_text(tmp_path, "\xef\xbb\xbf" + HEADER + TEN)

    assert (reading.outcome, reading.titles[0]) == (Outcome.IMPORTED, "Payment Date")


def test_a_nul_byte_costs_its_record_and_is_shown(tmp_path):
    bad = "13/06/2026,T9,Bad\0 Ltd,Repairs,5.00\n"

    reading, _, (row,) = read_text(tmp_path, HEADER + TEN + bad + TEN)

    assert (row.record, row.kind, row.column) == (12, "nul", "Supplier Name")
    assert row.raw[2] == "Bad␀ Ltd"
    assert reading.counts.sum_pence == 2 * TEN_PENCE


@pytest.mark.parametrize(
    "after",
    [
        TEN,
        TEN + '14/06/2026,U2,"Closed Ltd",Repairs,9.00\n',
        TEN + '14/06/2026,U2,"Closed, Ltd",Repairs,"9.00"\n' + TEN,
        rows(200),
    ],
)
def test_an_unclosed_quote_costs_its_own_record_and_no_other(tmp_path, after):
    before, _, _ = read_text(tmp_path, HEADER + TEN + after)

    reading, _, (row,) = read_text(tmp_path, HEADER + TEN + '13/06/2026,U1,"Open Ltd,Repairs,9.00\n' + after)

    assert (row.record, row.kind, row.column) == (12, "quotes", "Supplier Name")
    assert row.raw == ['13/06/2026,U1,"Open Ltd,Repairs,9.00']
    assert reading.counts.sum_pence == before.counts.sum_pence
    assert reading.counts.records == before.counts.records + 1


def test_two_unclosed_quotes_do_not_close_each_other(tmp_path):
    bad = '13/06/2026,U1,Open Ltd,Repairs,"9.00\n'

    reading, _, quarantined = read_text(tmp_path, HEADER + bad + TEN + bad + TEN)

    assert [(row.record, row.kind) for row in quarantined] == [(2, "quotes"), (13, "quotes")]
    assert reading.counts.sum_pence == 2 * TEN_PENCE


def test_a_line_end_inside_quotes_starts_no_record(tmp_path):
    reading, payments, _ = read_text(tmp_path, HEADER + '13/06/2026,U1,"Fine\nLtd",Repairs,9.00\n' + TEN)

    assert (payments[0].payee_raw, payments[1].record) == ("Fine\nLtd", 3)
    assert reading.counts.sum_pence == TEN_PENCE + 900


def test_cells_beyond_the_titles_leave_no_one_knowing_which_is_which(tmp_path):
    reading, _, (row,) = read_text(tmp_path, HEADER + TEN + "13/06/2026,U1,Fine, Ltd,Repairs,9.00\n")

    assert (row.record, row.kind, row.text) == (12, "ragged", "6 cells under 5 titles")
    assert reading.counts.sum_pence == TEN_PENCE


def test_a_short_record_is_read_where_nothing_that_counts_is_missing(tmp_path):
    text = HEADER.replace("\n", ",Notes,More\n") + TEN.replace("\n", ",x,y\n") + "13/06/2026,U1,Fine Ltd,Repairs,9.00\n"

    reading, payments, quarantined = read_text(tmp_path, text + "13/06/2026,U2,Short Ltd\n")

    assert (payments[-1].ref, payments[-1].amount_pence) == ("U1", 900)
    assert [(row.record, row.kind) for row in quarantined] == [(13, "amount_missing")]
    assert reading.counts.sum_pence == TEN_PENCE + 900


# What makes a line that is not a record: an end inside quotes, a quote that is never closed, a NUL.
PIECES = st.sampled_from(
    ["a,b,c\n", '"a\nb",c,d\n', '"a,b,c\n', 'a"b,c,d\n', "a\0,b,c\n", "\n", '"a\r\nb",c,d\r\n', "a,b\r"]
)


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=30))
def test_records_are_the_same_however_much_is_read_at_once(tmp_path_factory, pieces):
    path = tmp_path_factory.getbasetemp() / "pieces.csv"
    path.write_bytes("".join(pieces).encode())
    table = Table(path, "utf-8", ",", 3)

    with pytest.MonkeyPatch.context() as patch:
        found = []
        for characters in (1, 7, 10_000):
            patch.setattr(records, "BATCH_CHARACTERS", characters)
            found.append(list(table.records()))
        # One by one, as a batch is read that holds anything odd.
        patch.setattr(records.Records, "plain", lambda *_: None)
        found.append(list(table.records()))

    assert found[0] == found[1] == found[2] == found[3]


@pytest.mark.parametrize("after", [0, 1, 2, 999, 1000, 1001, 5000])
def test_records_can_be_read_from_any_on(tmp_path, monkeypatch, after):
    monkeypatch.setattr(records, "BATCH_CHARACTERS", 100)
    path = tmp_path / "numbers.csv"
    path.write_text("".join(f"{number},x\n" for number in range(1000)))

    batches = Table(path, "utf-8", ",").batches(after=after)

    assert [cells[0] for batch in batches for cells in batch] == [str(number) for number in range(after, 1000)]


def test_lines_that_never_close_their_quotes_take_no_more_memory_than_others(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text('"a,b,c\n' * 200_000)
    tracemalloc.start()

    broken = sum(len(batch) for batch in Table(path, "utf-8", ",", 3).batches())
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert broken == 200_000
    assert peak_bytes < 8_000_000


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12))
def test_what_a_csv_writer_writes_is_read_back(tmp_path_factory, table):
    import csv  # noqa: PLC0415

    path = tmp_path_factory.getbasetemp() / "written.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)

    assert list(Table(path, "utf-8", ",").records()) == table
