"""CSV and JSON: the same payments as the page, safe to open, complete. And that nobody is named who may not be."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from spending.models import Payee, PayeeClass, SupplierKind, Verdict
from spending.pages.filters import Filters
from spending.pages.payments import COLUMNS, GUIDE, every_payment
from spending.tests.make_known import decide, make_file, make_payment, make_postcode, make_site, make_supplier
from spending.tests.make_spread import make_spread

pytestmark = pytest.mark.django_db

PORTAL = "http://127.0.0.1:8000"


def csv_rows(client: Any, query: str = "") -> list[dict[str, str]]:
    text = b"".join(client.get(f"/spending/payments.csv{query}")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_csv_says(value: object) -> str:
    """Return what a field of the JSON is in the CSV."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_a_row_has_every_field(client):
    make_file([make_payment(category="Repairs", department="Housing", ref="R1", purpose="Bread", amount_pence=-5)])
    make_postcode()
    supplier = make_supplier("Roebuck Bakery Limited", kind="cic", size="likely_small")
    make_site(supplier, is_branch=True)
    decide("Roebuck Bakery Ltd", supplier)

    (row,) = csv_rows(client)

    assert row == {
        "id": row["id"],
        "pay_date": "2025-06-15",
        "date_kind": "payment",
        "body": "Example Council",
        "payee": "Roebuck Bakery Ltd",
        "payee_class": "named",
        "is_individual": "false",
        "amount": "-0.05",
        "amount_basis": "net",
        "irrecoverable_vat": "",
        "department": "Housing",
        "category": "Repairs",
        "purpose": "Bread",
        "reference": "R1",
        "capital_revenue": "",
        "is_card": "",
        "company_number": "",
        "charity_number": "",
        "supplier_id": str(supplier.pk),
        "supplier": "Roebuck Bakery Limited",
        "supplier_kind": "cic",
        "supplier_size": "likely_small",
        "match_basis": "person",
        "tier": "T1",
        "why_unknown": "",
        "site_basis": "trading",
        "is_branch": "true",
        "neighbourhood": "",
        "scope": "in",
        "file_id": row["file_id"],
        "file": row["file"],
        "record_number": "1",
        "address": f"{PORTAL}/spending/payments/{row['id']}/",
    }


@pytest.mark.parametrize("query", ["", "?tier=T1,U", "?q=roebuck", "?year=2024-25&scope=in", "?undated=yes"])
def test_page_csv_and_json_show_the_same_payments(client, query):
    make_spread(45)

    shown = client.get(f"/spending/payments/{query}").context["page"]
    rows = csv_rows(client, query)
    answer = client.get(f"/spending/payments.json{query}").json()

    assert [str(payment.id) for payment in shown.payments] == [row["id"] for row in rows]
    assert [payment.payee for payment in shown.payments] == [row["payee"] for row in rows]
    assert [{name: as_csv_says(value) for name, value in item.items()} for item in answer["items"]] == rows
    assert answer["count"] == shown.counted.payments == len(rows) > 0
    assert answer["sum"] == f"{sum(round(float(row['amount']) * 100) for row in rows) / 100:.2f}"


def test_the_json_says_its_version_licence_and_filters(client):
    make_file([make_payment()])

    page = client.get("/spending/payments.json?tier=U&q=roe").json()

    assert page["schema_version"] == 1
    assert page["licence"]["name"] == "Open Government Licence v3.0"
    assert page["filters"] == {"tier": "U", "q": "roe"}
    assert (page["is_more"], page["problems"], page["next"]) == (False, [], None)


def test_following_next_in_the_json_meets_every_payment_once(client, monkeypatch):
    monkeypatch.setattr("spending.views.payments.IN_JSON", 4)
    make_spread(30)

    met, address = [], f"{PORTAL}/spending/payments.json?scope=in"
    while address:
        page = client.get(address.removeprefix(PORTAL)).json()
        met += [item["id"] for item in page["items"]]
        address = page["next"]

    assert met == [payment.id for payment in every_payment(filters=Filters(scope="in"))]
    assert len(set(met)) == len(met) == page["count"] > 4


@pytest.mark.parametrize("asked", [{}, {"tier": "T1"}, {"category": "none"}, {"q": "ltd"}])
def test_a_download_has_every_payment_once_whatever_their_number(asked):
    make_spread(60)

    payments = list(every_payment(filters=Filters(**asked), batch=4))

    assert [payment.id for payment in payments] == [payment.id for payment in every_payment(filters=Filters(**asked))]
    days = [payment.pay_date or date.min for payment in payments]
    assert days == sorted(days, reverse=True)


def test_the_csv_is_utf8_with_crlf_and_one_header_even_when_empty(client):
    response = client.get("/spending/payments.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert b"".join(response).decode() == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="])
def test_no_cell_of_the_csv_is_a_formula(client, start):
    make_file(
        [
            make_payment(
                payee_raw=f"{start}1+1 Ltd",
                purpose=f"{start}cmd|' /C calc'!A1",
                ref=f"{start}1",
                category=f"{start}c",
                amount_pence=-100,
            )
        ]
    )

    (row,) = csv_rows(client)

    for name in ("payee", "purpose", "reference", "category"):
        assert row[name].startswith(f"'{start}")
    assert row["amount"] == "-1.00"


