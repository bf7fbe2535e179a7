"""The desk's import of reference files: a look first, nothing typed or sent is lost, the last word is an officer's."""

from datetime import timedelta

import psycopg2
import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from spending.models import ReferenceFile, Supplier, SupplierSite, Upload
from spending.tests.make import make_officer
from spending.tests.make_known import make_body
from spending.tests.make_references import MASTER, NOON, companies, company, contract, contracts, master

pytestmark = pytest.mark.django_db

FILES = "/admin/spending/referencefile/"
SEND = f"{FILES}add/"
ROWS = master(["1", "Acme Ltd", "SG1 1AA"], ["2", "", "SG1 1AB"], ["3", "Beta Ltd", "<b>SG1</b>"])


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(client):
    make_body()
    client.force_login(make_officer())
    return client


def send(desk, content: str = ROWS, *, name: str = "suppliers.csv", **said: str):
    usual = {"kind": "suppliers", "body": "Example Council", "as_at": "31/03/2026"}
    sent = {"file": SimpleUploadedFile(name, content.encode())} if content else {}
    return desk.post(SEND, {**usual, **said, **sent})


def look(desk, *given, **said) -> str:
    response = send(desk, *given, **said)
    assert response.status_code == 302, response.content.decode()
    return desk.get(response.url).content.decode()


def test_a_look_says_what_would_change_and_changes_nothing(desk):
    page = look(desk)

    assert '<th scope="row">Suppliers made</th><td class="desk-amount">2</td>' in page
    assert "31 March 2026" in page
    assert "The council&#x27;s supplier records of Example Council" in page
    assert not Supplier.objects.exists()
    assert not ReferenceFile.objects.exists()


def test_a_look_lists_each_row_and_cell_that_could_not_be_taken(desk):
    page = " ".join(look(desk).split())

    assert (
        '<th scope="row">3</th><td>Supplier Name</td><td>nothing</td>'
        "<td>the supplier&#x27;s name, of at most 200 characters</td><td>refused</td>"
    ) in page
    assert (
        '<th scope="row">4</th><td>Postcode</td><td>&lt;b&gt;SG1&lt;/b&gt;</td>'
        "<td>a UK postcode such as SG1 1HN</td><td>taken without it</td>"
    ) in page


def test_a_yes_imports_what_was_looked_at_and_forgets_the_upload(desk):
    address = send(desk).url
    desk.get(address)
    response = desk.post(address, follow=True)

    file = ReferenceFile.objects.get()
    assert response.redirect_chain == [(f"{FILES}{file.pk}/change/", 302)]
    assert "“suppliers.csv” is imported." in response.content.decode()
    assert (file.rows_taken, file.rows_refused, file.imported_by.username) == (2, 1, "officer")
    assert SupplierSite.objects.get().postcode == "SG1 1AA"
    assert not Upload.objects.exists()


def test_the_page_of_a_file_says_what_it_changed_and_what_not(desk):
    desk.post(send(desk).url)
    page = desk.get(f"{FILES}{ReferenceFile.objects.get().pk}/change/").content.decode()

    assert "<div>suppliers made: 2</div>" in page
    assert "Row 4, Postcode: “&lt;b&gt;SG1&lt;/b&gt;”." in page


def test_pressing_twice_imports_once(desk):
    address = send(desk).url
    desk.post(address)
    page = desk.post(address, follow=True).content.decode()

    assert "not here any more" in page
    assert ReferenceFile.objects.count() == 1


def test_the_same_file_again_is_said_to_be_imported_already(desk):
    desk.post(send(desk).url)
    page = look(desk, name="another.csv")

    assert "This file is imported already." in page
    assert "Import the file" not in page


def test_nobody_waits_on_a_page_while_a_register_is_imported(desk):
    other = psycopg2.connect(**connection.get_connection_params())
    other.cursor().execute("LOCK TABLE spending_referencefile IN SHARE ROW EXCLUSIVE MODE")
    address = send(desk).url
    try:
        page = desk.get(address).content.decode()
    finally:
        other.close()

    assert "Another file is being imported just now." in page
    assert "Nothing is stored yet" in desk.get(address).content.decode()


def test_a_file_of_another_kind_is_refused_with_what_it_looks_like(desk):
    page = look(desk, contracts(contract()))

    assert "This file cannot be imported." in page
    assert "It looks like another kind: Contracts register." in page
    assert "Import the file" not in page


