"""The council's own supplier records: who each supplier is, its addresses, and that one that moves keeps its past."""

from datetime import date

import pytest

from spending.actions import attributing
from spending.models import (
    Body,
    Decision,
    KindBasis,
    MatchBasis,
    Payee,
    ReferenceFile,
    ReferenceKind,
    RegisterEntry,
    Supplier,
    SupplierIdentifier,
    SupplierKind,
    SupplierName,
    SupplierSite,
)
from spending.tests.make_known import JUNE, known, make_file, make_payment, make_postcode, make_supplier
from spending.tests.make_references import MASTER, NOON, companies, company, master, only_supplier, sites, table, take

pytestmark = pytest.mark.django_db

SUPPLIERS = ReferenceKind.SUPPLIERS
MARCH, MAY, JULY = date(2026, 3, 31), date(2026, 5, 31), date(2026, 7, 31)


def test_a_supplier_has_the_councils_number_its_name_and_its_site(tmp_path):
    report = take(tmp_path, SUPPLIERS, master(["100", "Roebuck Bakery Ltd", "sg11aa"]))

    supplier = only_supplier()
    body = Body.objects.get()
    assert report.outcome == "imported"
    assert [str(number) for number in supplier.identifiers.all()] == [f"council:{body.pk} 100"]
    assert [(name.name, name.key) for name in supplier.names.all()] == [("Roebuck Bakery Ltd", "roebuck bakery ltd")]
    assert sites() == [("remittance", "SG1 1AA", None, None)]
    site = SupplierSite.objects.get()
    assert (site.as_at, site.source) == (MARCH, "The council's supplier records of Example Council: file.csv")


@pytest.mark.parametrize(
    "titles",
    [
        ["Vendor No.", "Vendor", "Post Code"],
        ["Creditor Ref", "Creditor Name", "Zip Code"],
        ["Account Number", "Name", "Main Address Postcode"],
        ["SupplierID", "SupplierName", "SupplierPostcode"],
        ["supplier_code", "supplier_name", "postal_code"],
        ["Payee ID", "Payee's Name", "Payee's Post Code"],
        ["Code", "Organisation Name", "Remittance address postcode"],
        [" ID ", " Supplier ", " Payment Post-Code "],
    ],
)
def test_titles_of_any_usual_kind_are_known(tmp_path, titles):
    report = take(tmp_path, SUPPLIERS, master(["100", "Roebuck Bakery Ltd", "SG1 1AA"], titles=titles))

    assert (report.outcome, report.counts.taken) == ("imported", 1)
    assert sites() == [("remittance", "SG1 1AA", None, None)]


def test_each_address_has_the_basis_that_its_title_says(tmp_path):
    titles = [
        *MASTER[:2],
        "Trading Site Postcode",
        "PO Address Postcode",
        "Remit Postcode",
        "Registered Office Postcode",
    ]
    take(tmp_path, SUPPLIERS, table(titles, ["100", "Acme Ltd", "SG1 1AA", "SG1 1AB", "SG1 1AD", "SG1 1AE"]))

    assert sites() == [
        ("ordering", "SG1 1AB", None, None),
        ("registered", "SG1 1AE", None, None),
        ("remittance", "SG1 1AD", None, None),
        ("trading", "SG1 1AA", None, None),
    ]


def test_rows_of_one_supplier_with_addresses_of_several_uses_are_one_supplier(tmp_path):
    titles = [*MASTER, "Address Type"]
    rows = [["100", "Acme Ltd", "SG1 1AA", "PAY"], ["100", "Acme Ltd", "SG1 1AB", "PURCHASING"]]
    report = take(tmp_path, SUPPLIERS, table(titles, *rows))

    assert report.changes["suppliers made"] == 1
    assert [(basis, postcode) for basis, postcode, *_ in sites()] == [
        ("ordering", "SG1 1AB"),
        ("remittance", "SG1 1AA"),
    ]


def test_a_supplier_that_moves_keeps_its_past(tmp_path):
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"]))
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"], ["200", "Beta Ltd", "AL7 1AA"]), as_at=MAY)
    report = take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "AL7 1AU"]), as_at=JULY)

    acme = Supplier.objects.get(name="Acme Ltd")
    assert report.changes["suppliers that moved, or are a branch now"] == 1
    assert sites(acme) == [("remittance", "SG1 1AA", None, JULY), ("remittance", "AL7 1AU", JULY, None)]
    assert acme.sites.get(postcode="SG1 1AA").as_at == MAY


