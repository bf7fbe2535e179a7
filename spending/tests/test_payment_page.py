"""One payment: what the file says of it, and every step from the name in it to a place. And a supplier's page."""

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from charter.actions import load_words
from charter.models import NeighbourhoodSmallArea
from spending.actions.deciding import undo
from spending.models import Decision, MatchBasis, Payee, PayeeClass, Payment, SiteBasis, Supplier, SupplierIdentifier
from spending.pages.payments import payment_page
from spending.tests.make_known import (
    JUNE,
    NOON,
    STEVENAGE,
    decide,
    make_file,
    make_payment,
    make_postcode,
    make_site,
    make_supplier,
)

pytestmark = pytest.mark.django_db

COLUMNS = {
    "columns": [
        ["date", "Paid On", 0],
        ["amount", "Net £", 0],
        ["supplier", "Beneficiary", 0],
        ["ref", "Our Ref", 0],
        ["purpose", "Description", 0],
        ["department", "Service", 0],
        ["irrecoverable_vat", "VAT lost", 0],
        ["supplier_ref", "Vendor No", 0],
    ]
}


def shown(client: Any, payment: Payment) -> str:
    response = client.get(f"/spending/payments/{payment.pk}/")
    assert response.status_code == 200
    return str(response.text)


def article(client: Any, payment: Payment) -> str:
    page = shown(client, payment)
    return page[page.index("<article") : page.index("</article")]


def make_one(**given: Any) -> Payment:
    """Store one published payment with something in every column, and in one that the portal does not read."""
    texts = {"ref": "REF-9", "purpose": "Bread for Ann Smith", "department": "Housing", "supplier_ref": "V0007"}
    payment = make_payment(**{**texts, "raw": ["15/06/2025", "100.00", "signed by Jo Clerk"], **given})
    make_file([payment], columns=COLUMNS)
    return payment


def answers(payment: Payment) -> list[tuple[str, str]]:
    page = payment_page(payment.pk)
    assert page is not None
    return [(step.question, step.answer) for step in page.steps]


def test_a_payment_says_what_the_file_says_under_its_own_titles(client):
    payment = make_one(irrecoverable_vat_pence=2_000)

    page = article(client, payment)

    said = {"Paid On": "15 June 2025", "Net £": "£100.00", "Beneficiary": "Roebuck Bakery Ltd", "Our Ref": "REF-9"}
    said |= {"Description": "Bread for Ann Smith", "Service": "Housing", "VAT lost": "£20.00"}
    for title, text in said.items():
        assert f'__key">{title}</dt><dd class="govuk-summary-list__value">{text}</dd>' in page
    assert "Record 1 of" in page
    assert "The day of payment" in page
    assert "Without VAT" in page


def test_what_the_portal_does_not_read_and_the_councils_own_numbers_are_not_shown(client):
    page = shown(client, make_one())

    assert "Jo Clerk" not in page
    assert "V0007" not in page


def test_each_step_from_the_name_to_the_place_has_its_ground(client):
    payment = make_one(company_no="01234567")
    load_words()
    bedwell = NeighbourhoodSmallArea.objects.filter(neighbourhood="bedwell-and-pin-green").order_by("pk")[0]
    make_postcode("SG1 1AA", **STEVENAGE, small_area=bedwell.small_area_id)
    supplier = make_supplier("Roebuck Bakery Limited", kind="company")
    make_site(supplier, basis=SiteBasis.REMITTANCE, source="Supplier records", as_at=date(2025, 4, 1), is_branch=True)
    decide("Roebuck Bakery Ltd", supplier, basis=MatchBasis.COMPANY_NUMBER)

    page = article(client, payment)

    assert answers(payment) == [
        ("Who was paid?", "Roebuck Bakery Limited"),
        ("Where was it?", "SG1 1AA"),
        ("How near is that?", "Stevenage (T1)"),
        ("Does it count in the local share?", "Yes"),
    ]
    for words in (
        "The file says “Roebuck Bakery Ltd”.",
        "The payment has its company number, ",
        "Matched on 16 November 2026.",
        "Invoices and payments go there.",
        "Source: Supplier records, as at 1 April 2025.",
        "a branch of a firm whose head office is elsewhere",
        "Rule 1 of what is local, in force from 1 April 2000.",
        "Cooperative neighbourhood: Bedwell and Pin Green.",
    ):
        assert words in page
    assert f'href="/spending/suppliers/{supplier.pk}/"' in page


