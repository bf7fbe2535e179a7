"""What the database keeps of spending, tried by raw SQL: what no form, admin or shell can get round."""

import pytest
from django.db import IntegrityError, connection, transaction

from spending import actions
from spending.actions.reading import lines
from spending.models import AmountBasis, DateKind, PayeeClass, Payment, SourceFile
from spending.tests.make import MONDAY, ROWS, counted_pence, make_import, make_officer, spend_file
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, parameters)


@pytest.fixture
def file(tmp_path):
    unreadable = ["02/06/2026", "T4", "Roebuck Bakery Ltd", "Catering", "lots"]
    return make_import(spend_file(tmp_path, [*ROWS, unreadable])).file


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE spending_payment SET amount_pence = 1",
        "DELETE FROM spending_payment",
        "TRUNCATE spending_payment",
        "UPDATE spending_quarantinedrow SET kind = 'x'",
        "DELETE FROM spending_quarantinedrow",
        "UPDATE spending_originalpiece SET packed = ''",
        "DELETE FROM spending_originalpiece",
        "UPDATE spending_sourcefile SET name = 'x'",
        "UPDATE spending_sourcefile SET rows_digest = 'x'",
        "DELETE FROM spending_sourcefile",
        "UPDATE spending_importnote SET sum_pence = 0",
        "DELETE FROM spending_importnote",
    ],
)
def test_what_was_imported_stays_as_it_was_written(file, statement):
    with pytest.raises(IntegrityError):
        sql(statement)


def test_an_accepted_note_is_never_taken_back(file):
    actions.accept(note=file.note, by=make_officer(), at=MONDAY)

    with pytest.raises(IntegrityError, match="An accepted import note"):
        sql("UPDATE spending_importnote SET accepted_at = NULL, accepted_by_id = NULL")


def test_a_note_is_accepted_by_somebody(file):
    with pytest.raises(IntegrityError, match="accepted_at_and_accepted_by_come_together"):
        sql("UPDATE spending_importnote SET accepted_at = now()")


def test_a_file_is_not_undone_without_saying_why(file):
    with pytest.raises(IntegrityError, match="spending_undoing_says_why"):
        sql("UPDATE spending_sourcefile SET undone_at = now()")


def columns_but(*left_out):
    fields = [field.column for field in SourceFile._meta.concrete_fields if field.column not in ("id", *left_out)]
    return ", ".join(fields)


@pytest.mark.parametrize(
    ("other", "rule"),
    [("rows_digest", "spending_file_is_counted_once"), ("bytes_digest", "spending_rows_are_counted_once")],
)
def test_nothing_is_counted_twice_whoever_writes(file, other, rule):
    kept = columns_but(other)

    with pytest.raises(IntegrityError, match=rule):
        sql(f"INSERT INTO spending_sourcefile ({kept}, {other}) SELECT {kept}, 'another' FROM spending_sourcefile")


def test_a_note_that_does_not_account_for_every_record_is_not_stored(file):
    note = file.note
    note.pk, note.record_count = None, note.record_count + 1

    with pytest.raises(IntegrityError, match="spending_note_accounts_for_every_record"), transaction.atomic():
        note.save()


def test_a_payment_without_a_file_is_in_no_sum(file):
    columns = ", ".join(
        field.column for field in Payment._meta.concrete_fields if field.column not in ("id", "file_id")
    )
    before = counted_pence()

    sql(f"INSERT INTO spending_payment ({columns}, file_id) SELECT {columns}, 0 FROM spending_payment")

    assert Payment.objects.filter(file_id=0).count() == len(before)
    assert counted_pence() == before


def test_a_record_of_a_file_is_one_payment(file):
    columns = ", ".join(field.column for field in Payment._meta.concrete_fields if field.column != "id")

    with pytest.raises(IntegrityError, match="spending_payment_has_its_own_record"):
        sql(f"INSERT INTO spending_payment ({columns}) SELECT {columns} FROM spending_payment")


def test_the_history_says_who_undid_a_file(file):
    officer = make_officer()

    actions.undo(file=file, why="A mistake", by=officer, at=MONDAY)

    event = AuditEvent.objects.get(table_name="spending_sourcefile", act="changed")
    assert (event.row_key, event.after["undone_by_id"]) == (str(file.pk), officer.pk)


@pytest.mark.parametrize(
    ("stored", "read"),
    [(PayeeClass, lines.PayeeClass), (DateKind, lines.DateKind), (AmountBasis, lines.AmountBasis)],
)
def test_whatever_can_be_read_can_be_stored(stored, read):
    assert set(stored.values) == {str(choice) for choice in read}
