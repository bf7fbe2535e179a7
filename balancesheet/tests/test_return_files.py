"""Files of returns: every fault named with its row, entered whole or not at all, and never twice."""

import codecs
import tracemalloc
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from balancesheet import ledger, proofs
from balancesheet.actions import return_files, returning
from balancesheet.actions.return_files import MOST_FAULTS, AlreadyReturned, HasFaults, read_file
from balancesheet.actions.returning import DecidedMeanwhile, SamePerson
from balancesheet.models import Entry, Evidence, Return, ReturnFile
from balancesheet.sources.claims import COLUMNS, Books
from balancesheet.tests.make import NOON, close, lines, make_person, totals
from balancesheet.tests.make_returns import csv_text, enter_file, make_cells, make_file, make_ledger_officer

pytestmark = pytest.mark.usefixtures("books")

LATER = NOON + timedelta(hours=1)
APRIL = date(2026, 4, 1)
SAID_OTHERWISE = {"date": "4 April 2026", "amount": "12.50"}
TWO = (make_cells(), make_cells(kind="grant_other", unit="pounds", amount="£1,250.50", what_happened="Lottery grant"))


def check(file, *, by="checks"):
    return return_files.check_file(key=file.pk, by=make_person(by), at=LATER)


def read(path):
    return read_file(path, Books.at(NOON))


def written(folder, text, *, name="returns.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_file_is_entered_row_by_row_and_counts_once_it_is_checked(tmp_path):
    file = enter_file(make_file(tmp_path, *TWO))
    assert (file.row_count, Entry.objects.count()) == (2, 0)

    check(file)
    hours, grant = Entry.objects.order_by("pk")

    assert [lines(hours), lines(grant)] == [[("HOUR", "5200", "4200", 1250)], [("GBP", "1020", "4030", 125050)]]
    assert [row.entry_id for row in file.returns.order_by("file_row")] == [hours.pk, grant.pk]
    assert [row.file_row for row in file.returns.order_by("file_row")] == [2, 3]
    assert (grant.grade, grant.entered_by.username, grant.checked_by.username) == ("C", "enters", "checks")
    connection.check_constraints()
    assert [proof.name for proof in proofs.proofs() if proof.count] == []


def test_the_file_is_the_evidence_of_its_rows_as_it_came(tmp_path):
    path = make_file(tmp_path, *TWO)
    file = enter_file(path)
    evidence = Evidence.objects.get()

    assert {row.evidence_id for row in file.returns.all()} == {evidence.pk}
    assert b"".join(bytes(piece.content) for piece in evidence.pieces.all()) == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("the same file", csv_text(*TWO).encode()),
        ("a byte order mark", codecs.BOM_UTF8 + csv_text(*TWO).encode()),
        ("other line ends", csv_text(*TWO).replace("\r\n", "\n").encode()),
        ("UTF-16", csv_text(*TWO).encode("utf-16")),
        ("semicolons", csv_text(*TWO, delimiter=";").encode()),
        ("empty rows", (csv_text(*TWO) + ",,,,,,,,\r\n\r\n").encode()),
        ("another way to write the same", csv_text(TWO[0] | SAID_OTHERWISE, TWO[1]).encode()),
    ],
)  # fmt: skip
def test_the_same_rows_are_returned_once_whatever_the_file(tmp_path, name, again):
    first = enter_file(make_file(tmp_path, *TWO))
    path = tmp_path / "another name.csv"
    path.write_bytes(again)

    with pytest.raises(AlreadyReturned) as refused:
        enter_file(path, by="somebody else")
    assert refused.value.file == first
    assert (ReturnFile.objects.count(), Return.objects.count(), Evidence.objects.count()) == (1, 2, 1)


def test_a_file_that_was_refused_or_withdrawn_can_come_again(tmp_path):
    path = make_file(tmp_path, *TWO)
    refused = enter_file(path)
    return_files.refuse_file(key=refused.pk, why="Not signed", by=make_person("checks"), at=LATER)
    withdrawn = check(enter_file(path))
    return_files.withdraw_file(key=withdrawn.pk, why="Of another year", by=make_person("checks"), at=LATER)

    assert check(enter_file(path)).is_checked
    assert totals()["4030", APRIL] == (125050, 250100)