def test_a_yes_to_a_file_that_cannot_be_imported_stores_nothing(desk):
    response = desk.post(send(desk, contracts(contract())).url)

    assert response.status_code == 422
    assert not ReferenceFile.objects.exists()


def test_what_is_missing_is_asked_and_the_file_is_kept(desk):
    response = send(desk, kind="", body="", as_at="31 Juni")
    page = response.content.decode()
    upload = Upload.objects.get()

    assert response.status_code == 422
    assert "Choose what the file is" in page
    assert "Enter a day like 31/03/2026" in page
    assert f'name="upload" value="{upload.pk}"' in page
    again = send(desk, "", upload=str(upload.pk))
    assert "Nothing is stored yet" in desk.get(again.url).content.decode()


def test_supplier_records_ask_for_their_council_and_other_files_do_not(desk):
    assert "Choose the council whose records they are" in send(desk, body="").content.decode()
    assert "Nothing is stored yet" in look(desk, contracts(contract()), kind="contracts", body="")


def test_a_day_that_nobody_says_is_asked_with_the_file_kept(desk):
    address = send(desk, as_at="").url
    response = desk.get(address)
    upload = Upload.objects.get()

    assert response.status_code == 422
    page = response.content.decode()
    assert "Say which day the file speaks of" in page
    assert f'<form method="post" action="{SEND}"' in page
    again = send(desk, "", upload=str(upload.pk), as_at="2026-03-31")
    assert "Nothing is stored yet" in desk.get(again.url).content.decode()


def test_the_day_in_the_name_needs_no_answer(desk):
    page = look(desk, companies(company()), kind="companies", as_at="", name="BasicCompanyData-2026-11-01-part1_7.csv")

    assert "1 November 2026" in page


def test_a_day_to_come_is_refused(desk):
    assert "Enter a day that is not still to come" in send(desk, as_at="17/11/2026").content.decode()


def test_a_file_that_is_too_large_is_sent_to_the_command(desk, settings):
    settings.MOST_UPLOADED_BYTES = 100
    page = send(desk, master(*[[str(number), "Acme", ""] for number in range(50)])).content.decode()

    assert "Import it with the command" in page
    assert not Upload.objects.exists()


def test_nobody_goes_on_with_the_file_of_another(desk, client):
    address = send(desk).url
    client.force_login(make_officer("other"))
    page = client.post(address, follow=True).content.decode()

    assert "not here any more" in page
    assert not ReferenceFile.objects.exists()


def test_a_file_is_forgotten_after_a_day(desk):
    address = send(desk).url
    with time_machine.travel(NOON + timedelta(hours=25), tick=False):
        desk.force_login(User.objects.get())
        send(desk, master(["9", "Later Ltd", ""], titles=MASTER), name="later.csv")

        assert "not here any more" in desk.get(address, follow=True).content.decode()


def test_an_upload_that_nothing_was_said_of_has_no_page(desk):
    send(desk, kind="")

    assert desk.get(f"{SEND}{Upload.objects.get().pk}/").status_code == 302


@pytest.mark.parametrize("group", ["Moderator", "Viewer"])
def test_only_who_may_match_suppliers_may_import(client, group):
    client.force_login(make_officer(group=group))

    assert client.get(SEND).status_code == 403
    assert client.post(SEND).status_code == 403
    assert client.get(f"{SEND}1/").status_code == 403
    assert client.post(f"{SEND}1/").status_code == 403


def test_files_are_read_and_never_changed(desk):
    desk.post(send(desk).url)
    file = ReferenceFile.objects.get()
    desk.post(f"{FILES}{file.pk}/change/", {"name": "changed"})
    desk.post(f"{FILES}{file.pk}/delete/", {"post": "yes"})

    assert ReferenceFile.objects.get().name == "suppliers.csv"


def test_the_list_costs_the_same_for_one_file_and_for_many(desk, django_assert_max_num_queries):
    desk.post(send(desk).url)
    with django_assert_max_num_queries(12) as one:
        page = desk.get(FILES).content.decode()
    cost = len(one)
    assert 'href="/admin/spending/referencefile/add/"' in page
    for number in range(5):
        desk.post(send(desk, master([str(number), f"Supplier {number}", ""])).url)

    with django_assert_max_num_queries(cost):
        desk.get(FILES)
