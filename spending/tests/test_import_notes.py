"""The public import notes: all that was accepted and is counted, and nothing that could name somebody."""

from datetime import timedelta

import pytest

from spending import actions
from spending.pages.notes import period, redacted
from spending.tests.make import MONDAY, ROWS, make_import, make_officer, numbered, spend_file
from spending.views import files

pytestmark = pytest.mark.django_db

LIST = "/spending/files/"
MOST_BYTES = 30_000


@pytest.fixture
def officer():
    return make_officer("secret-officer")


def accepted(folder, officer, rows=ROWS, **asked):
    name = asked.pop("name", "june.csv")
    file = make_import(spend_file(folder, rows, name=name), by=officer, **asked).file
    actions.accept(note=file.note, by=officer, at=MONDAY + timedelta(days=1))
    return file


def page(client, address):
    return client.get(address).content.decode()


def test_a_note_reconciles_the_file_in_public(client, tmp_path, officer):
    rows = [*ROWS, ["", "", "", "", ""], ["02/06/2026", "T4", "Bakery", "Catering", "lots"]]
    file = accepted(tmp_path, officer, [*rows, ["", "", "Total", "", "1500.00"]])

    note = page(client, f"{LIST}{file.pk}/")

    for words in (
        "june.csv", "Example Council", "3 payments, £1,500.00", "1 June 2026 to 30 June 2026", "blank rows", "totals",
        "an amount that cannot be read", "1 of 3 (33.3%)", file.bytes_digest, "16 November 2026", "17 November 2026",
        "Supplier Name", f'href="/spending/payments/?file={file.pk}"',
    ):  # fmt: skip
        assert words in note


def test_rows_that_could_not_be_read_are_counted_and_never_shown(client, tmp_path, officer):
    file = accepted(tmp_path, officer, [*ROWS, ["02/06/2026", "T4", "Mrs Secret Person", "Care for her", "hers"]])

    note = page(client, f"{LIST}{file.pk}/")

    assert "Not read: an amount that cannot be read" in note
    assert "Records that could not be read are in no sum" in note
    for secret in ("Secret Person", "Care for her", "hers", "secret-officer"):
        assert secret not in note


def test_what_was_asked_and_what_is_unusual_is_public_too(client, tmp_path, officer):
    for number in range(3):
        make_import(spend_file(tmp_path, numbered(3 + number, first=100 * number + 1), name=f"{number}.csv"))
    rows = [*numbered(90, first=900), ["", "", "Total", "", "1.00"]]
    file = accepted(tmp_path, officer, rows, accepted=frozenset({"total"}))

    note = page(client, f"{LIST}{file.pk}/")

    assert "A total in the file disagrees with its payments." in note
    assert "It has 90 payments; the last 3 files had 3 payments to 5 payments." in note
    assert "£1.00" in note


def test_a_file_is_public_once_its_note_is_accepted(client, tmp_path, officer):
    file = make_import(spend_file(tmp_path)).file

    assert client.get(f"{LIST}{file.pk}/").status_code == 404
    assert "june.csv" not in page(client, LIST)

    actions.accept(note=file.note, by=officer, at=MONDAY)
    assert client.get(f"{LIST}{file.pk}/").status_code == 200
    assert "june.csv" in page(client, LIST)


def test_a_file_that_was_undone_says_so_and_nothing_else(client, tmp_path, officer):
    file = accepted(tmp_path, officer)
    actions.undo(file=file, why="It named Mrs Secret", by=officer, at=MONDAY)

    gone = client.get(f"{LIST}{file.pk}/")

    assert gone.status_code == 410
    for secret in ("june.csv", "Example Council", "Mrs Secret", file.bytes_digest):
        assert secret not in gone.content.decode()
    assert "june.csv" not in page(client, LIST)


def test_a_file_that_was_undone_before_anybody_saw_it_was_never_there(client, tmp_path, officer):
    file = make_import(spend_file(tmp_path)).file
    actions.undo(file=file, why="The wrong month", by=officer, at=MONDAY)

    assert client.get(f"{LIST}{file.pk}/").status_code == 404


