"""What becomes of a file that is imported: stored whole, once, reconciled, or not at all."""

import json
import os
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from spending import actions
from spending.actions import importing
from spending.actions.originals import original
from spending.actions.reading.lines import Batch
from spending.models import Body, ImportNote, OriginalPiece, Payment, QuarantinedRow, SavedLayout, SourceFile
from spending.tests.make import (
    MONDAY,
    ROWS,
    TITLES,
    counted_pence,
    csv_bytes,
    make_import,
    make_officer,
    numbered,
    spend_file,
)

pytestmark = pytest.mark.django_db

STORED = (Body, SavedLayout, SourceFile, OriginalPiece, Payment, QuarantinedRow, ImportNote)
# No title says which of the two amounts was paid.
DOUBTFUL = ["Date", "Ref", "Name", "Purpose", "Amount 1", "Amount 2"]
DOUBTFUL_ROWS = [[*row, row[-1]] for row in ROWS]


def stored():
    return [model._meta.model_name for model in STORED if model.objects.exists()]


def codes(report):
    return [reason.code for reason in report.reasons]


def test_every_payment_knows_its_file_and_its_record(tmp_path):
    report = make_import(spend_file(tmp_path))

    bakery, redacted, credit = Payment.objects.order_by("record_no")
    assert (bakery.file, bakery.record_no) == (report.file, 2)
    assert (bakery.pay_date, bakery.ref, bakery.payee_raw) == (date(2026, 6, 1), "T1", "Roebuck Bakery Ltd")
    assert (bakery.purpose, bakery.amount_pence, bakery.amount_basis) == ("Catering", 100050, "net")
    assert (redacted.payee_class, redacted.amount_pence) == ("redacted", 60000)
    assert credit.amount_pence == -10050


def test_every_cell_of_a_row_is_kept_as_it_was_written(tmp_path):
    odd = ["01/06/2026", "T\\N", 'The "Old"\nBakery, Ltd', "café, ☕", "1,000.50"]

    make_import(spend_file(tmp_path, [*ROWS, odd]))

    assert Payment.objects.get(record_no=5).raw == odd


def test_the_note_accounts_for_every_record(tmp_path):
    rows = [*ROWS, ["", "", "", "", ""], ["02/06/2026", "T4", "Roebuck Bakery Ltd", "Catering", "lots"]]

    report = make_import(spend_file(tmp_path, rows))

    note = report.file.note
    assert (note.record_count, note.rows_imported, note.ignored_rows, note.quarantined_rows) == (5, 3, 1, 1)
    assert (note.sum_pence, note.negative_rows, note.redacted_rows) == (150000, 1, 1)
    assert (note.date_min, note.date_max) == (date(2026, 6, 1), date(2026, 6, 30))
    assert note.ignored == {"blank": 1}
    assert sum(note.quarantined.values()) == 1


def test_what_cannot_be_read_is_kept_apart_with_its_place_and_is_in_no_sum(tmp_path):
    make_import(spend_file(tmp_path, [*ROWS, ["02/06/2026", "T4", "Roebuck Bakery Ltd", "Catering", "lots"]]))

    row = QuarantinedRow.objects.get()
    assert (row.record_no, row.column, row.text) == (5, "Net Amount", "lots")
    assert row.raw[2] == "Roebuck Bakery Ltd"
    assert sum(counted_pence()) == 150000


def test_the_bytes_are_kept_as_they_came(tmp_path, monkeypatch):
    monkeypatch.setattr("spending.actions.originals.PIECE_BYTES", 50)
    path = spend_file(tmp_path)

    file = make_import(path).file

    assert b"".join(original(file)) == path.read_bytes()
    assert file.byte_count == len(path.read_bytes())
    assert file.pieces.count() > 1


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content,
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\r\n", b"\n"),
        lambda content: content.replace(b"\r\n", b"\r"),
    ],
    ids=["another name", "a byte order mark", "line feeds", "carriage returns"],
)
def test_the_same_rows_are_a_duplicate_whatever_the_file(tmp_path, change):
    make_import(spend_file(tmp_path))
    again = tmp_path / "copy of june.csv"
    again.write_bytes(change(csv_bytes()))

    report = make_import(again)

    assert (report.outcome, report.rows_imported) == ("duplicate", 0)
    assert "june.csv" in report.reasons[0].text
    assert counted_pence() == [-10050, 60000, 100050]


