"""Registers of contracts and awards of notices: the place a supplier gave, dated, and nothing about people."""

import json
from datetime import date

import pytest

from spending.models import ReferenceKind, Supplier, SupplierIdentifier, SupplierName, SupplierSite
from spending.tests.make_known import make_supplier
from spending.tests.make_references import (
    NOTICE,
    companies,
    company,
    contract,
    contracts,
    notice,
    only_supplier,
    package,
    sites,
    table,
    take,
)

pytestmark = pytest.mark.django_db

CONTRACTS, AWARDS = ReferenceKind.CONTRACTS, ReferenceKind.AWARDS
MARCH = date(2026, 3, 31)


def test_a_contract_says_where_its_supplier_was_when_it_began(tmp_path):
    cells = {"Supplier Postcode": "SG1 1AA", "Start Date": "01/04/2024", "Company Number": "1234567"}
    take(tmp_path, CONTRACTS, contracts(contract(**cells)))

    site = SupplierSite.objects.get()
    assert (site.basis, site.postcode, site.as_at, site.valid_from) == ("declared", "SG1 1AA", date(2024, 4, 1), None)
    assert str(SupplierIdentifier.objects.get()) == "GB-COH 01234567"


def test_contracts_in_any_order_say_when_a_supplier_moved(tmp_path):
    rows = [("AL7 1AU", "01/05/2025"), ("SG1 1AA", "01/04/2023"), ("AL7 1AU", "01/09/2025"), ("SG1 1AA", "01/06/2024")]
    cells = [{"Supplier Postcode": code, "Start Date": day} for code, day in rows]
    take(tmp_path, CONTRACTS, contracts(*(contract(**row) for row in cells)))

    moved = date(2025, 5, 1)
    assert sites() == [("declared", "SG1 1AA", None, moved), ("declared", "AL7 1AU", moved, None)]
    assert SupplierSite.objects.get(valid_to=None).as_at == date(2025, 9, 1)


def test_a_supplier_that_moved_away_and_back_has_three_stays(tmp_path):
    rows = [("SG1 1AA", "01/04/2023"), ("AL7 1AU", "01/04/2024"), ("SG1 1AA", "01/04/2025")]
    cells = [{"Supplier Postcode": code, "Start Date": day} for code, day in rows]
    take(tmp_path, CONTRACTS, contracts(*(contract(**row) for row in cells)))

    assert [(postcode, first) for _, postcode, first, _ in sites()] == [
        ("SG1 1AA", None),
        ("AL7 1AU", date(2024, 4, 1)),
        ("SG1 1AA", date(2025, 4, 1)),
    ]


@pytest.mark.parametrize("start", ["", "01/04/2027", "tbc", "2026-03-31", "31 March 2026", "31-Mar-26"])
def test_a_contract_that_has_not_begun_speaks_of_the_registers_day(tmp_path, start):
    take(tmp_path, CONTRACTS, contracts(contract(**{"Supplier Postcode": "SG1 1AA", "Start Date": start})))

    assert SupplierSite.objects.get().as_at == MARCH


@pytest.mark.parametrize("name", ["", "Various", "Multiple suppliers", "REDACTED", "Mrs A Carer", "n/a"])
def test_a_contract_with_nobody_several_or_a_person_makes_no_supplier(tmp_path, name):
    report = take(tmp_path, CONTRACTS, contracts(contract(name), contract()))

    assert (report.counts.taken, report.counts.ignored, report.counts.refused) == (1, 1, 0)
    assert only_supplier().name == "Roebuck Bakery Ltd"


def test_contracts_of_one_name_without_number_are_one_supplier(tmp_path):
    take(
        tmp_path,
        CONTRACTS,
        contracts(contract(), contract("ROEBUCK BAKERY LIMITED"), contract("The Roebuck Bakery Ltd.")),
    )

    assert only_supplier().names.count() == 1


def test_a_name_that_two_suppliers_have_tells_neither(tmp_path):
    for number in ("1", "2"):
        supplier = make_supplier()
        SupplierName.objects.create(
            supplier=supplier, name="Roebuck Bakery Ltd", key="roebuck bakery ltd", source=number
        )
    report = take(tmp_path, CONTRACTS, contracts(contract(), contract("Bedwell Print Ltd")))

    assert (report.counts.taken, report.counts.refused) == (1, 1)
    assert report.counts.faults[0].wanted == "a number: 2 suppliers have this name"