def test_the_list_is_newest_first_and_leafs_to_its_end(client, tmp_path, officer, monkeypatch):
    monkeypatch.setattr(files, "ON_A_PAGE", 2)
    for number in range(5):
        accepted(tmp_path, officer, numbered(2, first=10 * number + 1), name=f"number-{number}.csv")

    seen, address = [], LIST
    while address:
        shown = page(client, address)
        seen.append([number for number in range(5) if f"number-{number}.csv" in shown])
        assert "5 files" in shown
        found = shown.partition("before=")[2].partition('"')[0]
        address = f"{LIST}?before={found}" if found else ""

    assert seen == [[3, 4], [1, 2], [0]]
    assert shown.count("Last imported files") == 1


def test_the_list_can_be_that_of_one_body(client, tmp_path, officer):
    accepted(tmp_path, officer)
    other = accepted(tmp_path, officer, numbered(3), name="other.csv", body="Another Council")

    one = page(client, f"{LIST}?body={other.body_id}")

    assert "other.csv" in one
    assert "june.csv" not in one
    assert "1 file of Another Council" in one
    assert f'<option value="{other.body_id}" selected>' in one


def test_a_body_of_which_nothing_is_public_is_not_known(client, tmp_path, officer):
    accepted(tmp_path, officer)
    hidden = make_import(spend_file(tmp_path, numbered(3), name="other.csv"), body="Another Council").file

    assert "Another Council" not in page(client, LIST)
    assert client.get(f"{LIST}?body={hidden.body_id}").status_code == 404


def test_before_the_first_file_the_list_says_why_it_is_empty(client):
    assert "No files are public yet" in page(client, LIST)


@pytest.mark.parametrize(
    "query", ["body=x", "body=-1", "before=x", "before=1e3", "body=" + "9" * 30, "before=²", "body=%00"]
)
def test_an_address_that_was_made_up_is_not_found(client, query):
    assert client.get(f"{LIST}?{query}").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_file_that_never_was_is_not_found(client, number):
    assert client.get(f"{LIST}{number}/").status_code == 404


def test_the_pages_cost_the_same_for_one_file_and_for_many(client, tmp_path, officer, django_assert_num_queries):
    file = accepted(tmp_path, officer)
    client.get(LIST)  # reads the words of every page, which are kept
    with django_assert_num_queries(3):
        client.get(LIST)
    for number in range(5):
        accepted(tmp_path, officer, numbered(2, first=10 * number + 1), name=f"{number}.csv", body=f"Council {number}")

    with django_assert_num_queries(3):
        client.get(LIST)
    with django_assert_num_queries(1):
        client.get(f"{LIST}{file.pk}/")


def test_the_pages_are_light(client, tmp_path, officer):
    for number in range(files.ON_A_PAGE):
        accepted(tmp_path, officer, numbered(1, first=number + 1), name=f"{number} {'long ' * 20}.csv")

    assert len(client.get(LIST).content) < MOST_BYTES


def test_only_reading_is_allowed(client):
    assert client.post(LIST).status_code == 405
    assert client.post(f"{LIST}1/").status_code == 405


def test_names_do_nothing_on_the_pages(client, tmp_path, officer):
    file = accepted(tmp_path, officer, name="<script>alert(1)<script>.csv", body="<b>Council</b>")

    for shown in (page(client, LIST), page(client, f"{LIST}{file.pk}/")):
        assert "<script>alert" not in shown
        assert "<b>Council" not in shown


@pytest.mark.parametrize(
    ("rows", "of", "words"),
    [
        (0, 0, "none"),
        (0, 5, "none"),
        (1, 3, "1 of 3 (33.3%)"),
        (1, 2000, "1 of 2,000 (0.0%)"),  # 0.05 is half way: to even
        (3, 2000, "3 of 2,000 (0.2%)"),
        (5, 5, "5 of 5 (100.0%)"),
        (12345, 1_000_000, "12,345 of 1,000,000 (1.2%)"),
    ],
)
def test_a_share_has_one_decimal_place(rows, of, words):
    assert redacted(rows, of=of) == words


def test_a_file_of_one_day_has_one_date():
    assert period(MONDAY.date(), MONDAY.date()) == "16 November 2026"
    assert period(None, None) == "no dates"
