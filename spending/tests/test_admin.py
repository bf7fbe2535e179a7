"""What officers see of imported files, and what they can decide."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from spending import actions
from spending.models import ImportNote, Payment
from spending.tests.make import MONDAY, ROWS, make_import, make_officer, numbered, spend_file

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"
NOTES = "/admin/spending/importnote/"


@pytest.fixture
def note(tmp_path):
    rows = [*ROWS, ["", "", "", "", ""], ["02/06/2026", "T4", "<b>Bakery</b>", "Catering", "<i>lots</i>"]]
    return make_import(spend_file(tmp_path, rows)).file.note


@pytest.fixture
def desk(client):
    client.force_login(make_officer())
    return client


def page_of(note):
    return f"{NOTES}{note.pk}/change/"


def decide(desk, act, note, **fields):
    return desk.post(page_of(note), {"act": act, **fields}, follow=True).content.decode()


def looker():
    officer = make_officer("looker")
    officer.groups.get().permissions.remove(officer.groups.get().permissions.get(codename="import_spending"))
    return User.objects.get(pk=officer.pk)


def test_the_list_says_what_waits_and_what_it_comes_to(desk, note):
    page = desk.get(NOTES).content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert "waits to be accepted" in page
    assert "£1,500.00" in page
    assert "1 June 2026 to 30 June 2026" in page
    assert "Import a file" in page


def test_the_desk_says_how_many_notes_wait(desk, note, client, tmp_path):
    undone = make_import(spend_file(tmp_path, numbered(3), name="other.csv")).file
    actions.undo(file=undone, why="The wrong month", by=None, at=MONDAY)

    assert "<b>1</b> import note to accept" in desk.get("/admin/").content.decode()

    decide(desk, "accept", note)
    assert "to accept" not in desk.get("/admin/").content.decode()


@pytest.mark.parametrize(("words", "found"), [("june", True), ("example", True), ("july", False), ("\0", True)])
def test_the_list_is_searched_by_file_and_by_body(desk, note, words, found):
    assert ("june.csv</a>" in desk.get(NOTES, {"q": words}).content.decode()) is found


def test_the_list_costs_the_same_for_one_file_and_for_many(desk, note, tmp_path, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as one:
        desk.get(NOTES)
    for number in range(5):
        make_import(spend_file(tmp_path, numbered(3, first=100 * number), name=f"{number}.csv"))

    with django_assert_max_num_queries(len(one)):
        desk.get(NOTES)


def test_a_note_accounts_for_what_was_ignored_and_what_could_not_be_read(desk, note):
    page = desk.get(page_of(note)).content.decode()
    rows = desk.get(f"/admin/spending/quarantinedrow/?file={note.file_id}").content.decode()

    assert "No payment: blank rows" in page
    assert "Not read: an amount that cannot be read" in page
    assert f"?file={note.file_id}" in page
    assert "&lt;i&gt;lots&lt;/i&gt;" in rows
    assert "<i>lots</i>" not in rows


def test_a_note_says_what_is_unusual_and_what_was_decided(desk, tmp_path):
    for number in range(4):
        make_import(spend_file(tmp_path, numbered(3 + number, first=100 * number + 1), name=f"{number}.csv"))
    path = spend_file(tmp_path, [*numbered(90, first=900), ["", "", "Total", "", "1.00"]])

    note = make_import(path, accepted=frozenset({"total"})).file.note

    page = desk.get(page_of(note)).content.decode()
    assert "It has 90 payments; the last 4 files had 3 payments to 6 payments." in page
    assert "A total in the file disagrees with its payments." in page


def test_a_file_without_dates_has_none_to_show(desk):
    path = FILES / "darlington_2013-02_sql_preamble.csv"
    codes = frozenset(reason.code for reason in make_import(path, accept_proposal=True).reasons)
    note = make_import(path, accept_proposal=True, accepted=codes).file.note

    assert "<dd>no dates</dd>" in desk.get(page_of(note)).content.decode()


def test_accepting_lets_the_public_see_the_payments(desk, note):
    page = decide(desk, "accept", note)

    assert "“june.csv” is public." in page
    assert f'href="/spending/files/{note.file_id}/"' in page
    assert Payment.objects.published().count() == 3
    note.refresh_from_db()
    assert note.accepted_by.username == "officer"


def test_accepting_twice_says_so(desk, note):
    decide(desk, "accept", note)

    assert "accepted already" in decide(desk, "accept", note)


def test_undoing_asks_why_and_keeps_what_was_typed(desk, note):
    refused = desk.post(page_of(note), {"act": "undo", "why": " "})
    too_long = desk.post(page_of(note), {"act": "undo", "why": "x" * 201})

    assert (refused.status_code, too_long.status_code) == (422, 422)
    assert "Say why the file is undone" in refused.content.decode()
    assert "x" * 201 in too_long.content.decode()
    assert Payment.objects.counted().exists()


def test_undoing_takes_the_file_out_of_every_sum(desk, note):
    assert "in no sum any more" in decide(desk, "undo", note, why="The wrong month")

    assert not Payment.objects.counted().exists()
    assert "The wrong month" in desk.get(page_of(note)).content.decode()
    assert "undone already" in decide(desk, "undo", note, why="Again")


def test_a_decision_that_finds_others_writing_can_be_taken_again(desk, note, monkeypatch):
    def held(**_):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(actions, "accept", held)

    assert "Try again in a minute" in decide(desk, "accept", note)


def test_one_who_may_only_look_decides_nothing(client, note):
    client.force_login(looker())

    assert "june.csv" in client.get(NOTES).content.decode()
    assert "Import a file" not in client.get(NOTES).content.decode()
    assert '<form method="post" class="desk-form"' not in client.get(page_of(note)).content.decode()
    assert client.post(page_of(note), {"act": "accept"}).status_code == 403
    assert client.post(page_of(note), {"act": "undo", "why": "A mistake"}).status_code == 403
    note.refresh_from_db()
    assert (note.accepted_at, note.file.undone_at) == (None, None)


@pytest.mark.parametrize("group", ["Viewer", "Moderator", "Lead officer"])
def test_other_officers_do_not_see_spending(client, note, group):
    client.force_login(make_officer("other", group=group))

    assert client.get(NOTES).status_code == 403
    assert client.get(page_of(note)).status_code == 403


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "x", "1/2"])
def test_a_note_that_is_not_there_is_not_found(desk, key):
    assert desk.get(f"{NOTES}{key}/change/").status_code == 404


def test_nobody_edits_or_deletes_a_note(desk, note):
    assert desk.post(f"{NOTES}{note.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(page_of(note), {"sum_pence": 1}).status_code == 403
    assert ImportNote.objects.get().sum_pence == note.sum_pence


def test_a_look_changes_nothing(desk, note):
    desk.get(page_of(note), {"act": "accept"})

    note.refresh_from_db()
    assert note.accepted_at is None


def test_an_undone_note_offers_no_decision(desk, note):
    actions.undo(file=note.file, why="The wrong month", by=None, at=MONDAY)

    page = desk.get(page_of(note)).content.decode()

    assert "Undone on 16 November 2026" in page
    assert 'name="act"' not in page