def test_payments_follow_the_supplier_to_where_it_was_on_their_day(tmp_path):
    make_postcode("SG1 1AA")
    make_postcode("AL7 1AU", district="E07000241", county="E10000015", region="E12000006", country="E92000001")
    before = make_payment(supplier_ref="100", pay_date=JUNE)
    after = make_payment(supplier_ref="100", pay_date=date(2026, 8, 1))
    make_file([before, after])
    take(tmp_path, SUPPLIERS, master(["100", "Roebuck Bakery Ltd", "SG1 1AA"]))
    assert [known(before)["tier"], known(after)["tier"]] == ["T1", "T1"]

    take(tmp_path, SUPPLIERS, master(["100", "Roebuck Bakery Ltd", "AL7 1AU"]), as_at=JULY)

    assert [known(before)["tier"], known(after)["tier"]] == ["T1", "T2"]
    assert Decision.objects.standing().get().basis == MatchBasis.SUPPLIER_NUMBER
    assert attributing.differences() == []


def test_the_same_day_again_with_another_postcode_corrects_the_first(tmp_path):
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AB"]))
    report = take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"]))

    assert sites() == [("remittance", "SG1 1AA", None, None)]
    assert report.changes["sites corrected"] == 1


def test_older_records_do_not_move_a_supplier_back(tmp_path):
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "AL7 1AU"]), as_at=JULY)
    report = take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"]))

    assert sites() == [("remittance", "AL7 1AU", None, None)]
    assert report.changes["sites not taken, for later ones are known"] == 1


def test_a_postcode_that_is_left_out_leaves_the_site_as_it_is(tmp_path):
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"]))
    report = take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "N/A"]), as_at=MAY)

    assert sites() == [("remittance", "SG1 1AA", None, None)]
    assert report.counts.faults == []


def test_a_branch_is_flagged_and_a_later_file_without_the_column_keeps_the_flag(tmp_path):
    titles = [*MASTER, "Branch?"]
    take(tmp_path, SUPPLIERS, table(titles, ["100", "Acme Ltd", "SG1 1AA", "Yes"], ["200", "Beta Ltd", "SG1 1AA", "N"]))
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"]), as_at=MAY)

    assert dict(SupplierSite.objects.values_list("supplier__name", "is_branch")) == {
        "Acme Ltd": True,
        "Beta Ltd": False,
    }


@pytest.mark.parametrize("country", ["France", "IE", "Jersey", "ISLE OF MAN", "Ukraine"])
def test_a_supplier_in_another_country_is_outside_the_uk(tmp_path, country):
    take(tmp_path, SUPPLIERS, table([*MASTER, "Country"], ["100", "Acme SARL", "75008", country]))

    site = SupplierSite.objects.get()
    assert (site.is_outside_uk, site.postcode) == (True, "")


@pytest.mark.parametrize("country", ["United Kingdom", "UK", "GB", "England", "Northern Ireland", "Wales (UK)", ""])
def test_a_supplier_at_home_is_where_its_postcode_is(tmp_path, country):
    take(tmp_path, SUPPLIERS, table([*MASTER, "Country Name"], ["100", "Acme Ltd", "SG1 1AA", country]))

    assert sites() == [("remittance", "SG1 1AA", None, None)]


def test_a_person_is_an_individual_and_is_never_found_by_name(tmp_path):
    titles = [*MASTER, "Company No"]
    rows = [
        ["1", "Mr J Smith", "SG1 1AA", ""],
        ["2", "Mr J Smith", "SG1 1AB", ""],
        ["3", "Mr Print", "SG1 1AD", "1234567"],
    ]
    take(tmp_path, SUPPLIERS, table(titles, *rows))

    kinds = Supplier.objects.order_by("pk").values_list("kind", "kind_basis")
    assert list(kinds) == [("individual", "name"), ("individual", "name"), ("unknown", "none")]