def test_the_guide_explains_every_column(client):
    page = client.get("/spending/payments/columns/").text

    assert all(f"<code>{name}</code>" in page for name in COLUMNS)
    assert all(GUIDE.values())


@pytest.mark.parametrize("address", ["/spending/payments.csv", "/spending/payments.json"])
def test_the_list_links_to_open_data_with_its_filters(client, address):
    make_file([make_payment()])

    assert f'href="{address}?tier=U&amp;q=roe"' in client.get("/spending/payments/?tier=U&q=roe").text


# -- nobody is named -------------------------------------------------------------------

SECRETS = ["Hidden", "Zebedee", "secret reference", "secret purpose", "S3CR3T"]


def make_people() -> list[Payee]:
    """Publish payments to people: one who reads like one, one matched to one for some days, and one redacted."""
    secret = {"ref": "secret reference", "purpose": "secret purpose", "supplier_ref": "S3CR3T", "company_no": "S3CR3T"}
    make_file(
        [
            make_payment(payee_raw="Mr John Hidden", **secret),
            make_payment(payee_raw="Zebedee", **secret),
            make_payment(payee_raw="Zebedee", pay_date=date(2020, 1, 1), **secret),
            make_payment(payee_raw="Hidden in a redaction", payee_class=PayeeClass.REDACTED, **secret),
            make_payment(payee_raw="Hidden pool", payee_class=PayeeClass.POOLED, **secret),
        ]
    )
    make_postcode("SG1 1ZZ")
    person = make_supplier("Zebedee Hidden", kind=SupplierKind.INDIVIDUAL)
    make_site(person, "SG1 1ZZ")
    payee = Payee.objects.get(name="Zebedee")
    # For the days of 2025 only: the payment of 2020 is matched to nobody.
    decide(payee, person, during=DateRange(date(2025, 1, 1), date(2026, 1, 1)))
    return list(Payee.objects.all())


def test_people_are_named_nowhere(client):
    payees = make_people()
    numbers = [payment.id for payment in every_payment(filters=Filters())]
    assert len(numbers) == 5
    queries = ["", "?kind=individual", "?q=hidden", "?q=zebedee", "?q=john", "?tier=T1"]
    queries += [f"?payee={payee.pk}" for payee in payees] + [f"?supplier={number}" for number in range(5)]
    addresses = [f"/spending/payments{form}{query}" for form in ("/", ".csv", ".json") for query in queries]
    addresses += [f"/spending/payments/{number}/" for number in numbers]

    for address in addresses:
        page = b"".join(client.get(address)).decode()
        for secret in SECRETS:
            assert secret not in page, (address, secret)
        assert "SG1 1ZZ" not in page


@pytest.mark.parametrize("q", ["hidden", "zebedee", "john", "mr", "redacted", "hidden redaction", "zeb"])
def test_nobody_is_found_by_a_name_that_is_not_shown(client, q):
    make_people()

    assert client.get(f"/spending/payments/?q={q}").context["page"].counted.payments == 0
    assert csv_rows(client, f"?q={q}") == []


def test_nobody_is_named_by_the_supplier_that_a_persons_payments_lead_to(client):
    make_file([make_payment(payee_raw="Mr John Hidden"), make_payment(payee_raw="Fences Hidden")])
    nobody_knows_what = make_supplier("John Hidden")
    decide("Mr John Hidden", nobody_knows_what)
    decide("Fences Hidden", nobody_knows_what)

    page = client.get(f"/spending/suppliers/{nobody_knows_what.pk}/")
    lists = [f"/spending/payments{form}" for form in ("/", ".csv", ".json")]
    queries = ["", "?q=hidden", f"?supplier={nobody_knows_what.pk}"]

    assert page.status_code == 404
    for address in (address + query for address in lists for query in queries):
        assert "Hidden" not in b"".join(client.get(address)).decode(), address


def test_a_company_is_named_that_is_paid_under_a_persons_name(client):
    make_file([make_payment(payee_raw="Mr John Hidden"), make_payment(payee_raw="Hidden Fences")])
    company = make_supplier("Hidden Fences Ltd", kind=SupplierKind.COMPANY)
    decide("Mr John Hidden", company)
    decide("Hidden Fences", company)

    assert client.get(f"/spending/suppliers/{company.pk}/").status_code == 200
    assert {row["payee"] for row in csv_rows(client)} == {"An individual", "Hidden Fences"}


def test_who_is_said_not_to_be_a_person_is_named(client):
    make_file([make_payment()])
    decide("Roebuck Bakery Ltd", make_supplier("J Roebuck", kind=SupplierKind.INDIVIDUAL), verdict=Verdict.DIFFERENT)

    assert [row["payee"] for row in csv_rows(client, "?q=roebuck")] == ["Roebuck Bakery Ltd"]


def test_payments_to_people_count_all_the_same(client):
    make_people()

    page = client.get("/spending/payments/").context["page"]

    assert (page.counted.payments, page.counted.pence) == (5, 50_000)
    assert sorted({payment.payee for payment in page.payments}) == [
        "An individual",
        "Redacted",
        "Several payees under one label",
    ]