def test_the_decision_and_the_site_are_those_of_the_day(client):
    first, second = make_payment(pay_date=date(2025, 1, 1)), make_payment(pay_date=date(2026, 1, 1))
    make_file([first, second])
    make_postcode("SG1 1AA")
    make_postcode("LS1 1AA", district="E08000035", country="E92000001")
    old, new = make_supplier("Old Bakery Ltd", kind="company"), make_supplier("New Bakery Ltd", kind="company")
    make_site(old, "SG1 1AA", valid_to=date(2025, 6, 1))
    make_site(old, "LS1 1AA", valid_from=date(2025, 6, 1))
    make_site(new, "")
    payee = Payee.objects.get()
    decide(payee, old, during=DateRange(None, JUNE))
    decide(payee, new, during=DateRange(JUNE, None))

    assert answers(first)[:2] == [("Who was paid?", "Old Bakery Ltd"), ("Where was it?", "SG1 1AA")]
    assert answers(second)[:2] == [("Who was paid?", "New Bakery Ltd"), ("Where was it?", "Outside the UK")]


@pytest.mark.parametrize("day", [None, JUNE])
def test_an_officers_decision_is_said_without_the_officer(client, day):
    payment = make_one(pay_date=day)
    decide("Roebuck Bakery Ltd", make_supplier())

    page = article(client, payment)

    assert "An officer decided so. Matched on 16 November 2026." in page
    assert "Not known" in page
    assert "We know who it is, not where." in page
    assert page.count("officer") == 1


def test_the_page_is_there_while_a_decision_is_being_undone(client):
    payment = make_one()
    decision = decide("Roebuck Bakery Ltd", make_supplier())
    Decision.objects.filter(pk=decision.pk).update(undone_at=NOON, undone_by=decision.decided_by)

    assert "Matched on" not in article(client, payment)


def test_a_payee_that_nobody_has_matched_says_so():
    payment = make_one()

    assert answers(payment) == [("Who was paid?", "Roebuck Bakery Ltd"), ("Does it count in the local share?", "Yes")]


def test_a_postcode_that_is_in_no_directory_says_so(client):
    payment = make_one()
    supplier = make_supplier(kind="company")
    make_site(supplier, "SG9 9ZZ")
    decide("Roebuck Bakery Ltd", supplier)

    assert "Its postcode is in no directory we have." in article(client, payment)


@pytest.mark.parametrize(
    ("kind", "basis", "is_shown"),
    [
        ("company", SiteBasis.TRADING, True),
        ("charity", SiteBasis.REMITTANCE, True),
        ("partnership", SiteBasis.TRADING, False),
        ("unknown", SiteBasis.TRADING, False),
        ("unknown", SiteBasis.REGISTERED, True),
    ],
)
def test_a_postcode_is_shown_where_it_is_nobodys_home(client, kind, basis, is_shown):
    payment = make_one()
    make_postcode("SG1 1AA")
    supplier = make_supplier(**({} if kind == "unknown" else {"kind": kind}))
    make_site(supplier, basis=basis)
    decide("Roebuck Bakery Ltd", supplier)

    assert ("SG1 1AA" in article(client, payment)) == is_shown
    assert ("SG1 1AA" in client.get(f"/spending/suppliers/{supplier.pk}/").text) == is_shown


