"""What the database asks of returns and evidence, whoever writes: ORM, bulk, SQL."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from balancesheet import ledger
from balancesheet.actions import returning
from balancesheet.models import Evidence, EvidencePiece, Return, ReturnFile
from balancesheet.tests.make import NOON, make_draft, make_entry, make_person
from balancesheet.tests.make_returns import enter_file, make_checked, make_evidence, make_file, make_return

pytestmark = pytest.mark.usefixtures("books")

LATER = NOON + timedelta(hours=1)


@transaction.atomic
def committed(act):
    act()
    connection.check_constraints()


def refused(rule, act):
    with pytest.raises(DatabaseError, match=rule):
        committed(act)


def update(returned, **columns):
    return lambda: Return.objects.filter(pk=returned.pk).update(**columns)


def by(username, act="checked"):
    return {f"{act}_by": make_person(username), f"{act}_at": LATER}


@pytest.mark.parametrize(
    "change",
    [{"amount": 7}, {"words": "Another"}, {"people": 3}, {"group": "Another"}, {"kind": "wages"}, {"entry": None}],
    ids=str,
)
def test_what_is_checked_never_changes(change):
    refused("is_only_decided|checked_return_has_its_entry", update(make_checked(), **change))


def test_what_is_refused_never_changes():
    returned = make_return()
    returning.refuse(key=returned.pk, seen=NOON, why="Not ours", by=make_person("checks"), at=LATER)

    refused("is_only_decided", update(returned, refused_why="Another reason"))
    refused("is_only_decided", update(returned, refused_why="", refused_at=None, refused_by=None))


def test_what_is_withdrawn_stays_withdrawn():
    returned = make_checked()
    returning.withdraw(key=returned.pk, why="Counted twice", by=make_person("checks"), at=LATER)

    refused("is_only_decided", update(returned, withdrawn_why="Another reason"))
    refused("is_only_decided", update(returned, withdrawn_why="", withdrawn_at=None, withdrawn_by=None))


def test_correcting_and_checking_are_two_acts():
    returned = make_return()
    entry = make_entry(source="return", source_ref=str(returned.pk))

    refused("is_only_decided", update(returned, amount=100, entry=entry, **by("checks")))


def test_a_checked_return_has_an_entry_that_says_the_same():
    returned = make_return()

    refused("checked_return_has_its_entry", update(returned, **by("checks")))
    refused("is_posted_as_it_is", update(returned, entry=make_entry("other"), **by("checks")))
    another = make_entry(source="return", source_ref=str(returned.pk))
    refused("is_posted_as_it_is", update(returned, entry=another, **by("checks")))


def test_the_checker_is_another_person():
    returned = make_return()

    refused("is_checked_by_another_person", update(returned, entry=make_entry(), **by("enters")))


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
def test_a_refusal_and_a_withdrawal_have_a_reason(act):
    returned = make_return() if act == "refused" else make_checked()

    refused(f"is_{act}_for_a_reason", update(returned, **by("checks", act)))


def test_a_withdrawn_return_has_been_reversed():
    refused("withdrawn_return_is_reversed", update(make_checked(), withdrawn_why="Mistaken", **by("x", "withdrawn")))


def test_what_waits_is_not_withdrawn():
    refused("withdrawn_for_a_reason", update(make_return(), withdrawn_why="Mistaken", **by("x", "withdrawn")))


def test_a_return_begins_unchecked():
    returned = make_return()
    returned.pk = None
    returned.refused_by, returned.refused_at, returned.refused_why = make_person("checks"), LATER, "Not ours"

    refused("begins_unchecked", lambda: Return.objects.bulk_create([returned]))


def test_a_return_keeps_its_number():
    refused("is_only_decided", update(make_return(), id=10_000))


@pytest.mark.parametrize("columns", [{"amount": 0}, {"amount": -1}, {"kind": "gold"}, {"people": 0}, {"words": ""}])
def test_a_return_says_something_that_can_be(columns):
    refused("balancesheet_return", update(make_return(), **columns))


def test_no_row_of_a_file_is_corrected_or_put_into_another_file(tmp_path):
    file = enter_file(make_file(tmp_path))

    refused("is_only_decided", update(file.returns.get(), amount=1))
    refused("is_only_decided", update(make_return(), file=file, file_row=9))
    refused("is_only_decided", lambda: ReturnFile.objects.update(row_count=9))


@pytest.mark.parametrize("table", ["return", "returnfile", "evidence", "evidencepiece"])
def test_nothing_is_deleted_or_emptied(table, tmp_path):
    enter_file(make_file(tmp_path))
    connection.check_constraints()

    for statement in (f"DELETE FROM balancesheet_{table}", f"TRUNCATE balancesheet_{table} CASCADE"):
        refused("is added to, never changed or deleted", partial(connection.cursor().execute, statement))


# -- evidence ------------------------------------------------------------------------------


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-" + bytes(range(256)) * 8000)
    return path


def test_a_document_is_kept_byte_by_byte(letter):
    kept = make_evidence(letter)
    connection.check_constraints()

    assert b"".join(bytes(piece.content) for piece in kept.pieces.all()) == letter.read_bytes()
    assert (kept.grade, kept.byte_count, kept.pieces.count()) == ("A", 2_048_005, 3)


def test_a_document_is_that_of_its_digest(letter):
    kept = make_evidence(letter)
    kept.pk, kept.digest = None, "0" * 64

    def forge():
        kept.save(force_insert=True)
        for number, piece in enumerate(EvidencePiece.objects.order_by("number")[:3]):
            EvidencePiece.objects.create(evidence=kept, number=number, content=bytes(piece.content))

    refused("document_is_its_digest", forge)


def test_a_document_is_whole_and_nothing_is_added_to_it(letter):
    kept = make_evidence(letter)

    refused("piece_is_of_the_document", lambda: EvidencePiece.objects.create(evidence=kept, number=3, content=b"more"))
    kept.pk = None
    refused("document_is_its_digest", lambda: kept.save(force_insert=True))


def test_evidence_is_kept_as_written_save_who_may_see_it(letter):
    kept = make_evidence(letter)

    refused("evidence_is_kept_as_written", lambda: Evidence.objects.update(title="Another"))
    assert Evidence.objects.filter(pk=kept.pk).update(is_public=True) == 1
    refused("is added to", lambda: EvidencePiece.objects.update(content=b"another"))


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("has_the_grade_of_its_kind", {"kind": "estimate", "grade": "A", "reference": "Counted"}),
        ("has_the_grade_of_its_kind", {"kind": "signed_return", "grade": "D"}),
        ("document_is_kept", {"kind": "document", "grade": "A"}),
        ("has_name_type_and_digest", {"kind": "signed_return", "grade": "C", "name": "letter.pdf"}),
        ("register_and_nothing_else", {"kind": "register", "grade": "B", "reference": "123"}),
        ("register_and_nothing_else", {"kind": "signed_return", "grade": "C", "register": "Charity register"}),
        ("register_and_estimate_say", {"kind": "register", "grade": "B", "register": "Charity register"}),
        ("register_and_estimate_say", {"kind": "estimate", "grade": "D"}),
        ("only_a_document_is_made_public", {"kind": "signed_return", "grade": "C", "is_public": True}),
        ("title_is_filled", {"kind": "signed_return", "grade": "C", "title": ""}),
    ],
)
def test_evidence_is_what_its_kind_asks_for(rule, columns):
    said = {"title": "What it is", "added_by": make_person("enters"), "added_at": NOON, **columns}

    refused(rule, lambda: Evidence.objects.create(**said))


def test_an_entry_that_somebody_posted_under_the_key_of_a_return_stops_its_check():
    returned = make_return()
    ledger.post(make_draft(source="return", source_ref=str(returned.pk)), at=NOON)

    with pytest.raises(ledger.OtherContent):
        returning.check(key=returned.pk, seen=NOON, by=make_person("checks"), at=LATER)