@pytest.mark.parametrize(
    ("name", "written", "kind", "basis"),
    [
        ("Acme Ltd", "", SupplierKind.COMPANY, KindBasis.NAME),
        ("Acme PLC", "Trade", SupplierKind.COMPANY, KindBasis.NAME),
        ("Acme LLP", "", SupplierKind.PARTNERSHIP, KindBasis.NAME),
        ("Acme Community Interest Company", "", SupplierKind.CIC, KindBasis.NAME),
        ("Acme", "Registered charity", SupplierKind.CHARITY, KindBasis.MASTER),
        ("Acme", "CIO", SupplierKind.CIO, KindBasis.MASTER),
        ("Acme Ltd", "Co-operative", SupplierKind.MUTUAL, KindBasis.MASTER),
        ("Acme", "Sole trader", SupplierKind.INDIVIDUAL, KindBasis.MASTER),
        ("Acme", "Not a charity", SupplierKind.UNKNOWN, KindBasis.NONE),
        ("Acme", "Yes", SupplierKind.UNKNOWN, KindBasis.NONE),
        ("Acme", "SME", SupplierKind.UNKNOWN, KindBasis.NONE),
    ],
)
def test_the_legal_form_is_taken_only_where_it_is_clear(tmp_path, name, written, kind, basis):
    take(tmp_path, SUPPLIERS, table([*MASTER, "Supplier type"], ["100", name, "SG1 1AA", written]))

    assert (only_supplier().kind, only_supplier().kind_basis) == (kind, basis)


def test_what_an_officer_said_of_the_kind_stands(tmp_path):
    take(tmp_path, SUPPLIERS, master(["100", "Acme", "SG1 1AA"]))
    Supplier.objects.update(kind=SupplierKind.PUBLIC_BODY, kind_basis=KindBasis.PERSON)
    take(tmp_path, SUPPLIERS, table([*MASTER, "Type"], ["100", "Acme", "SG1 1AA", "Charity"]), as_at=MAY)

    assert only_supplier().kind == SupplierKind.PUBLIC_BODY


def test_a_supplier_whose_company_number_is_known_follows_the_register(tmp_path):
    take(tmp_path, ReferenceKind.COMPANIES, companies(company(CompanyCategory="Community Interest Company")))
    take(tmp_path, SUPPLIERS, table([*MASTER, "Company Number"], ["100", "Roebuck's", "AL7 1AU", "1234567"]))

    supplier = only_supplier()
    assert (supplier.kind, supplier.kind_basis, supplier.size) == ("cic", "register", "likely_small")
    assert supplier.alive_from == date(1998, 7, 29)
    assert sites() == [("registered", "SG1 1AA", None, None), ("remittance", "AL7 1AU", None, None)]
    assert set(supplier.names.values_list("key", flat=True)) == {"roebucks", "roebuck bakery ltd"}


def test_a_supplier_without_a_number_has_the_form_and_size_of_its_only_namesake_and_not_its_office(tmp_path):
    rows = [company(), company("02222222", "PRINT LIMITED"), company("03333333", "PRINT LTD")]
    take(tmp_path, ReferenceKind.COMPANIES, companies(*rows))
    take(tmp_path, SUPPLIERS, master(["1", "Roebuck Bakery Limited", "AL7 1AU"], ["2", "Print Ltd", "AL7 1AU"]))

    bakery, printers = Supplier.objects.order_by("pk")
    assert (bakery.kind, bakery.kind_basis, bakery.size) == ("company", "name", "likely_small")
    assert (printers.kind, printers.kind_basis, printers.size) == ("company", "name", "unknown")
    assert {basis for basis, *_ in sites()} == {"remittance"}
    assert not SupplierIdentifier.objects.filter(scheme="GB-COH").exists()


def test_a_namesake_that_is_no_more_does_not_count(tmp_path):
    dead = company("02222222", DissolutionDate="01/01/2020", **{"Accounts.AccountCategory": "FULL"})
    take(tmp_path, ReferenceKind.COMPANIES, companies(company(), dead))
    take(tmp_path, SUPPLIERS, master(["1", "Roebuck Bakery Limited", "AL7 1AU"]))

    assert only_supplier().size == "likely_small"


def test_a_form_that_the_register_told_by_the_name_is_not_told_again_by_its_ending(tmp_path):
    take(tmp_path, ReferenceKind.COMPANIES, companies(company(CompanyCategory="Registered Society")))
    take(tmp_path, SUPPLIERS, master(["1", "Roebuck Bakery Limited", "AL7 1AU"]))
    report = take(tmp_path, SUPPLIERS, master(["1", "Roebuck Bakery Limited", "AL7 1AU"]), as_at=MAY)

    assert (only_supplier().kind, only_supplier().kind_basis) == ("mutual", "name")
    assert report.changes == {}


def test_a_supplier_that_gets_another_name_keeps_both(tmp_path):
    take(tmp_path, SUPPLIERS, master(["100", "Acme Ltd", "SG1 1AA"]))
    report = take(tmp_path, SUPPLIERS, master(["100", "Acme (Stevenage) Ltd", "SG1 1AA"]), as_at=MAY)

    assert report.changes["names added"] == 1
    assert set(SupplierName.objects.values_list("key", flat=True)) == {"acme ltd", "acme stevenage ltd"}


