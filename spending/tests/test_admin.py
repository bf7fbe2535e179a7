"""What officers see of imported files, and what they can decide."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from spending.models import ImportNote, Payment
from spending.tests.make import ROWS, make_import, make_officer, numbered, spend_file

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


def decide(desk, act, *notes, **fields):
    ticked = [note.pk for note in notes]
    return desk.post(NOTES, {"action": act, "_selected_action": ticked, **fields}, follow=True).content.decode()


def test_the_list_says_what_waits_and_what_it_comes_to(desk, note):
    page = desk.get(NOTES).content.decode()

    assert "waits to be accepted" in page
    assert "£1,500.00" in page
    assert "1 June 2026 to 30 June 2026" in page


def test_the_list_costs_the_same_for_one_file_and_for_many(desk, note, tmp_path, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as one:
        desk.get(NOTES)
    for number in range(5):
        make_import(spend_file(tmp_path, numbered(3, first=100 * number), name=f"{number}.csv"))

    with django_assert_max_num_queries(len(one)):
        desk.get(NOTES)


def test_a_note_accounts_for_what_was_ignored_and_what_could_not_be_read(desk, note):
    page = desk.get(f"{NOTES}{note.pk}/change/").content.decode()
    rows = desk.get(f"/admin/spending/quarantinedrow/?file={note.file_id}").content.decode()

    assert "1 blank" in page
    assert f"?file={note.file_id}" in page
    assert "&lt;i&gt;lots&lt;/i&gt;" in rows
    assert "<i>lots</i>" not in rows


def test_a_file_without_dates_has_none_to_show(desk):
    path = FILES / "darlington_2013-02_sql_preamble.csv"
    codes = frozenset(reason.code for reason in make_import(path, accept_proposal=True).reasons)
    make_import(path, accept_proposal=True, accepted=codes)

    assert '<td class="field-period">none</td>' in desk.get(NOTES).content.decode()


def test_accepting_lets_the_public_see_the_payments(desk, note):
    page = decide(desk, "accept", note)

    assert "“june.csv” is public." in page
    assert Payment.objects.published().count() == 3
    note.refresh_from_db()
    assert note.accepted_by.username == "officer"


def test_accepting_twice_says_so(desk, note):
    decide(desk, "accept", note)

    assert "accepted already" in decide(desk, "accept", note)


def test_undoing_asks_why(desk, note):
    assert "Say why" in decide(desk, "undo", note, why=" ")
    assert Payment.objects.counted().exists()

    assert "in no sum any more" in decide(desk, "undo", note, why="The wrong month")
    assert not Payment.objects.counted().exists()
    assert "The wrong month" in desk.get(f"{NOTES}{note.pk}/change/").content.decode()
    assert "undone already" in decide(desk, "undo", note, why="Again")


def test_one_who_may_only_look_decides_nothing(client, note):
    officer = make_officer("looker")
    officer.groups.get().permissions.remove(officer.groups.get().permissions.get(codename="import_spending"))
    client.force_login(User.objects.get(pk=officer.pk))

    assert "june.csv" in client.get(NOTES).content.decode()
    decide(client, "accept", note)
    decide(client, "undo", note, why="A mistake")

    note.refresh_from_db()
    assert (note.accepted_at, note.file.undone_at) == (None, None)


@pytest.mark.parametrize("group", ["Viewer", "Moderator", "Lead officer"])
def test_other_officers_do_not_see_spending(client, note, group):
    client.force_login(make_officer("other", group=group))

    assert client.get(NOTES).status_code == 403


def test_nobody_edits_or_deletes_a_note(desk, note):
    assert desk.get(f"{NOTES}add/").status_code == 403
    assert desk.post(f"{NOTES}{note.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(f"{NOTES}{note.pk}/change/", {"sum_pence": 1}).status_code == 403
    assert ImportNote.objects.get().sum_pence == note.sum_pence