def test_the_same_rows_in_other_bytes_are_found_without_being_stored(tmp_path, monkeypatch):
    make_import(spend_file(tmp_path))
    again = tmp_path / "copy of june.csv"
    again.write_bytes(b"\xef\xbb\xbf" + csv_bytes())
    monkeypatch.setattr(importing, "store_batches", None)

    assert make_import(again).outcome == "duplicate"


def test_the_same_rows_under_another_title_are_found_too(tmp_path):
    file = make_import(spend_file(tmp_path)).file
    again = tmp_path / "copy of june.csv"
    again.write_bytes(b"Payments in June,,,,\n" + csv_bytes())

    report = make_import(again)

    assert (report.outcome, report.file) == ("duplicate", file)
    assert Payment.objects.count() == 3


def test_a_file_that_only_begins_as_another_is_no_duplicate(tmp_path):
    make_import(spend_file(tmp_path))
    longer = spend_file(tmp_path, [*ROWS, ["30/06/2026", "T9", "A Ltd", "Repairs", "5.00"]], name="longer.csv")

    assert make_import(longer, second_version=actions.SecondVersion.ADD).rows_imported == 4


@pytest.mark.parametrize("code", ["no_amount", "no_payments", "line_too_long"])
def test_a_yes_does_not_import_what_is_not_there(tmp_path, code):
    rows = {
        "no_amount": "Payment Date,Ref No,Supplier Name,One,Two\n13/06/2026,T1,A Ltd,1.25,1.35\n",
        "no_payments": "Payment Date,Ref No,Supplier Name,Net Amount\n13/06/2026,T1,Total,1.25\n",
        "line_too_long": ",".join(TITLES) + "\n" + "13/06/2026,T1,A Ltd,Repairs,1.25\n" * 3000 + "x" * 600_000,
    }
    path = tmp_path / "june.csv"
    path.write_text(rows[code])

    report = make_import(path, accept_proposal=True, accepted=frozenset({code, "total"}))

    assert (report.outcome, codes(report)) == ("needs_input", [code])
    assert stored() == []


def test_the_same_rows_of_another_body_are_no_duplicate(tmp_path):
    path = spend_file(tmp_path)

    reports = [make_import(path), make_import(path, body="Another Council")]

    assert [report.outcome for report in reports] == ["imported", "imported"]


def test_a_body_is_the_same_however_its_name_is_typed(tmp_path):
    path = spend_file(tmp_path)

    reports = [make_import(path), make_import(path, body=" example  COUNCIL ")]

    assert [report.outcome for report in reports] == ["imported", "duplicate"]
    assert Body.objects.get().name == "Example Council"


def test_a_dry_run_says_everything_and_stores_nothing(tmp_path):
    report = make_import(spend_file(tmp_path), dry_run=True)

    assert (report.outcome, report.rows_imported, report.sum_pence) == ("imported", 3, 150000)
    assert stored() == []