def test_one_bad_row_keeps_the_whole_file_out(tmp_path):
    path = make_file(tmp_path, *TWO, make_cells(amount="many"))

    with pytest.raises(HasFaults):
        enter_file(path)
    assert not Return.objects.exists()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("cells", "row", "column", "value", "says"),
    [
        ({"amount": "-3"}, 3, "amount", "-3", "above 0"),
        ({"date": "31/02/2026"}, 3, "date", "31/02/2026", "like 31/03/2026"),
        ({"unit": "pounds"}, 3, "unit", "pounds", "Write hours"),
        ({"neighbourhood": "Atlantis"}, 3, "neighbourhood", "Atlantis", "Pin Green"),
        ({"what_happened": "=HYPERLINK(1)"}, 3, "what happened", "=HYPERLINK(1)", "formula"),
    ],
)
def test_a_fault_names_row_column_and_value_and_says_what_to_do(tmp_path, cells, row, column, value, says):
    (fault,) = read(make_file(tmp_path, make_cells(), make_cells(**cells))).faults

    assert (fault.row, fault.column, fault.value) == (row, column, value)
    assert says in fault.sentence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (",".join(COLUMNS) + "\r\n", "no row under the titles"),
        ("kind;date;amount\r\n1;2;3\r\n", "This column is missing"),
        (csv_text(make_cells()).replace("people", "notes"), "no such column"),
        (csv_text(make_cells()).replace("people", "unit"), "stands there twice"),
        ("%PDF-1.7 and so on", "PDF"),
        ("PK\x03\x04 and so on", "damaged"),
        (csv_text(make_cells()) + "N1,hours_residents,04/04/2026,1,hours,A,B,,,one,two\r\n", "more cells"),
        (csv_text(make_cells()) + '"N1,hours_residents\r\n', "quotation mark"),
    ],
)
def test_a_file_that_is_no_table_of_returns_is_refused_with_what_to_do(tmp_path, text, says):
    reading = read(written(tmp_path, text))

    assert not reading.can_be_entered
    assert says in " ".join(fault.sentence for fault in reading.faults)


def test_faults_are_counted_beyond_those_that_are_told(tmp_path):
    rows = [make_cells(amount="0", unit="pounds") if number % 2 else make_cells() for number in range(1000)]
    reading = read(make_file(tmp_path, *rows))

    assert (reading.fault_count, reading.bad_rows, len(reading.faults)) == (1000, 500, MOST_FAULTS)
    assert reading.row_count == 500


def test_reading_takes_no_more_memory_for_ten_times_the_rows(tmp_path):
    peaks = []
    for count in (1_000, 10_000):
        path = make_file(tmp_path, *(make_cells(amount="x" if number % 100 == 0 else "1") for number in range(count)))
        tracemalloc.start()
        assert read(path).bad_rows == count // 100
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 2 * peaks[0]


def test_what_was_read_is_added_up_by_ledger_and_kind(tmp_path):
    reading = read(make_file(tmp_path, *TWO, make_cells(amount="1"), make_cells(neighbourhood="whole town")))

    assert reading.sums["N1", "hours_residents"] == 1350
    assert reading.sums["TOWN", "hours_residents"] == 1250
    assert reading.counts["N1", "hours_residents"] == 2


def test_nobody_checks_a_file_that_they_entered(tmp_path):
    with pytest.raises(SamePerson):
        check(enter_file(make_file(tmp_path)), by="enters")


def test_a_file_is_decided_on_once(tmp_path):
    file = check(enter_file(make_file(tmp_path)))

    with pytest.raises(DecidedMeanwhile):
        check(file, by="third")
    with pytest.raises(DecidedMeanwhile):
        return_files.refuse_file(key=file.pk, why="Late", by=make_person("third"), at=LATER)


def test_a_file_with_one_row_in_a_year_that_closed_is_not_checked_at_all(tmp_path):
    file = enter_file(make_file(tmp_path, *TWO, make_cells(date="31/03/2026")))
    close(2024, 2025)

    with pytest.raises(ledger.RowsRefused):
        check(file)
    assert Entry.objects.count() == 0
    assert Return.objects.waiting().count() == 3


def test_a_withdrawn_file_reverses_what_was_not_withdrawn_before(tmp_path):
    file = check(enter_file(make_file(tmp_path, *TWO)))
    first = file.returns.order_by("file_row").first()
    returning.withdraw(key=first.pk, why="Counted twice", by=make_person("checks"), at=LATER)
    return_files.withdraw_file(key=file.pk, why="Of another town", by=make_person("checks"), at=LATER)

    assert Entry.objects.filter(kind="reversal").count() == 2
    assert {row.withdrawn_why for row in file.returns.all()} == {"Counted twice", "Of another town"}
    assert all(debit == credit for debit, credit in totals().values())


# -- the command -----------------------------------------------------------------------


def command(path, *options, officer="enters"):
    call_command("import_returns", path, f"--officer={officer}", "--title=Return", "--reference=The chair", *options)


@pytest.fixture
def officer():
    return make_ledger_officer("enters")


def test_the_command_enters_a_file_for_another_officer_to_check(tmp_path, officer, capsys):
    path = make_file(tmp_path, *TWO)
    command(path, "--dry-run")
    assert not ReturnFile.objects.exists()

    command(path)
    assert ReturnFile.objects.get().entered_by == officer
    assert "2 returns are entered" in capsys.readouterr().out
    with pytest.raises(CommandError, match="holds the same rows"):
        command(path)


def test_the_command_says_what_is_wrong_and_enters_nothing(tmp_path, officer):
    path = make_file(tmp_path, make_cells(), make_cells(amount="0"))

    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match=r"1 faults in 1 rows(.|\n)*row 3, amount: “0”"):
            command(path, *options)
    assert not ReturnFile.objects.exists()


def test_the_command_asks_for_a_file_and_for_an_officer_who_may(tmp_path, officer):
    with pytest.raises(CommandError, match="There is no file"):
        command(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="is no officer"):
        command(make_file(tmp_path), officer="somebody")