def test_a_name_alone_never_adds_to_a_supplier_that_a_register_knows(tmp_path):
    take(tmp_path, CONTRACTS, contracts(contract(**{"Company Number": "01234567", "Supplier Postcode": "SG1 1AA"})))
    take(tmp_path, CONTRACTS, contracts(contract(**{"Supplier Postcode": "AL7 1AU"})))

    assert Supplier.objects.count() == 2
    assert {postcode for _, postcode, *_ in sites()} == {"SG1 1AA", "AL7 1AU"}


def test_a_name_alone_becomes_the_supplier_that_later_has_the_number(tmp_path):
    take(tmp_path, CONTRACTS, contracts(contract(**{"Supplier Postcode": "SG1 1AA"})))
    take(tmp_path, CONTRACTS, contracts(contract(**{"Company Number": "01234567"})), as_at=date(2026, 5, 1))

    assert str(only_supplier().identifiers.get()) == "GB-COH 01234567"


@pytest.mark.parametrize(
    ("said", "kind"),
    [("Charity", "charity"), ("Community Interest Company", "cic"), ("Co-operative", "mutual"), ("Yes", "unknown")],
)
def test_the_kind_is_taken_where_the_register_names_a_legal_form(tmp_path, said, kind):
    titles = ["Contract reference", "Title of agreement", "Supplier name", "VCSE supplier type"]
    take(tmp_path, CONTRACTS, table(titles, ["C1", "Catering", "Roebuck", said]))

    supplier = only_supplier()
    assert (supplier.kind, supplier.kind_basis) == (kind, "none" if kind == "unknown" else "contracts")


def test_each_supplier_of_an_award_is_taken_and_what_it_is_worth_is_not(tmp_path, every_text):
    report = take(tmp_path, AWARDS, package(NOTICE), name="notices.json", as_at=None)

    assert (report.outcome, report.as_at, report.counts.taken) == ("imported", date(2025, 3, 12), 2)
    found = SupplierSite.objects.values_list("supplier__name", "postcode", "basis", "as_at")
    assert set(found) == {
        ("Tewin Builders Ltd", "AL7 1AU", "declared", date(2025, 3, 7)),
        ("Walthamstow Works LTD", "E17 5DU", "declared", date(2025, 3, 7)),
    }
    stored = "\n".join(every_text())
    assert "75000" not in stored
    assert "37500" not in stored


def test_contact_points_are_nowhere_in_the_database(tmp_path, every_text):
    supplier = NOTICE["parties"][1] | {"name": "Tewin Builders Ltd rn", "telephone": "01632 960789"}
    take(tmp_path, AWARDS, package({**NOTICE, "parties": [NOTICE["parties"][0], supplier, NOTICE["parties"][2]]}))

    stored = "\n".join(every_text())
    assert "Tewin Builders Ltd" in stored
    for private in ("contactPoint", "Pat Example", "pat@council.example", "Sam Example", "sam@builders", "01632"):
        assert private not in stored


def test_the_same_supplier_in_several_notices_is_one(tmp_path):
    take(tmp_path, AWARDS, package(notice(), notice(id="GB-FTS-10", name="BEDWELL PRINT LIMITED")))

    assert only_supplier().name == "Bedwell Print Ltd"


@pytest.mark.parametrize(
    "party",
    [
        {"identifier": {"scheme": "GB-COH", "id": "1234567", "legalName": "BEDWELL PRINT LIMITED"}},
        {"id": "GB-COH-01234567"},
        {"id": "GB-COH-1234567", "identifier": {"legalName": "BEDWELL PRINT LIMITED"}},
    ],
)
def test_the_number_of_a_company_is_its_identifier_or_in_its_key(tmp_path, party):
    take(tmp_path, AWARDS, package(notice(**party)))

    assert str(SupplierIdentifier.objects.get()) == "GB-COH 01234567"


