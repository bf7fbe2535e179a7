"""The desk's import of a spend file: sent, looked at, asked about, imported; or told why not."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spending.actions.reading import lines
from spending.forms.importing import INSTEAD, YES
from spending.models import Body, ImportNote, OriginalPiece, Payment, SavedLayout, SourceFile, Upload
from spending.pages.notes import DECIDED
from spending.tests.make import ROWS, TITLES, csv_bytes, make_import, make_officer, numbered, spend_file

pytestmark = pytest.mark.django_db

SEND = "/admin/spending/importnote/add/"
STORED = (Body, SavedLayout, SourceFile, OriginalPiece, Payment, ImportNote)
# No title says which of the two amounts was paid.
DOUBTFUL = ["Date", "Ref", "Name", "Purpose", "Amount 1", "Amount 2"]
DOUBTFUL_ROWS = [[*row, row[-1]] for row in ROWS]


@pytest.fixture
def desk(client):
    client.force_login(make_officer())
    return client


def send(desk, content=None, *, name="june.csv", **fields):
    content = csv_bytes() if content is None else content
    plain = {"file": SimpleUploadedFile(name, content), "body": "", "new_body": "Example Council"}
    return desk.post(SEND, {**plain, **fields})


def preview_of(desk, content=None, **fields):
    """Send a file and return where its preview is, and what that says."""
    address = send(desk, content, **fields).url
    return address, desk.get(address).content.decode()


def stored():
    return [model._meta.model_name for model in STORED if model.objects.exists()]


# -- sending a file ---------------------------------------------------------------------


def test_the_form_offers_the_bodies_that_are_known(desk):
    known = Body.objects.create(name="Example Council")

    assert f'<option value="{known.pk}">Example Council</option>' in desk.get(SEND).content.decode()


def test_a_file_of_a_body_from_the_list_is_looked_at_for_that_body(desk):
    known = Body.objects.create(name="Example Council")

    _, page = preview_of(desk, body=known.pk, new_body="")

    assert "<b>Example Council</b>" in page


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"new_body": ""}, "Choose a body from the list, or name a new one"),
        ({"new_body": " "}, "Choose a body from the list, or name a new one"),
        ({"body": "999", "new_body": ""}, "Choose a body from the list"),
        ({"new_body": "x" * 201}, "Use 200 characters or fewer"),
        ({"new_body": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_a_body_that_is_not_clear_is_asked_for_and_the_file_is_not_asked_for_again(desk, fields, fault):
    refused = send(desk, **fields)
    page = refused.content.decode()

    assert refused.status_code == 422
    assert fault in page
    assert "“june.csv” has arrived" in page
    upload = Upload.objects.get()
    again = desk.post(SEND, {"upload": upload.pk, "body": "", "new_body": "Example Council"})
    assert "Sum of all payments" in desk.get(again.url).content.decode()
    assert Upload.objects.count() == 1


def test_a_body_chosen_and_named_is_asked_for_again_and_both_stay(desk):
    known = Body.objects.create(name="Example Council")

    page = send(desk, body=known.pk, new_body="Another Council").content.decode()

    assert "not both" in page
    assert f'<option value="{known.pk}" selected>' in page
    assert 'value="Another Council"' in page


@pytest.mark.parametrize(
    ("content", "fault"), [(None, "Choose a file"), (b"", "The file is empty"), (b"x" * 101, "a page takes")]
)
def test_a_file_that_cannot_be_taken_says_why_and_the_body_stays(desk, settings, content, fault):
    settings.MOST_UPLOADED_BYTES = 100
    sent = {} if content is None else {"file": SimpleUploadedFile("june.csv", content)}

    refused = desk.post(SEND, {"body": "", "new_body": "Example Council", **sent})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert fault in page
    assert 'value="Example Council"' in page
    assert not Upload.objects.exists()


def test_a_file_too_large_for_a_page_is_told_the_command(desk, settings):
    settings.MOST_UPLOADED_BYTES = 20_000_000
    page = send(desk, b"x" * 20_000_001).content.decode()

    assert "The file has 21 MB, and a page takes 20 MB at most. Import it with the command" in page


# -- looking at it ----------------------------------------------------------------------


def test_the_preview_says_everything_and_stores_nothing(desk):
    rows = [*ROWS, ["", "", "", "", ""], ["02/06/2026", "T4", "<b>Bakery</b>", "Catering", "<i>lots</i>"]]

    _, page = preview_of(desk, csv_bytes(rows))

    for words in (
        "CSV, utf-8", "£1,500.00", "1 June 2026 to 30 June 2026", "1 of 3 (33.3%)", "No payment: blank rows",
        "Not read: an amount that cannot be read", "Its titles and what stands under them leave no doubt",
        "Nothing is left to decide", "<b>Payee</b>", "Roebuck Bakery Ltd", "<td>Net Amount</td>",
        "&lt;i&gt;lots&lt;/i&gt;",
    ):  # fmt: skip
        assert words in page
    assert "<i>lots</i>" not in page
    assert stored() == []


def test_the_first_rows_in_quarantine_are_shown_and_all_are_counted(desk, monkeypatch):
    monkeypatch.setattr(lines, "SHOWN", 2)
    bad = [["02/06/2026", f"B{number}", "A Ltd", "Repairs", "n/k"] for number in range(5)]

    _, page = preview_of(desk, csv_bytes([*numbered(9), *bad]))

    assert "the first 2 of 5" in page
    assert page.count("<td>n/k</td>") == 2


def test_what_is_unlike_the_last_files_is_said_before_it_is_imported(desk, tmp_path):
    for number in range(3):
        make_import(spend_file(tmp_path, numbered(3 + number, first=100 * number + 1), name=f"{number}.csv"))

    _, page = preview_of(desk, csv_bytes(numbered(90, first=900)))

    assert "It has 90 payments; the last 3 files had 3 payments to 5 payments." in page


def test_nothing_of_the_file_is_imported_by_looking_at_it_twice(desk):
    address, _ = preview_of(desk)

    desk.get(address)

    assert stored() == []


# -- importing it -----------------------------------------------------------------------


def test_a_clear_file_is_imported_and_its_note_is_next(desk):
    address, _ = preview_of(desk)

    after = desk.post(address)

    note = ImportNote.objects.get()
    assert after.url == f"/admin/spending/importnote/{note.pk}/change/"
    assert (note.file.name, note.file.body.name, note.file.imported_by.username) == (
        "june.csv",
        "Example Council",
        "officer",
    )
    assert note.accepted_at is None
    assert not Upload.objects.exists()
    assert "Nothing of it is public" in desk.get(after.url).content.decode()


def test_the_same_as_by_the_command(desk, tmp_path):
    by_command = make_import(spend_file(tmp_path), body="Another Council").file
    address, _ = preview_of(desk)
    desk.post(address)

    by_page = SourceFile.objects.get(body__name="Example Council")
    columns = ("rows_digest", "bytes_digest", "kind", "encoding", "columns", "byte_count")
    assert [getattr(by_page, column) for column in columns] == [getattr(by_command, column) for column in columns]
    assert by_page.payments.count() == by_command.payments.count() == 3


def test_pressing_twice_imports_once(desk):
    address, _ = preview_of(desk)

    desk.post(address)
    again = desk.post(address)

    assert again.status_code == 410
    assert "not here any more" in again.content.decode()
    assert SourceFile.objects.count() == 1


def test_a_doubtful_layout_is_asked_about_once(desk):
    address, page = preview_of(desk, csv_bytes(DOUBTFUL_ROWS, titles=DOUBTFUL))
    assert "No saved layout fits, so this one is proposed" in page

    unanswered = desk.post(address, {"profile": "As of <June>"})
    assert unanswered.status_code == 422
    assert 'value="As of &lt;June&gt;"' in unanswered.content.decode()
    assert stored() == []

    desk.post(address, {"accept_proposal": "on", "profile": "As of June"})
    assert SavedLayout.objects.get().confirmed_by.username == "officer"
    july = [[day.replace("/06/", "/07/"), *rest] for day, *rest in DOUBTFUL_ROWS]
    _, known = preview_of(desk, csv_bytes(july, titles=DOUBTFUL), name="july.csv")
    assert "It is read by the saved layout “As of June”." in known
    assert "Nothing is left to decide" in known


def test_a_layouts_name_that_is_taken_is_asked_for_again(desk):
    address, _ = preview_of(desk, csv_bytes(DOUBTFUL_ROWS, titles=DOUBTFUL))
    desk.post(address, {"accept_proposal": "on", "profile": "As of June", "accept": "amounts"})
    july = [[day.replace("/06/", "/07/"), *rest] for day, *rest in DOUBTFUL_ROWS]
    other = ["Date", "Ref", "Name", "For what", "Amount 1", "Amount 2"]
    address, _ = preview_of(desk, csv_bytes(july, titles=other), name="july.csv")

    yes = {"accept_proposal": "on", "profile": "As of June", "accept": "amounts"}
    refused = desk.post(address, yes).content.decode()

    assert "is the name of another layout" in refused
    assert "checked" in refused
    assert 'value="As of June"' in refused


def test_a_question_is_put_plainly_and_a_yes_settles_it(desk):
    address, page = preview_of(desk, csv_bytes([*ROWS, ["", "", "Total", "", "1600.00"]]))
    assert "gives a total of £1,600.00" in page
    assert "the payments are right, the total in the file is not" in page

    assert desk.post(address).status_code == 422
    assert stored() == []

    desk.post(address, {"accept": "total"})
    assert ImportNote.objects.get().decided == ["total"]


def below_zero():
    return [[*row[:4], f"-{100 + number}.50"] for number, row in enumerate(ROWS)]


QUESTIONS = {
    "another_table": (
        [*ROWS, ["Receipts", "", "", "", ""], TITLES, *numbered(2)],
        "Record 5 begins another table: “Receipts”",
        "every part of the file is payments",
    ),
    "signs": (below_zero(), "3 of 3 amounts are below zero", "these are credits"),
    "future": ([*ROWS, ["13/06/2062", "T4", "A Ltd", "", "5.00"]], "a year ahead: 13 June 2062", "the dates are right"),
}


@pytest.mark.parametrize("code", QUESTIONS)
def test_what_could_be_counted_wrongly_is_asked_and_the_yes_is_kept_on_the_note(desk, code):
    rows, question, yes = QUESTIONS[code]
    address, page = preview_of(desk, csv_bytes(rows))
    assert question in page
    assert yes in page

    assert desk.post(address).status_code == 422
    assert stored() == []

    desk.post(address, {"accept": code})
    assert ImportNote.objects.get().decided == [code]
    assert Payment.objects.exists()


def test_credits_that_are_written_like_payments_are_asked_about(desk):
    rows = [[*row[:4], "5.00", kind] for row, kind in zip(ROWS, ["Invoice", "Credit note", "Invoice"], strict=True)]

    _, page = preview_of(desk, csv_bytes(rows, titles=[*TITLES, "Document Type"]))

    assert "“Document Type” calls amounts credits that are above zero" in page
    assert "each amount has the sign that it should have" in page


def test_rows_in_another_currency_are_shown_with_it_before_anything_is_imported(desk):
    rows = [[*row, currency] for row, currency in zip(ROWS, ["GBP", "EUR", "GBP"], strict=True)]

    _, page = preview_of(desk, csv_bytes(rows, titles=[*TITLES, "Currency"]))

    assert "an amount in another currency" in page
    assert "EUR" in page


def test_every_reason_to_stop_has_a_yes_and_a_sentence_for_the_note_or_says_what_helps():
    sources = "".join(path.read_text() for path in Path(lines.__file__).parent.glob("*.py"))
    codes = {*re.findall(r'(?:\.stop|stops\.append\(Reason)\(\s*"(\w+)"', sources)}

    assert {"total", "amounts", "another_table", "date_order", "no_payments"} <= codes
    assert codes - lines.NO_YES_HELPS <= YES.keys()
    assert codes & lines.NO_YES_HELPS <= INSTEAD.keys()
    assert YES.keys() <= DECIDED.keys()


def test_an_answer_stays_while_another_is_asked_for(desk):
    content = csv_bytes([*DOUBTFUL_ROWS, ["", "", "Total", "", "1600.00", ""]], titles=DOUBTFUL)
    address, _ = preview_of(desk, content, name="2026-07.csv")

    page = desk.post(address, {"accept": "period"}).content.decode()

    assert 'value="period" id="accept_period" checked' in page
    assert 'value="total" id="accept_total">' in page


@pytest.mark.parametrize("answer", [{"accept": "nonsense"}, {"second_version": "both"}, {"profile": "x" * 81}])
def test_an_answer_that_is_none_imports_nothing(desk, answer):
    address, _ = preview_of(desk)

    refused = desk.post(address, answer)

    assert refused.status_code == 422
    assert "Not imported yet" in refused.content.decode()
    assert stored() == []


@pytest.mark.parametrize(("answer", "pence"), [("replace", 150500), ("add", 300500)])
def test_a_second_version_replaces_the_first_or_is_added(desk, tmp_path, answer, pence):
    make_import(spend_file(tmp_path))
    longer = csv_bytes([*ROWS, ["30/06/2026", "T9", "A Ltd", "Repairs", "5.00"]])
    address, page = preview_of(desk, longer)
    assert "It shares 3 of its 4 payments with “june.csv”" in page

    assert desk.post(address).status_code == 422
    desk.post(address, {"second_version": answer})

    assert sum(Payment.objects.counted().values_list("amount_pence", flat=True)) == pence


# -- what cannot be imported ------------------------------------------------------------


def test_a_duplicate_leads_to_the_note_of_the_same_payments(desk, tmp_path):
    note = make_import(spend_file(tmp_path)).file.note

    _, page = preview_of(desk, b"\xef\xbb\xbf" + csv_bytes(), name="again.csv")

    assert "These payments are counted already" in page
    assert f'href="/admin/spending/importnote/{note.pk}/change/"' in page
    assert "Import the file</button>" not in page


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!doctype html><html><body>404</body></html>", "This is a web page or XML"),
        (b"%PDF-1.7 and so on", "This is a PDF"),
        (b"Contract,Start date,End date,Review date\na,b,c,d\n", "contracts register"),
    ],
)
def test_a_file_that_is_refused_says_why(desk, content, why):
    address, page = preview_of(desk, content)

    assert why in page
    assert "Nothing of it was stored" in page
    assert desk.post(address).status_code == 422
    assert stored() == []


def test_where_no_yes_helps_the_page_says_what_does(desk):
    rows = [[*row[:3], row[-1], row[-1].replace("0", "1")] for row in ROWS]
    address, page = preview_of(desk, csv_bytes(rows, titles=["Payment Date", "Ref No", "Supplier Name", "One", "Two"]))

    assert "No column is known to hold the amount" in page
    assert "Give the right column the title “Amount”" in page
    assert "Import the file</button>" not in page
    assert desk.post(address, {"accept": "no_amount"}).status_code == 422
    assert stored() == []


# -- who may ----------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["Viewer", "Moderator", "Lead officer"])
def test_other_officers_import_nothing(client, group):
    client.force_login(make_officer("other", group=group))

    assert client.get(SEND).status_code == 403
    assert send(client).status_code == 403
    assert client.post(f"{SEND}1/").status_code == 403
    assert not Upload.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(SEND).url.startswith("/admin/login/")
    assert send(client).url.startswith("/admin/login/")
    assert not Upload.objects.exists()


def test_nobody_goes_on_with_anothers_file(desk, client):
    address, _ = preview_of(desk)
    client.force_login(make_officer("another"))

    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410
    assert client.post(SEND, {"body": "", "new_body": "Mine", "upload": Upload.objects.get().pk}).status_code == 422
    assert stored() == []
    assert Upload.objects.filter(sent_by__username="officer").count() == 1


def test_a_file_whose_body_is_not_said_yet_is_not_looked_at(desk):
    send(desk, new_body="")

    assert desk.get(f"{SEND}{Upload.objects.get().pk}/").status_code == 410


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "1 OR 1=1", "\0"])
def test_an_upload_that_is_not_there_is_asked_for_again(desk, key):
    refused = desk.post(SEND, {"upload": key, "body": "", "new_body": "Example Council"})

    assert refused.status_code == 422
    assert "Choose a file" in refused.content.decode()


def test_titles_and_values_of_a_file_do_nothing_on_the_page(desk):
    titles = [*TITLES, "<script>alert(1)</script>"]
    rows = [[*row, '"><img src=x onerror=alert(1)>'] for row in ROWS]

    _, page = preview_of(desk, csv_bytes(rows, titles=titles), name="<b>june</b>.csv", new_body="<u>Council</u>")

    for markup in ("<script>alert", "<img src=x", "<b>june", "<u>Council"):
        assert markup not in page