def test_two_numbers_of_the_council_with_one_company_number_are_one_supplier(tmp_path):
    titles = [*MASTER, "Company Number"]
    take(
        tmp_path,
        SUPPLIERS,
        table(titles, ["1", "Acme", "SG1 1AA", "01234567"], ["2", "ACME LTD", "SG1 1AA", "1234567"]),
    )

    assert sorted(only_supplier().identifiers.values_list("value", flat=True)) == ["01234567", "1", "2"]


def test_two_numbers_of_the_council_under_one_name_are_two_suppliers(tmp_path):
    take(tmp_path, SUPPLIERS, master(["1", "St Mary's Church", "SG1 1AA"], ["2", "St Marys Church", "AL7 1AU"]))
    take(
        tmp_path,
        SUPPLIERS,
        master(["1", "St Mary's Church", "SG1 1AA"], ["2", "St Marys Church", "AL7 1AU"]),
        as_at=MAY,
    )

    assert Supplier.objects.count() == 2
    assert {postcode for _, postcode, *_ in sites()} == {"SG1 1AA", "AL7 1AU"}


def test_persons_of_one_name_at_two_councils_are_two_suppliers(tmp_path):
    Body.objects.create(name="Other Council")
    take(tmp_path, SUPPLIERS, master(["1", "Mr J Smith", "SG1 1AA"], ["2", "Acme Ltd", "SG1 1AA"]))
    take(
        tmp_path, SUPPLIERS, master(["7", "Mr J Smith", "AL7 1AU"], ["8", "Acme Ltd", "SG1 1AA"]), body="Other Council"
    )

    assert sorted(Supplier.objects.values_list("name", flat=True)) == ["Acme Ltd", "Mr J Smith", "Mr J Smith"]


def test_a_number_beside_a_name_that_several_have_is_another_suppliers(tmp_path):
    for source in ("one", "other"):
        SupplierName.objects.create(supplier=make_supplier(), name="Acme Ltd", key="acme ltd", source=source)
    report = take(tmp_path, SUPPLIERS, master(["1", "Acme Ltd", "SG1 1AA"]))

    assert (report.outcome, Supplier.objects.count()) == ("imported", 3)


def test_a_row_whose_numbers_are_of_two_suppliers_is_refused(tmp_path):
    titles = [*MASTER, "Company Number"]
    take(tmp_path, SUPPLIERS, table(titles, ["1", "Acme", "SG1 1AA", ""], ["2", "Beta", "SG1 1AB", "01234567"]))
    report = take(tmp_path, SUPPLIERS, table(titles, ["1", "Acme", "SG1 1AD", "01234567"]), as_at=MAY)

    assert (report.outcome, report.counts.refused) == ("refused", 1)
    assert "“Acme” and “Beta”" in report.counts.faults[0].wanted
    assert Supplier.objects.count() == 2


def test_a_row_with_another_company_number_than_the_supplier_has_is_refused(tmp_path):
    titles = [*MASTER, "Company Number"]
    take(tmp_path, SUPPLIERS, table(titles, ["1", "Acme", "SG1 1AA", "01234567"]))
    rows = [["1", "Acme", "SG1 1AD", "07654321"], ["3", "Gamma", "SG1 1AE", ""]]
    report = take(tmp_path, SUPPLIERS, table(titles, *rows), as_at=MAY)

    assert (report.counts.taken, report.counts.refused) == (1, 1)
    assert "GB-COH" in report.counts.faults[0].wanted
    assert not SupplierSite.objects.filter(postcode="SG1 1AD").exists()


def test_two_places_for_one_supplier_use_and_day_leave_out_the_second(tmp_path):
    report = take(tmp_path, SUPPLIERS, master(["1", "Acme", "SG1 1AA"], ["1", "Acme", "AL7 1AU"]))

    assert sites() == [("remittance", "SG1 1AA", None, None)]
    assert [(fault.row, fault.text, fault.is_row) for fault in report.counts.faults] == [(3, "AL7 1AU", False)]