def test_every_list_that_a_payment_names_holds_it(client):
    payment = make_one()
    supplier = make_supplier()
    decide("Roebuck Bakery Ltd", supplier)
    page = payment_page(payment.pk)
    assert page is not None

    lists = [client.get(each.address).context["page"] for each in page.sums]

    assert client.get(page.share_address).status_code == 200
    assert len(lists) == 4
    assert [[each.id for each in found.payments] for found in lists] == [[payment.pk]] * 4


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"payee_raw": "Mr John Hidden"}, "An individual"),
        ({"payee_raw": "REDACTED", "payee_class": PayeeClass.REDACTED}, "Redacted"),
        ({"payee_raw": "Various", "payee_class": PayeeClass.POOLED}, "Several payees under one label"),
        ({"payee_raw": "100482", "payee_class": PayeeClass.CODED}, "A number in place of a name"),
        ({"payee_raw": "", "payee_class": PayeeClass.BLANK}, "No payee given"),
    ],
)
def test_of_a_payment_to_nobody_that_is_named_no_free_text_is_shown(client, given, answer):
    payment = make_one(**given, company_no="01234567")

    page = article(client, payment)

    assert answers(payment)[0] == ("Who was paid?", answer)
    assert "Housing" in page
    for text in ("Hidden", "Ann Smith", "REF-9", "100482", "01234567", "Jo Clerk"):
        assert text not in page


def test_a_payment_of_a_file_that_is_not_accepted_is_not_there(client):
    payment = make_payment()
    make_file([payment], is_accepted=False)

    assert client.get(f"/spending/payments/{payment.pk}/").status_code == 404
    assert client.get("/spending/payments/999999/").status_code == 404
    assert client.get(f"/spending/payments/{'9' * 40}/").status_code == 404


def test_a_payment_that_was_public_once_is_gone(client):
    payment = make_one()
    undo(file=payment.file, why="Wrong", by=None, at=NOON)

    response = client.get(f"/spending/payments/{payment.pk}/")

    assert response.status_code == 410
    assert "Roebuck" not in response.text.split("<main")[1]


def test_hostile_words_of_a_payment_stay_words(client):
    payment = make_one(
        payee_raw="<script>alert(1)</script> Ltd", purpose='"><img src=x onerror=alert(1)> {{ 7|add:7 }}'
    )

    for page in (shown(client, payment), client.get("/spending/payments/").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "7|add:7" in page


@pytest.mark.parametrize(("is_matched", "queries"), [(False, 4), (True, 7)])
def test_the_page_of_a_payment_costs_few_queries(client, django_assert_num_queries, is_matched, queries):
    payment = make_one()
    if is_matched:
        supplier = make_supplier()
        make_site(supplier)
        decide("Roebuck Bakery Ltd", supplier)
    client.get("/charter/")

    with django_assert_num_queries(queries):
        shown(client, payment)


# -- a supplier ------------------------------------------------------------------------


def paid_supplier(**given: Any) -> Supplier:
    supplier = make_supplier("Roebuck Bakery Limited", **given)
    decide("Roebuck Bakery Ltd", supplier)
    return supplier


def test_a_supplier_says_what_it_is_where_it_is_and_what_it_was_paid_each_year(client):
    make_file([make_payment(), make_payment(amount_pence=-2_500), make_payment(pay_date=date(2024, 3, 31))])
    supplier = paid_supplier(kind="company", size="likely_small")
    make_site(supplier, source="Companies House", basis=SiteBasis.REGISTERED)
    SupplierIdentifier.objects.create(supplier=supplier, scheme="GB-COH", value="01234567")
    SupplierIdentifier.objects.create(supplier=supplier, scheme="council:1", value="V0007")

    page = client.get(f"/spending/suppliers/{supplier.pk}/").text

    for words in ("Roebuck Bakery Limited", "Company", "Likely small", "Company number 01234567", "SG1 1AA"):
        assert words in page
    assert "V0007" not in page
    assert page.index("2025 to 2026") < page.index("£75.00") < page.index("2023 to 2024") < page.index("£100.00")
    assert f'href="/spending/payments/?year=2025-26&amp;scope=in&amp;supplier={supplier.pk}"' in page


def test_an_individual_has_no_page(client):
    make_file([make_payment()])
    supplier = paid_supplier(kind="individual")

    assert client.get(f"/spending/suppliers/{supplier.pk}/").status_code == 404


def test_a_supplier_that_nobody_paid_has_no_page(client):
    supplier = make_supplier("Secretly Listed Ltd")

    assert client.get(f"/spending/suppliers/{supplier.pk}/").status_code == 404
    assert client.get("/spending/suppliers/999999/").status_code == 404