def test_a_number_of_the_platform_is_no_number_of_the_supplier(tmp_path):
    take(tmp_path, AWARDS, package(notice(identifier={"scheme": "GB-PPON", "id": "PXXX-1234-ABCD"})))

    assert not SupplierIdentifier.objects.exists()


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ({"postalCode": "sg11aa", "countryName": "United Kingdom"}, ("SG1 1AA", False)),
        ({"postalCode": "", "streetAddress": "1 High Street, STEVENAGE SG1 1AA"}, ("SG1 1AA", False)),
        ({"streetAddress": "Unit 1rn High Street", "locality": "Stevenage SG1 1AArn"}, ("SG1 1AA", False)),
        ({"postalCode": "75008", "countryName": "France"}, ("", True)),
        ({"country": "IE", "postalCode": "D02 AF30"}, ("", True)),
        ({"streetAddress": "1 High Street", "countryName": "United Kingdom"}, None),
        ({}, None),
    ],
)
def test_a_place_is_found_where_notices_put_it(tmp_path, address, place):
    report = take(tmp_path, AWARDS, package(notice(address=address)))

    assert report.counts.faults == []
    found = SupplierSite.objects.values_list("postcode", "is_outside_uk").first()
    assert found == place


def test_a_postcode_that_is_none_is_told_with_the_notice(tmp_path):
    report = take(
        tmp_path, AWARDS, package(notice(), notice(id="GB-FTS-8", name="X Ltd", address={"postalCode": "SG1"}))
    )

    assert [(fault.row, fault.column, fault.text) for fault in report.counts.faults] == [(2, "parties/address", "SG1")]


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful", "pending"])
def test_what_was_not_awarded_says_nothing(tmp_path, status):
    unsuccessful = notice(name="Loser Ltd", id="GB-FTS-7")
    unsuccessful["awards"][0]["status"] = status
    take(tmp_path, AWARDS, package(unsuccessful, notice()))

    assert only_supplier().name == "Bedwell Print Ltd"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([notice()]),
        json.dumps(notice()),
        json.dumps({"releases": [notice()]}),
        json.dumps([{"uri": "1", "releases": [notice()]}]),
        json.dumps({"records": []})[:-1] + ', "releases": [' + json.dumps(notice()) + "]}",
        json.dumps([{"ocid": "ocds-1", "compiledRelease": notice()}]),
        json.dumps(notice()) + "\n" + json.dumps({"ocid": "ocds-2", "tag": ["tender"]}),
        package() + "\n" + package(notice()),
    ],
)
def test_releases_are_found_in_every_usual_wrapping(tmp_path, content):
    report = take(tmp_path, AWARDS, content)

    assert (report.outcome, report.counts.taken) == ("imported", 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("name,postcode\nA,SG1 1AA", "This is not JSON"),
        (json.dumps([{"charity_name": "A"}]), "has no “ocid”"),
        (json.dumps([1, 2]), "where an organisation or a notice is wanted"),
        ('[{"ocid": "1"}, {"ocid": ', "not JSON"),
        (package({"ocid": "1", "awards": "none", "parties": None}), "not one row"),
    ],
)
def test_what_is_no_package_of_releases_is_refused(tmp_path, content, reason):
    report = take(tmp_path, AWARDS, content)

    assert report.outcome == "refused"
    assert reason in report.reason


def test_a_supplier_without_a_key_is_no_other_party(tmp_path):
    odd = notice()
    odd["parties"] = [
        {"name": "Somebody Ltd", "address": {"postalCode": "SG1 1AA"}},
        {"id": ["x"], "name": "Listed Ltd"},
    ]
    odd["awards"][0]["suppliers"] = [{"name": "Bedwell Print Ltd"}]
    take(tmp_path, AWARDS, package(odd))

    assert only_supplier().name == "Bedwell Print Ltd"
    assert sites() == []


def test_an_awarded_company_of_the_register_follows_it(tmp_path):
    take(tmp_path, ReferenceKind.COMPANIES, companies(company()))
    take(tmp_path, AWARDS, package(notice(id="GB-COH-01234567", address={"postalCode": "AL7 1AU"})))

    assert (only_supplier().kind, only_supplier().kind_basis) == ("company", "register")
    assert sites() == [("declared", "AL7 1AU", None, None), ("registered", "SG1 1AA", None, None)]
