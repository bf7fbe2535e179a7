"""Folders of books that are bent, broken or of another time: nothing is taken over, and it is said why."""

import hashlib
import json
import shutil

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction

from balancesheet import ledger
from balancesheet.actions.handover import (
    FolderIsUsed,
    NotAsWritten,
    NotEmpty,
    OtherSeal,
    OtherVersion,
    Used,
    export_ledger,
    import_ledger,
)
from balancesheet.actions.handover.folder import MANIFEST, SCHEMA
from balancesheet.models import Entry, Handover, Ledger, Question, Year
from balancesheet.tests.make import NOON, make_books
from balancesheet.tests.make_close import freeze, make_question, make_voice
from balancesheet.tests.make_handover import bend, contents, rows, sign_anew
from balancesheet.tests.make_returns import enter_file, make_checked, make_evidence, make_file
from balancesheet.tests.make_statement import make_story
from charter.models import Neighbourhood
from charter.tests.make import make_neighbourhood
from pledges.tests.make import make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def handed_over(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of small books that have something of everything, whose portal is gone."""
    folder = tmp_path_factory.mktemp("books")
    with django_db_blocker.unblock(), transaction.atomic():
        make_books(2023, 2024, 2025, 2026)
        freeze(year_starting=2023)
        make_story()
        make_checked()
        enter_file(make_file(folder))
        make_evidence(make_file(folder, name="letter.csv"))
        make_voice()
        make_question()
        export_ledger(folder / "folder")
        transaction.set_rollback(True)
    return folder / "folder"


@pytest.fixture
def bent(handed_over, tmp_path):
    """A copy of the folder that a test may bend."""
    return shutil.copytree(handed_over, tmp_path / "bent")


def other_version(folder):
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(said | {"version": 2}), encoding="utf-8")


def other_schema(folder):
    (folder / SCHEMA).write_text("{}", encoding="utf-8")
    sign_anew(folder)


def refused(folder, error, match):
    """Assert that nothing at all is taken over."""
    with pytest.raises(error, match=match):
        import_ledger(folder, at=NOON)
    assert not Year.objects.exists()
    assert not Entry.objects.exists()
    assert not User.objects.filter(username="officer-1").exists()
    assert not Handover.objects.exists()


def test_places_are_those_of_the_books_and_not_those_that_the_portal_came_with(bent):
    def rename(places):
        places[0]["name"], places[0]["valid_to"] = "Another name", "2028-04-01"

    bend(bent, "neighbourhoods", rename)
    code = rows(bent, "neighbourhoods")[0]["code"]
    make_neighbourhood("somewhere", short_code="N9", name="Somewhere else")

    import_ledger(bent, at=NOON)

    assert str(Neighbourhood.objects.get(pk=code).valid_to) == "2028-04-01"
    assert str(Ledger.objects.get(neighbourhood=code)) == "Another name"
    assert not Neighbourhood.objects.filter(short_code="N9").exists()


def of_a_closed_year(entries):
    """Return an entry that a seal was made of."""
    of_test = (entry for entry in entries if (entry["ledger_id"], entry["source"]) == ("N1", "test"))
    return next(entry for entry in of_test if entry["year_starting"] == 2024)


def with_document(evidence):
    return next(row for row in evidence if row["byte_count"])


def more(entries):
    entries[7]["lines"][0][3] += 1


def test_a_changed_file_is_named(bent):
    path = bent / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2024-06-01", b"2024-06-02", 1))

    refused(bent, NotAsWritten, r"entries\.jsonl is not the file that the manifest names")


def test_a_changed_amount_is_named_whoever_signed_the_manifest_anew(bent):
    bend(bent, "entries", more)

    entry = rows(bent, "entries")[7]
    refused(bent, ledger.OtherDigest, f"Entry {entry['id']}, {entry['source']} {entry['source_ref']}, does not say")


def test_an_entry_with_a_digest_to_fit_it_is_found_by_the_seal_of_its_year(bent):
    def forge(entries):
        entry = of_a_closed_year(entries)
        entry["lines"][0][3] += 1
        named = ("ledger_id", "dated", "source", "source_ref", "kind", "restates", "why", "words", "foundation_id",
                 "event_id", "grade", "lines")  # fmt: skip
        said = json.dumps([entry[name] for name in named], ensure_ascii=False)
        entry["digest"] = hashlib.sha256(said.encode()).hexdigest()

    bend(bent, "entries", forge)

    refused(bent, OtherSeal, "The year 2024-25 of ledger N1 has the seal")


@pytest.mark.parametrize(
    ("name", "change", "error", "match"),
    [
        ("entries", lambda rows: rows.remove(of_a_closed_year(rows)), OtherSeal, "2024-25 of ledger N1"),
        ("entries", lambda rows: rows[0].pop("words"), NotAsWritten, r"entries\.jsonl, line 1: its columns"),
        ("entries", lambda rows: rows[2].update(id=True), NotAsWritten, r"line 3: id is not as the schema says"),
        ("entries", lambda rows: rows[2].update(dated="2024-02-30"), ledger.Refused, "date"),
        ("returns", lambda rows: rows[1].update(amount="12"), NotAsWritten, r"returns\.jsonl, line 2: amount"),
        ("returns", lambda rows: rows[0].update(amount=1), ledger.Refused, "says what the return says"),
        ("returns", lambda rows: rows[0].update(dated="tomorrow"), NotAsWritten, r"returns\.jsonl, line 1"),
        ("years", lambda rows: rows[0].update(closed_by_id="officer-9"), NotAsWritten, "officer-9"),
        ("years", lambda rows: rows[0].update(seal="0" * 64), OtherSeal, "2023-24 of ledger N1"),
        ("frozen_statements", lambda rows: rows[0].update(document="{}"), ledger.Refused, "digest"),
        ("evidence", lambda rows: with_document(rows).update(digest="0" * 64), NotAsWritten, "documents has no 0"),
        ("units", lambda rows: rows.append(rows[0]), ledger.Refused, "already exists"),
    ],
)  # fmt: skip
def test_what_no_books_can_say_is_refused_and_nothing_is_kept(bent, name, change, error, match):
    bend(bent, name, change)

    refused(bent, error, match)


@pytest.mark.parametrize(
    ("spoil", "error", "match"),
    [
        (lambda folder: (folder / MANIFEST).unlink(), NotAsWritten, "no manifest"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), NotAsWritten, "no manifest"),
        (lambda folder: (folder / "units.jsonl").unlink(), NotAsWritten, r"units\.jsonl is in the manifest or"),
        (lambda folder: (folder / "more.txt").write_text("x"), NotAsWritten, r"more\.txt is in the manifest or"),
        (other_version, OtherVersion, "version 2; this portal reads version 1"),
        (other_schema, OtherVersion, "schema.json"),
    ],
)
def test_a_folder_that_is_not_whole_or_of_another_version_is_refused(bent, spoil, error, match):
    spoil(bent)

    refused(bent, error, match)


def test_a_place_that_the_books_do_not_know_and_that_is_used_here_stands_against_it(handed_over):
    make_neighbourhood("somewhere", short_code="N9", name="Somewhere")
    make_pledge(neighbourhood_id="somewhere")

    refused(handed_over, Used, "Of neighbourhoods here the folder knows nothing, and they are used")


def test_addresses_of_who_asked_stay_behind(books, tmp_path):
    Question.objects.create(
        ledger_id="N1", year_starting=2025, words="Why?", email="pat@example.net", asked_at=NOON,
        form_token="00000000-0000-0000-0000-000000000001",
    )  # fmt: skip

    export_ledger(tmp_path / "books")

    assert rows(tmp_path / "books", "questions")[0]["words"] == "Why?"
    assert b"pat@" not in b"".join(contents(tmp_path / "books").values())


def test_a_portal_that_has_books_takes_none_over(books, handed_over):
    with pytest.raises(NotEmpty, match="only its words"):
        import_ledger(handed_over, at=NOON)


def test_a_folder_that_is_used_is_left_alone(books, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear council")

    with pytest.raises(FolderIsUsed):
        export_ledger(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_commands_do_both_and_say_why_not(handed_over, tmp_path, capsys):
    call_command("import_ledger", handed_over)
    call_command("export_ledger", tmp_path / "again")

    said = capsys.readouterr().out
    assert f"Took over {Entry.objects.count():,} entries." in said
    assert f"Exported {Entry.objects.count():,} entries" in said
    with pytest.raises(CommandError, match="Nothing is taken over: There are units here"):
        call_command("import_ledger", handed_over)
    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_ledger", tmp_path / "again")