def test_a_file_that_is_refused_leaves_nothing(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")

    report = make_import(path)

    assert report.outcome == "refused"
    assert report.reasons
    assert stored() == []


def test_a_file_far_too_large_is_refused_without_being_looked_through(tmp_path, monkeypatch):
    path = spend_file(tmp_path)
    os.truncate(path, 5_000_000_000)
    monkeypatch.delattr("spending.actions.originals.digest_of")

    report = make_import(path)

    assert (report.outcome, codes(report)) == ("refused", ["too_large"])


def test_a_file_without_a_payment_is_refused(tmp_path):
    rows = [[day, ref, payee, purpose, "lots"] for day, ref, payee, purpose, _ in ROWS]

    report = make_import(spend_file(tmp_path, rows))

    assert (report.outcome, codes(report)) == ("refused", ["no_amounts"])
    assert stored() == []


def test_a_total_that_disagrees_stops_the_import_until_a_person_has_decided(tmp_path):
    path = spend_file(tmp_path, [*ROWS, ["", "", "TOTAL", "", "1400.00"]])

    stopped = make_import(path)
    assert (stopped.outcome, stopped.rows_imported, stopped.sum_pence) == ("needs_input", 3, 150000)
    assert stored() == []

    decided = make_import(path, accepted=frozenset(codes(stopped)))
    assert decided.outcome == "imported"
    assert decided.file.note.decided == codes(stopped)
    assert decided.file.note.controls == [140000]


@pytest.mark.parametrize(("day", "asked"), [("17/11/2027", []), ("18/11/2027", ["future"]), ("13/06/2062", ["future"])])
def test_a_date_more_than_a_year_ahead_waits_for_a_person(tmp_path, day, asked):
    path = spend_file(tmp_path, [*ROWS, [day, "T4", "Roebuck Bakery Ltd", "Catering", "5.00"]])

    report = make_import(path)
    decided = make_import(path, accepted=frozenset({"future"}), second_version=actions.SecondVersion.REPLACE)

    assert codes(report) == asked
    assert decided.outcome == ("imported" if asked else "duplicate")


def test_another_currency_is_kept_in_quarantine_and_the_note_counts_it_by_its_kind(tmp_path):
    rows = [[*row, currency] for row, currency in zip(ROWS, ["GBP", "EUR", "GBP"], strict=True)]

    report = make_import(spend_file(tmp_path, rows, titles=[*TITLES, "Currency"]))

    row = QuarantinedRow.objects.get()
    assert (row.record_no, row.kind, row.column, row.text) == (3, "other_currency", "Currency", "EUR")
    assert report.file.note.quarantined == {"other_currency": 1}
    assert counted_pence() == [-10050, 100050]


def test_a_reading_that_breaks_half_way_leaves_nothing(tmp_path, monkeypatch):
    read = importing.read

    def broken(*args, **options):
        reading = read(*args, **options)
        source = reading.source

        def batches(counted):
            yield next(source(counted))
            raise OSError("the disk went away")

        reading.source = batches
        return reading

    monkeypatch.setattr(importing, "read", broken)

    with pytest.raises(Exception, match="the disk went away"):
        make_import(spend_file(tmp_path))
    assert stored() == []


def test_what_the_database_holds_is_held_against_what_was_read(tmp_path, monkeypatch):
    store = importing.store_batches

    def losing(batches, **options):
        kept = [Batch([column[1:] for column in batch.columns], batch.quarantined) for batch in batches]
        return store(iter(kept), **options)

    monkeypatch.setattr(importing, "store_batches", losing)

    with pytest.raises(importing.DoesNotAddUp):
        make_import(spend_file(tmp_path))
    assert stored() == []


def test_a_doubtful_layout_waits_for_a_yes_and_is_then_known(tmp_path):
    path = spend_file(tmp_path, DOUBTFUL_ROWS, titles=DOUBTFUL)
    officer = make_officer()

    asked = make_import(path)
    assert asked.outcome == "needs_confirmation"
    assert asked.reading.samples
    assert stored() == []

    accepted = make_import(path, accept_proposal=True, profile="As of June", by=officer)
    assert accepted.outcome == "imported"
    saved = SavedLayout.objects.get()
    assert (saved.name, saved.confirmed_by, saved.files.get()) == ("As of June", officer, accepted.file)

    july = [[day.replace("/06/", "/07/"), *rest] for day, *rest in DOUBTFUL_ROWS]
    known = make_import(spend_file(tmp_path, july, name="july.csv", titles=DOUBTFUL))
    assert (known.outcome, known.file.saved_layout) == ("imported", saved)


def test_a_plain_layout_needs_no_yes_and_is_not_saved(tmp_path):
    report = make_import(spend_file(tmp_path), accept_proposal=True)

    assert report.outcome == "imported"
    assert report.file.saved_layout is None
    assert report.file.columns["columns"]


def test_two_layouts_of_a_body_have_two_names(tmp_path):
    make_import(spend_file(tmp_path, DOUBTFUL_ROWS, titles=DOUBTFUL), accept_proposal=True, profile="Ours")
    other = [title.replace("Amount", "Value") for title in DOUBTFUL]
    path = spend_file(tmp_path, [["31/07/2026", *row[1:]] for row in DOUBTFUL_ROWS], name="july.csv", titles=other)

    report = make_import(path, accept_proposal=True, profile="Ours")

    assert (report.outcome, codes(report)) == ("needs_input", ["profile_taken"])


def test_a_layout_has_one_name(tmp_path):
    make_import(spend_file(tmp_path, DOUBTFUL_ROWS, titles=DOUBTFUL), accept_proposal=True, profile="Ours")
    july = [["31/07/2026", *row[1:]] for row in DOUBTFUL_ROWS]

    report = make_import(
        spend_file(tmp_path, july, name="july.csv", titles=DOUBTFUL), accept_proposal=True, profile="Another"
    )

    assert report.file.saved_layout == SavedLayout.objects.get(name="Ours")


def test_a_second_version_asks_whether_it_replaces_or_adds(tmp_path):
    make_import(spend_file(tmp_path))
    second = spend_file(tmp_path, [*ROWS, *numbered(1)], name="june v2.csv")

    report = make_import(second)

    assert (report.outcome, codes(report)) == ("needs_input", ["second_version"])
    assert "shares 3 of its 4 payments with “june.csv”" in report.reasons[0].text
    assert counted_pence() == [-10050, 60000, 100050]


def test_a_file_of_the_same_name_and_month_is_a_second_version_whatever_it_holds(tmp_path):
    make_import(spend_file(tmp_path))

    report = make_import(spend_file(tmp_path, numbered(3)))

    assert codes(report) == ["second_version"]


def test_other_payments_of_the_same_month_are_no_second_version(tmp_path):
    make_import(spend_file(tmp_path))

    report = make_import(spend_file(tmp_path, numbered(3), name="credits.csv"))

    assert report.outcome == "imported"


def test_a_second_version_that_adds_counts_beside_the_first(tmp_path):
    make_import(spend_file(tmp_path))
    second = spend_file(tmp_path, [*ROWS, *numbered(1)], name="june v2.csv")

    report = make_import(second, second_version=actions.SecondVersion.ADD)

    assert report.file.note.decided == ["second_version_add"]
    assert counted_pence() == [-10050, -10050, 125, 60000, 60000, 100050, 100050]


def test_undoing_a_replacement_brings_back_exactly_the_former_sums(tmp_path):
    first = make_import(spend_file(tmp_path)).file
    before = counted_pence()
    second = spend_file(tmp_path, [*ROWS[1:], *numbered(1)], name="june v2.csv")

    report = make_import(second, second_version=actions.SecondVersion.REPLACE)
    assert counted_pence() == [-10050, 125, 60000]
    first.refresh_from_db()
    assert first.undone_why == "Replaced by june v2.csv"

    actions.undo(file=report.file, why="It was a draft", by=None, at=MONDAY)
    assert counted_pence() == before


def test_undoing_a_file_brings_back_exactly_the_former_sums_and_it_can_come_again(tmp_path):
    make_import(spend_file(tmp_path))
    before = counted_pence()
    july = spend_file(tmp_path, [["31/07/2026", *row[1:]] for row in numbered(5)], name="july.csv")

    file = make_import(july).file
    actions.undo(file=file, why="The wrong month", by=None, at=MONDAY)
    assert counted_pence() == before

    assert make_import(july).outcome == "imported"


def test_a_file_is_undone_once(tmp_path):
    file = make_import(spend_file(tmp_path)).file
    actions.undo(file=file, why="A mistake", by=None, at=MONDAY)

    with pytest.raises(actions.AlreadyUndone):
        actions.undo(file=file, why="Again", by=None, at=MONDAY)
    file.refresh_from_db()
    assert file.undone_why == "A mistake"


def test_nothing_is_public_before_an_officer_accepts_the_note(tmp_path):
    note = make_import(spend_file(tmp_path)).file.note
    assert not Payment.objects.published().exists()
    assert not ImportNote.objects.published().exists()

    actions.accept(note=note, by=make_officer(), at=MONDAY)

    assert Payment.objects.published().count() == 3
    assert ImportNote.objects.published().get() == note


def test_what_is_undone_is_not_public_and_cannot_be_accepted(tmp_path):
    officer = make_officer()
    accepted = make_import(spend_file(tmp_path)).file
    actions.accept(note=accepted.note, by=officer, at=MONDAY)
    waiting = make_import(spend_file(tmp_path, numbered(3), name="credits.csv")).file

    for file in (accepted, waiting):
        actions.undo(file=file, why="A mistake", by=officer, at=MONDAY)

    assert not Payment.objects.published().exists()
    assert not ImportNote.objects.published().exists()
    with pytest.raises(actions.NothingToAccept):
        actions.accept(note=waiting.note, by=officer, at=MONDAY)


def test_a_file_unlike_the_last_ones_is_imported_with_a_warning(tmp_path):
    for month in range(1, 4):
        rows = [[f"28/{month:02}/2026", *row[1:]] for row in numbered(20 + month, first=100 * month)]
        make_import(spend_file(tmp_path, rows, name=f"{month}.csv"))

    report = make_import(spend_file(tmp_path, [["28/04/2026", *row[1:]] for row in numbered(2)], name="4.csv"))

    assert report.outcome == "imported"
    assert "It has 2 payments; the last 3 files had 21 payments to 23 payments." in report.file.note.warnings


def test_the_command_prints_one_json_object(tmp_path, capsys):
    call_command("import_spend", str(spend_file(tmp_path)), "--body=Example Council", "--json")

    printed = json.loads(capsys.readouterr().out)
    columns = printed.pop("columns")
    assert columns["amount"] == "Net Amount"
    assert columns["supplier"] == TITLES[2]
    assert printed == {
        "outcome": "imported",
        "rows_imported": 3,
        "sum_pence": 150000,
        "date_min": "2026-06-01",
        "date_max": "2026-06-30",
        "negative_rows": 1,
        "redacted_rows": 1,
        "ignored": {},
        "quarantined": {},
        "encoding": "utf-8",
        "reasons": [],
    }


def test_the_command_takes_a_person_s_decisions(tmp_path, capsys):
    make_import(spend_file(tmp_path))
    rows = [*ROWS, *numbered(1), ["", "", "TOTAL", "", "1.00"]]
    path = spend_file(tmp_path, rows, name="june v2.csv")
    code = make_import(path).reasons[0].code

    call_command("import_spend", str(path), "--body=Example Council", "--accept", code, "--second-version", "replace")

    assert "outcome: imported" in capsys.readouterr().out
    assert sum(counted_pence()) == 150125


def test_the_command_wants_to_know_the_body(tmp_path):
    with pytest.raises(CommandError, match="Say which body"):
        call_command("import_spend", str(spend_file(tmp_path)), "--body= ")


def test_the_command_says_so_where_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_spend", str(tmp_path / "none.csv"), "--body=Example Council")
