"""Books handed over to another portal: everything, the same bytes, by the ledger's own rules, and nothing bent."""

import csv
import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction

import pledges.actions
import spending.actions
from balancesheet import actions, ledger, proofs, sources
from balancesheet.actions.handover import export_ledger, import_ledger
from balancesheet.actions.handover.folder import SCHEMA, names_in
from balancesheet.actions.handover.tables import TABLES
from balancesheet.models import Entry, Evidence, Return
from balancesheet.pages.frozen import as_published, document_of
from balancesheet.pages.places import place_of_ledger
from balancesheet.tests.make import NOON, make_entry, make_person
from balancesheet.tests.make_handover import contents, rows
from pledges.models import Delivery
from spending.models import Payment
from spending.tests.make import make_officer
from spending.tests.once import loaded_once

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Documents are files of their own; where books came from is this portal's to say.
STAYS = {"balancesheet_evidencepiece", "balancesheet_handover"}
# The database makes these of the entries.
DERIVED = {"balancesheet_posting", "balancesheet_monthtotal", "balancesheet_yeartotal"}


@pytest.fixture(scope="module")
def handed_over(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of the demonstration's books, whose portal is gone."""
    folder = tmp_path_factory.mktemp("books") / "folder"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_words", verbosity=0)
        lead, officer = make_officer("lead"), make_person("officer")
        spending.actions.load_demonstration(by=lead, at=NOVEMBER)
        pledges.actions.load_demonstration(by=officer, lead=lead, at=NOVEMBER)
        actions.load_demonstration(by=officer, checked_by=lead, at=NOVEMBER)
        export_ledger(folder)
        transaction.set_rollback(True)
    return folder


@pytest.fixture(scope="module")
def taken_over(handed_over, django_db_blocker):
    """Another portal, which has taken the books over. Yields what the import says that it took."""
    with loaded_once(django_db_blocker):
        call_command("load_words", verbosity=0)
        yield import_ledger(handed_over, at=NOON)


def test_what_is_taken_over_is_handed_over_again_byte_for_byte(taken_over, handed_over, tmp_path):
    export_ledger(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(handed_over)
    assert taken_over["entries"] == Entry.objects.count() > 1000
    assert [proof.words for proof in proofs.proofs() if proof.count] == []


def test_statements_and_documents_are_as_they_were_published(taken_over, handed_over):
    published = [row for row in rows(handed_over, "frozen_statements") if row["ledger_id"] == "N1"]
    frozen = document_of(place_of_ledger("N1"), year_starting=2024)
    assert [frozen.digest] == [row["digest"] for row in published]
    assert as_published(slug=place_of_ledger("N1").slug, year_starting=2024).restated.corrected_in == (2026,)
    for evidence in Evidence.objects.exclude(byte_count=0):
        document = b"".join(bytes(piece.content) for piece in evidence.pieces.all())
        assert hashlib.sha256(document).hexdigest() == evidence.digest


def test_the_portal_goes_on_from_there(taken_over, handed_over):
    last = Entry.objects.latest("pk").pk

    assert make_entry("new", dated=NOON.date()).pk > last
    reversed_key = ledger.reverse(
        entry=Return.objects.checked().filter(ledger="N5").last().entry_id, why="No", at=NOVEMBER
    )
    assert Entry.objects.get(pk=reversed_key).kind == "reversal"


def test_payments_and_pledges_that_stayed_behind_are_not_taken_for_gone(taken_over, handed_over):
    taken = sources.pull_all(at=NOVEMBER)

    assert {name: (each.posted, each.reversed) for name, each in taken.items()} == {
        "payment": (0, 0),
        "grant": (0, 0),
        "pledge": (0, 0),
    }
    assert taken["grant"].unchanged == len({row["identifier"] for row in rows(handed_over, "grants")})


def test_records_of_this_portal_get_numbers_that_none_had_there(taken_over, handed_over):
    for model, source in ((Payment, "payment"), (Delivery, "pledge")):
        refs = Entry.objects.filter(source=source).values_list("source_ref", flat=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
            assert cursor.fetchone()[0] > max(int(ref.split("/")[0]) for ref in refs)


def test_officers_have_roles_and_no_names(taken_over, handed_over):
    text = b"".join(contents(handed_over).values())
    assert b"@example.org" not in text
    assert b'"lead"' not in text

    assert [row["officer"] for row in rows(handed_over, "officers")] == ["officer-1", "officer-2"]
    taken_over = User.objects.filter(username__startswith="officer-")
    assert [(user.is_active, user.has_usable_password(), user.email) for user in taken_over] == [(False, False, "")] * 2


def test_every_table_of_the_books_is_handed_over_or_follows_from_those():
    tables = {model._meta.db_table for model in apps.get_app_config("balancesheet").get_models()}

    assert tables - {table.model._meta.db_table for table in TABLES} == STAYS | DERIVED


def test_csv_says_what_json_says(handed_over):
    for table in TABLES:
        with (handed_over / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.DictReader(file))
        said = rows(handed_over, table.name)
        assert [row.keys() for row in written[:1]] == [dict.fromkeys(table.fields).keys()] * len(written[:1])
        assert len(written) == len(said)
        for row, line in zip(written, said, strict=True):
            for column, value in line.items():
                if isinstance(value, str | int) and not isinstance(value, bool):
                    assert row[column].removeprefix("'") == str(value).removeprefix("'")


def test_the_schema_names_every_file_and_its_columns(handed_over):
    said = json.loads((handed_over / SCHEMA).read_text(encoding="utf-8"))["$defs"]

    assert {f"{name}.jsonl" for name in said} == {name for name in names_in(handed_over) if name.endswith(".jsonl")}
    assert said["entries"]["properties"]["dated"] == {"type": "string", "format": "date"}
    assert said["entries"]["properties"]["entered_by_id"]["type"] == ["string", "null"]
    assert "email" not in said["questions"]["properties"]