def test_errors_name_row_column_what_stood_there_and_what_is_wanted(tmp_path):
    titles = [*MASTER, "Company Number", "Charity Number"]
    rows = [
        ["", "Acme", "SG1 1AA", "", ""],
        ["2", "  ", "SG1 1AA", "", ""],
        ["3", "Beta", "SG1 1A", "", ""],
        ["4", "Gamma", "SG1 1AA", "12 345 678 9", ""],
        ["5", "Delta", "SG1 1AA", "", "SC012345"],
        ["6", "Epsilon", "SG1 1AA", "n/a", "-"],
        ["7", "???", "SG1 1AA", "", ""],
    ]
    report = take(tmp_path, SUPPLIERS, table(titles, *rows))

    counts = report.counts
    assert (counts.taken, counts.refused, counts.cells_left_out, counts.ignored) == (4, 3, 3, 0)
    assert [(fault.row, fault.column, fault.text, fault.is_row) for fault in counts.faults] == [
        (2, "Supplier ID", "", True),
        (3, "Supplier Name", "", True),
        (4, "Postcode", "SG1 1A", False),
        (5, "Company Number", "12 345 678 9", False),
        (6, "Charity Number", "SC012345", False),
        (8, "Supplier Name", "???", True),
    ]
    assert counts.faults[2].wanted == "a UK postcode such as SG1 1HN"
    assert counts.faults[2].in_words() == (
        "Row 4, Postcode: “SG1 1A”. Wanted: a UK postcode such as SG1 1HN. The row is taken without it."
    )
    assert ReferenceFile.objects.get().faults == [fault.in_words() for fault in counts.faults]


@pytest.mark.parametrize("name", ["REDACTED", "VARIOUS", "Sundry creditors", "12345", "N/A"])
def test_a_name_that_is_nobodys_makes_no_supplier(tmp_path, name):
    report = take(tmp_path, SUPPLIERS, master(["1", name, "SG1 1AA"], ["2", "Acme", "SG1 1AA"]))

    assert (report.counts.taken, report.counts.ignored) == (1, 1)
    assert only_supplier().name == "Acme"


def test_records_of_another_council_keep_their_own_numbers(tmp_path):
    other = Body.objects.create(name="Other Council")
    take(tmp_path, SUPPLIERS, master(["1", "Acme Ltd", "SG1 1AA"]))
    take(tmp_path, SUPPLIERS, master(["1", "Beta Ltd", "AL7 1AU"]), body="other council")

    example = Body.objects.get(name="Example Council")
    assert set(SupplierIdentifier.objects.values_list("supplier__name", "scheme", "value")) == {
        ("Acme Ltd", f"council:{example.pk}", "1"),
        ("Beta Ltd", f"council:{other.pk}", "1"),
    }


def test_supplier_records_need_a_council_that_has_payments(tmp_path):
    report = take(tmp_path, SUPPLIERS, master(["1", "Acme Ltd", "SG1 1AA"]), body="Somewhere Council")

    assert report.outcome == "needs_input"
    assert "“Example Council”" in report.reason
    assert not Supplier.objects.exists()


def test_more_suppliers_than_a_batch_holds_are_each_made_once(tmp_path):
    rows = [[str(number), f"Supplier {number} Ltd", "SG1 1AA"] for number in range(2500)]
    # The last rows say again what the first said.
    report = take(tmp_path, SUPPLIERS, master(*rows, *rows[:3]))

    assert report.counts.taken == 2503
    assert Supplier.objects.count() == SupplierSite.objects.count() == SupplierName.objects.count() == 2500


def test_a_payee_is_matched_by_the_councils_number_once_the_records_are_there(tmp_path):
    payment = make_payment(supplier_ref="100", payee_raw="R. BAKERY")
    make_file([payment])
    report = take(tmp_path, SUPPLIERS, master(["100", "Roebuck Bakery Ltd", "SG1 1AA"]), at=NOON)

    assert report.changes["payees of which more or other is known"] == 1
    assert Decision.objects.get().payee == Payee.objects.get()
    assert not RegisterEntry.objects.exists()


def test_a_contradiction_is_seen_beside_another_number_of_the_councils_own(tmp_path):
    titles = [*MASTER, "Company Number", "Charity Number"]
    take(tmp_path, SUPPLIERS, table(titles, ["1", "Acme", "SG1 1AA", "01234567", "1100001"]))
    report = take(tmp_path, SUPPLIERS, table(titles, ["2", "Acme", "AL7 1AU", "01234567", "1100002"]), as_at=MAY)

    assert (report.outcome, report.counts.refused) == ("refused", 1)
    assert only_supplier().identifiers.count() == 3


def test_rows_of_nothing_but_spaces_are_ignored(tmp_path):
    report = take(tmp_path, SUPPLIERS, master(["1", "Acme", "SG1 1AA"], ["", " ", ""], ["\t", "", ""]))

    assert (report.counts.taken, report.counts.ignored, report.counts.refused) == (1, 2, 0)
