"""Returns on the desk: who may do what, nothing typed is lost, and of two who press at once one is told."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balancesheet.models import Entry, Evidence, Return, ReturnFile
from balancesheet.tests.make import close
from balancesheet.tests.make_returns import csv_text, make_cells, make_checked, make_ledger_officer, make_return
from spending.models import Upload

pytestmark = pytest.mark.usefixtures("books")

LIST = "/admin/balancesheet/return/"
SEND = "/admin/balancesheet/returnfile/add/"
ENTER = f"{LIST}enter/hours_residents/"
TYPED = {
    "neighbourhood": "N1",
    # Long ago: the desk goes by the clock, and this has come on every day that the tests run.
    "date": "01/05/2024",
    "amount": "12.5",
    "group": "Pin Green garden",
    "what_happened": "Weekly litter pick",
    "foundation": "",
    "people": "8",
    "evidence": "estimate",
    "title": "Count of the spring",
    "reference": "Heads counted once",
}
LETTER = b"%PDF-1.7 an award letter"


@pytest.fixture
def clients(client):
    """Two ledger officers who are signed in: one enters, the other checks."""
    enters, checks = client, type(client)()
    enters.force_login(make_ledger_officer("enters"))
    checks.force_login(make_ledger_officer("checks"))
    return enters, checks


def page_of(returned):
    return reverse("admin:balancesheet_return_change", args=[returned.pk])


def seen(returned):
    return {"seen": returned.entered_at.isoformat()}


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def enter(client, **typed):
    return client.post(ENTER, {**TYPED, **typed})


def letter():
    return SimpleUploadedFile("letter.pdf", LETTER, content_type="application/pdf")


def test_a_return_goes_from_one_officer_over_another_into_the_books(clients):
    enters, checks = clients
    assert enters.get(f"{LIST}add/").status_code == 200
    assert enter(enters).status_code == 302
    returned = Return.objects.get()

    assert "You entered this" in text(enters.get(page_of(returned)))
    assert "1 return to check" in text(checks.get("/admin/"))
    assert "12.50 hours" in text(checks.get(LIST))
    checks.post(page_of(returned), {"act": "check", **seen(returned)})
    assert Entry.objects.get().source_ref == str(returned.pk)
    assert "to check" not in text(checks.get("/admin/"))


def test_what_was_typed_stays_where_something_is_wrong_and_each_fault_is_said(clients):
    answer = enter(clients[0], amount="-3", group="", evidence="register", title="", reference="")
    said = text(answer)

    assert answer.status_code == 422
    assert 'value="Weekly litter pick"' in answer.content.decode()
    assert 'value="-3"' in answer.content.decode()
    for sentence in (
        "Enter an amount above 0",
        "Enter the group",
        "Say what the evidence is called",
        "Enter the name of the register",
        "Enter the number under which it stands",
    ):
        assert sentence in said
    assert not Return.objects.exists()


def test_a_document_is_sent_once_even_where_something_else_is_wrong(clients):
    enters, _ = clients
    wrong = enter(enters, evidence="document", amount="", document=letter())
    upload = Upload.objects.get()
    assert "“letter.pdf” has arrived" in text(wrong)

    enter(enters, evidence="document", upload=upload.pk)
    evidence = Evidence.objects.get()
    download = enters.get(reverse("admin:balancesheet_evidence_document", args=[evidence.pk]))
    assert b"".join(download.streaming_content) == LETTER
    assert download["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("letter.html", b"<script>", "not taken"), ("letter.pdf", b"", "empty"), ("letter.exe", b"MZ", "not taken")],
)
def test_a_document_that_cannot_be_kept_is_refused(clients, name, content, says):
    answer = enter(clients[0], evidence="document", document=SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert says in text(answer)


def test_a_document_is_public_once_an_officer_says_so(clients, client):
    enters, checks = clients
    enter(enters, evidence="document", document=letter())
    returned, visitor = Return.objects.get(), type(client)()
    address = reverse("balancesheet:evidence", args=[returned.evidence_id])

    assert visitor.get(address).status_code == 404
    checks.post(page_of(returned), {"act": "publish"})
    assert b"".join(visitor.get(address).streaming_content) == LETTER
    checks.post(page_of(returned), {"act": "hide"})
    assert visitor.get(address).status_code == 404


def test_of_two_officers_who_press_at_once_one_is_told(clients):
    returned, (first, second) = make_return(by="another"), clients
    first.post(page_of(returned), {"act": "check", **seen(returned)})
    answer = second.post(page_of(returned), {"act": "refuse", "why": "Not ours", **seen(returned)})

    assert answer.status_code == 409
    assert "somebody else has decided on this" in text(answer)
    assert "Checked by enters" in text(answer)


def test_what_was_typed_stays_where_somebody_corrected_the_return_meanwhile(clients):
    returned, (first, second) = make_return(by="another"), clients
    address = reverse("admin:balancesheet_return_correct", args=[returned.pk])
    assert 'value="12.50"' in first.get(address).content.decode()
    first.post(address, {**TYPED, "evidence": "keep", "amount": "3", **seen(returned)})
    answer = second.post(address, {**TYPED, "evidence": "keep", "amount": "4.25", **seen(returned)})

    assert answer.status_code == 409
    assert 'value="4.25"' in answer.content.decode()
    returned.refresh_from_db()
    assert (returned.amount, returned.entered_by.username) == (300, "enters")


def test_nobody_checks_what_they_entered_by_sending_the_form_anyway(clients):
    enters, _ = clients
    enter(enters)
    returned = Return.objects.get()
    answer = enters.post(page_of(returned), {"act": "check", **seen(returned)})

    assert answer.status_code == 409
    assert "another person has to check it" in text(answer)
    assert not Entry.objects.exists()


def test_who_entered_a_return_may_take_it_back(clients):
    enters, _ = clients
    enter(enters)
    returned = Return.objects.get()
    assert "Say why" in text(enters.post(page_of(returned), {"act": "refuse", **seen(returned)}))
    enters.post(page_of(returned), {"act": "refuse", "why": "Typed twice", **seen(returned)})

    assert "Refused by enters" in text(enters.get(page_of(returned)))


def test_a_withdrawal_asks_for_its_reason(clients):
    returned = make_checked()
    _, checks = clients

    assert checks.post(page_of(returned), {"act": "withdraw", "why": " "}).status_code == 422
    checks.post(page_of(returned), {"act": "withdraw", "why": "Counted twice"})
    assert "Withdrawn by checks" in text(checks.get(page_of(returned)))
    assert Entry.objects.get(kind="reversal").why == "Counted twice"


def test_a_return_of_a_year_that_closed_meanwhile_says_what_to_do(clients):
    returned = make_return(date="31/03/2026")
    close(2024, 2025)
    answer = clients[1].post(page_of(returned), {"act": "check", **seen(returned)})

    assert answer.status_code == 409
    assert "its year has closed since it was entered" in text(answer)


@pytest.mark.parametrize("forged", ["", "yesterday", "2026-05-04"])
def test_a_decision_on_what_nobody_saw_is_refused(clients, forged):
    returned = make_return()

    assert clients[1].post(page_of(returned), {"act": "check", "seen": forged}).status_code == 409


@pytest.mark.parametrize("address", [f"{LIST}add/", ENTER, SEND])
def test_who_may_only_look_enters_and_decides_nothing(client, address):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(*Permission.objects.filter(codename__in=["view_return", "view_returnfile"]))
    client.force_login(viewer)
    returned = make_return()

    assert client.get(LIST).status_code == client.get(page_of(returned)).status_code == 200
    assert client.get(address).status_code == 403
    for act in ("check", "refuse", "withdraw", "publish", "nonsense"):
        assert client.post(page_of(returned), {"act": act, "why": "x", **seen(returned)}).status_code == 403


def test_an_address_that_names_nothing_is_not_found(clients):
    for address in (f"{LIST}enter/hugs/", f"{LIST}999/change/", f"{LIST}{'9' * 30}/change/", f"{LIST}evidence/9/"):
        assert clients[0].get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_return_and_for_thirty(clients, django_assert_num_queries, count):
    for _ in range(count):
        make_return()
    clients[0].get(LIST)

    with django_assert_num_queries(11):
        assert clients[0].get(LIST).content.count(b"12.50 hours") == count


# -- files -----------------------------------------------------------------------------

ROW = make_cells(date="01/05/2024")


def send(client, *rows, name="returns.csv", **says):
    file = SimpleUploadedFile(name, csv_text(*rows).encode(), content_type="text/csv")
    typed = {"title": "Return of the garden", "evidence": "signed_return", "reference": "By the chair", "file": file}
    return client.post(SEND, {**typed, **says}, follow=True)


def test_a_file_is_looked_at_entered_and_checked_by_another(clients):
    enters, checks = clients
    look = send(enters, ROW, ROW | {"amount": "3"})
    assert "15.50 hours" in text(look)
    assert not ReturnFile.objects.exists()

    entered = enters.post(look.request["PATH_INFO"], follow=True)
    address = entered.request["PATH_INFO"]
    assert "You entered this" in text(entered)
    assert "Return of the garden" in text(checks.get(LIST))
    assert enters.post(address, {"act": "check"}).status_code == 409
    checks.post(address, {"act": "check"})
    assert Entry.objects.count() == 2
    assert "Checked" in text(checks.get(address))
    assert Upload.objects.count() == 0


def test_faults_of_a_file_are_told_by_row_column_and_value_and_nothing_is_kept(clients):
    look = send(clients[0], ROW, ROW | {"amount": "lots"})
    said = text(look)

    assert "1 thing in this file is not right" in said
    assert "Row 3, amount lots This is no number of hours. Write digits, like 120.50" in said
    assert "1 row is right as it is" in said
    assert clients[0].post(look.request["PATH_INFO"]).status_code == 422
    assert not ReturnFile.objects.exists()


def test_the_same_rows_in_another_file_are_told_and_change_nothing(clients):
    enters, checks = clients
    enters.post(send(enters, ROW).request["PATH_INFO"])
    again = send(checks, ROW, name="other.csv")

    assert "These returns were entered before" in text(again)
    assert checks.post(again.request["PATH_INFO"]).status_code == 409
    assert ReturnFile.objects.count() == 1


def test_what_was_said_of_a_file_stays_where_something_is_missing(clients):
    wrong = send(clients[0], ROW, reference="")

    assert wrong.status_code == 422
    assert "Say who signed" in text(wrong)
    assert "“returns.csv” has arrived" in text(wrong)
    assert 'value="Return of the garden"' in wrong.content.decode()


def test_nobody_goes_on_with_the_file_of_another(clients):
    enters, checks = clients
    look = send(enters, ROW)
    other = checks.get(look.request["PATH_INFO"], follow=True)

    assert "Send it again if it is missing" in text(other)


def test_the_public_page_gives_the_template_and_names_every_kind(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = text(client.get("/balance-sheet/returns/"))
    template = client.get("/balance-sheet/returns/template.csv").content.decode("utf-8-sig")

    assert template == csv_text()
    for words in ("hours_residents", "opening_1020", "Pin Green", "2024-25"):
        assert words in page
