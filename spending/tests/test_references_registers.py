"""Companies House and the Charity Commission: what entries say, and what a later edition changes."""

import json
from datetime import date

import pytest

from spending.actions.enrolling import enrol
from spending.models import (
    Decision,
    ReferenceKind,
    RegisterEntry,
    RegisterName,
    Supplier,
    SupplierIdentifier,
    SupplierKind,
    SupplierName,
)
from spending.tests.make_known import make_file, make_payment, make_supplier
from spending.tests.make_references import (
    CHARITY,
    NOON,
    charities,
    companies,
    company,
    only_supplier,
    sites,
    table,
    take,
)

pytestmark = pytest.mark.django_db

COMPANIES, CHARITIES = ReferenceKind.COMPANIES, ReferenceKind.CHARITIES
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def names() -> list[tuple[str, date | None, date | None]]:
    return sorted(
        RegisterName.objects.values_list("key", "used_from", "used_to"), key=lambda name: (name[1] or date.min, name[0])
    )


def test_an_entry_holds_what_the_register_says(tmp_path):
    report = take(
        tmp_path, COMPANIES, companies(company()), name="BasicCompanyDataAsOneFile-2026-11-01.csv", as_at=None
    )

    entry = RegisterEntry.objects.get()
    assert (report.outcome, report.as_at) == ("imported", NOVEMBER)
    assert (entry.scheme, entry.number, entry.name) == ("GB-COH", "01234567", "ROEBUCK BAKERY LIMITED")
    assert (entry.kind, entry.size, entry.postcode) == ("company", "likely_small", "SG1 1AA")
    assert (entry.alive_from, entry.alive_to, entry.as_at) == (date(1998, 7, 29), None, NOVEMBER)
    assert names() == [("roebuck bakery ltd", None, None)]


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("Private Limited Company", SupplierKind.COMPANY),
        ("Public Limited Company", SupplierKind.COMPANY),
        ("PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)", SupplierKind.COMPANY),
        (
            "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)",
            SupplierKind.COMPANY,
        ),
        ("Private Limited Company by guarantee without share capital use of 'Limited' exemption", SupplierKind.COMPANY),
        ("PRIV LTD SECT. 30 (Private limited company, section 30 of the Companies Act)", SupplierKind.COMPANY),
        ("Community Interest Company", SupplierKind.CIC),
        ("Charitable Incorporated Organisation", SupplierKind.CIO),
        ("Scottish Charitable Incorporated Organisation", SupplierKind.CIO),
        ("Registered Society", SupplierKind.MUTUAL),
        ("Industrial and Provident Society", SupplierKind.MUTUAL),
        ("Limited Liability Partnership", SupplierKind.PARTNERSHIP),
        ("Limited Partnership", SupplierKind.PARTNERSHIP),
        ("Overseas Entity", SupplierKind.OVERSEAS),
        ("Further Education and Sixth Form College Corporations", SupplierKind.PUBLIC_BODY),
        ("Royal Charter Company", SupplierKind.UNKNOWN),
        ("Other Company Type", SupplierKind.UNKNOWN),
    ],
)
def test_the_kind_comes_from_the_category(tmp_path, category, kind):
    take(tmp_path, COMPANIES, companies(company(CompanyCategory=category)))

    assert RegisterEntry.objects.get().kind == kind


@pytest.mark.parametrize(
    ("accounts", "size"),
    [
        ("MICRO ENTITY", "likely_small"),
        ("Total Exemption Full", "likely_small"),
        ("UNAUDITED ABRIDGED", "likely_small"),
        ("SMALL", "likely_small"),
        ("MEDIUM", "not_small"),
        ("FULL", "not_small"),
        ("GROUP", "not_small"),
        ("DORMANT", "unknown"),
        ("AUDIT EXEMPTION SUBSIDIARY", "unknown"),
        ("NO ACCOUNTS FILED", "unknown"),
        ("ACCOUNTS TYPE NOT AVAILABLE", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_size_is_told_by_the_kind_of_accounts(tmp_path, accounts, size):
    take(tmp_path, COMPANIES, companies(company(**{"Accounts.AccountCategory": accounts})))

    assert RegisterEntry.objects.get().size == size


def test_former_names_have_the_days_on_which_they_were_used(tmp_path):
    cells = {
        "PreviousName_1.CONDATE": "15/06/2018",
        "PreviousName_1.CompanyName": "BEDWELL BREAD LIMITED",
        "PreviousName_2.CONDATE": "01/02/2005",
        "PreviousName_2.CompanyName": "STEVENAGE OVENS LTD",
    }
    take(tmp_path, COMPANIES, companies(company(**cells)))

    assert names() == [
        ("stevenage ovens ltd", None, date(2005, 2, 1)),
        ("bedwell bread ltd", date(2005, 2, 1), date(2018, 6, 15)),
        ("roebuck bakery ltd", date(2018, 6, 15), None),
    ]


def test_a_name_that_was_changed_on_the_day_it_began_was_never_used(tmp_path):
    cells = {
        "PreviousName_1.CONDATE": "15/06/2018",
        "PreviousName_1.CompanyName": "ONE DAY LIMITED",
        "PreviousName_2.CONDATE": "15/06/2018",
        "PreviousName_2.CompanyName": "STEVENAGE OVENS LTD",
    }
    take(tmp_path, COMPANIES, companies(company(**cells)))

    assert len(names()) == 2
    assert names()[-1] == ("roebuck bakery ltd", date(2018, 6, 15), None)


def test_rows_that_cannot_be_read_are_told_and_the_others_are_taken(tmp_path):
    rows = [
        company(),
        company("0"),
        company("02222222", ""),
        company("03333333", "A LTD", **{"RegAddress.PostCode": "L-1234"}),
        company("04444444", "B LTD", IncorporationDate="31/02/2001"),
        company("05555555", "C LTD", DissolutionDate="28/07/1998"),
        company("01234567", "ROEBUCK AGAIN LTD"),
    ]
    report = take(tmp_path, COMPANIES, companies(*rows))

    counts = report.counts
    assert (counts.taken, counts.refused, counts.cells_left_out) == (4, 3, 3)
    assert [(fault.row, fault.column, fault.is_row) for fault in counts.faults] == [
        (3, "CompanyNumber", True),
        (4, "CompanyName", True),
        (5, "RegAddress.PostCode", False),
        (6, "IncorporationDate", False),
        (7, "DissolutionDate", False),
        (8, "CompanyNumber", True),
    ]
    assert RegisterEntry.objects.get(number="01234567").name == "ROEBUCK BAKERY LIMITED"
    assert RegisterEntry.objects.get(number="03333333").postcode == ""
    assert RegisterEntry.objects.get(number="05555555").alive_to is None


def test_a_later_edition_brings_entries_and_names_up_to_date(tmp_path):
    rows = [company(), company("02222222", "BEDWELL PRINT LTD"), company("03333333", "CHELLS LTD")]
    take(tmp_path, COMPANIES, companies(*rows), as_at=OCTOBER)
    cells = {"PreviousName_1.CONDATE": "05/10/2026", "PreviousName_1.CompanyName": "ROEBUCK BAKERY LIMITED"}
    later = [company("01234567", "ROEBUCK FOODS LIMITED", **cells), company("02222222", "BEDWELL PRINT LTD")]
    report = take(tmp_path, COMPANIES, companies(*later), as_at=NOVEMBER)

    assert RegisterEntry.objects.get(number="01234567").name == "ROEBUCK FOODS LIMITED"
    assert names() == [
        ("bedwell print ltd", None, None),
        ("chells ltd", None, None),
        ("roebuck bakery ltd", None, date(2026, 10, 5)),
        ("roebuck foods ltd", date(2026, 10, 5), None),
    ]
    assert (report.changes["names added"], report.changes["names no longer in the register"]) == (2, 1)
    assert dict(RegisterEntry.objects.values_list("number", "as_at")) == {
        "01234567": NOVEMBER,
        "02222222": NOVEMBER,
        "03333333": OCTOBER,
    }


def test_an_older_edition_changes_nothing_that_a_later_one_says(tmp_path):
    take(tmp_path, COMPANIES, companies(company(name="ROEBUCK FOODS LIMITED")), as_at=NOVEMBER)
    take(tmp_path, COMPANIES, companies(company(), company("02222222", "BEDWELL PRINT LTD")), as_at=OCTOBER)

    assert RegisterEntry.objects.get(number="01234567").name == "ROEBUCK FOODS LIMITED"
    assert {key for key, *_ in names()} == {"roebuck foods ltd", "bedwell print ltd"}


def test_a_supplier_follows_its_register_and_keeps_its_former_office(tmp_path):
    take(tmp_path, COMPANIES, companies(company()), as_at=OCTOBER)
    enrol(entries=RegisterEntry.objects.values_list("pk", flat=True))
    cells = {
        "RegAddress.PostCode": "AL7 1AU",
        "CompanyCategory": "Community Interest Company",
        "Accounts.AccountCategory": "FULL",
        "DissolutionDate": "20/10/2026",
        "PreviousName_1.CONDATE": "05/10/2026",
        "PreviousName_1.CompanyName": "ROEBUCK BAKERY LIMITED",
    }
    take(tmp_path, COMPANIES, companies(company(name="ROEBUCK FOODS CIC", **cells)), as_at=NOVEMBER)

    supplier = only_supplier()
    assert (supplier.name, supplier.kind, supplier.size) == ("ROEBUCK FOODS CIC", "cic", "not_small")
    assert supplier.alive_to == date(2026, 10, 20)
    assert sites() == [("registered", "SG1 1AA", None, NOVEMBER), ("registered", "AL7 1AU", NOVEMBER, None)]
    assert set(SupplierName.objects.values_list("key", "used_to")) == {
        ("roebuck bakery ltd", date(2026, 10, 5)),
        ("roebuck foods cic", None),
    }


def test_a_supplier_that_an_officer_named_keeps_its_name_and_kind(tmp_path):
    take(tmp_path, COMPANIES, companies(company()), as_at=OCTOBER)
    enrol(entries=RegisterEntry.objects.values_list("pk", flat=True))
    Supplier.objects.update(name="Roebuck's", kind="mutual", kind_basis="person")
    take(tmp_path, COMPANIES, companies(company(name="ROEBUCK FOODS LIMITED")), as_at=NOVEMBER)

    assert (only_supplier().name, only_supplier().kind) == ("Roebuck's", "mutual")


def test_an_edition_that_says_the_same_moves_nobody(tmp_path):
    take(tmp_path, COMPANIES, companies(company()), as_at=OCTOBER)
    enrol(entries=RegisterEntry.objects.values_list("pk", flat=True))
    report = take(tmp_path, COMPANIES, companies(company(), company("02222222", "OTHER LTD")), as_at=NOVEMBER)

    assert sites() == [("registered", "SG1 1AA", None, None)]
    assert set(report.changes) == {"register entries", "names added"}


def test_a_payee_is_matched_once_the_register_is_there(tmp_path):
    make_file([make_payment(payee_raw="Roebuck Bakery Ltd"), make_payment(payee_raw="X", company_no="2222222")])
    take(tmp_path, COMPANIES, companies(company(), company("02222222", "BEDWELL PRINT LTD")), at=NOON)

    assert set(Decision.objects.values_list("supplier__name", "basis")) == {
        ("ROEBUCK BAKERY LIMITED", "exact_name"),
        ("BEDWELL PRINT LTD", "company_number"),
    }


@pytest.mark.parametrize("is_text", [False, True])
def test_a_charity_is_read_from_json_and_from_text_alike(tmp_path, is_text):
    content = charities({})
    if is_text:
        row = ["" if value is None else str(value) for value in CHARITY.values()]
        content = "\ufeff" + table(list(CHARITY), row, delimiter="\t")
    report = take(tmp_path, CHARITIES, content, name="publicextract.charity", as_at=None)

    entry = RegisterEntry.objects.get()
    assert (report.outcome, report.as_at) == ("imported", date(2026, 10, 20))
    assert (entry.scheme, entry.number, entry.name) == ("GB-CHC", "1100001", "PIN GREEN COMMUNITY TRUST")
    assert (entry.kind, entry.size, entry.postcode) == ("charity", "likely_small", "SG1 1AA")
    assert (entry.alive_from, entry.alive_to, entry.company_no) == (date(2003, 11, 4), None, "")


def test_linked_charities_are_left_out(tmp_path):
    linked = {"linked_charity_number": 1, "charity_name": "YOUTH WING"}
    report = take(tmp_path, CHARITIES, charities({}, linked))

    assert (report.counts.taken, report.counts.ignored) == (1, 1)
    assert RegisterEntry.objects.get().name == "PIN GREEN COMMUNITY TRUST"


@pytest.mark.parametrize(
    ("said", "alive_to"),
    [
        ({"charity_registration_status": "Registered"}, None),
        ({"charity_registration_status": "Removed", "date_of_removal": "2020-05-01T00:00:00"}, date(2020, 5, 1)),
        # It is gone by the day of the extract, whenever that was.
        ({"charity_registration_status": "Removed"}, date(2026, 3, 31)),
        ({"charity_registration_status": "Removed", "date_of_removal": "2003-11-04T00:00:00"}, None),
    ],
)
def test_a_removed_charity_was_alive_until_it_was_removed(tmp_path, said, alive_to):
    take(tmp_path, CHARITIES, charities(said))

    assert RegisterEntry.objects.get().alive_to == alive_to


@pytest.mark.parametrize(
    ("income", "size"),
    [
        (None, "unknown"),
        (0, "likely_small"),
        (15_000_000.0, "likely_small"),
        (15_000_000.01, "not_small"),
        ("", "unknown"),
    ],
)
def test_the_size_of_a_charity_is_told_by_its_income(tmp_path, income, size):
    take(tmp_path, CHARITIES, charities({"latest_income": income}))

    assert RegisterEntry.objects.get().size == size


def test_a_charity_that_is_a_company_is_one_supplier_under_both_numbers(tmp_path):
    take(
        tmp_path,
        COMPANIES,
        companies(company("01234567", "PIN GREEN COMMUNITY TRUST", **{"RegAddress.PostCode": "AL7 1AU"})),
    )
    enrol(entries=RegisterEntry.objects.values_list("pk", flat=True))
    assert only_supplier().kind == "company"

    take(tmp_path, CHARITIES, charities({"charity_company_registration_number": "1234567"}))

    assert (only_supplier().kind, only_supplier().kind_basis) == ("charity", "register")
    assert set(SupplierIdentifier.objects.values_list("scheme", "value")) == {
        ("GB-COH", "01234567"),
        ("GB-CHC", "1100001"),
    }
    assert sites() == [("registered", "AL7 1AU", None, None)]


def test_a_charity_lives_on_after_its_company(tmp_path):
    take(tmp_path, CHARITIES, charities({"charity_company_registration_number": "01234567"}))
    enrol(entries=RegisterEntry.objects.values_list("pk", flat=True))
    take(tmp_path, COMPANIES, companies(company(DissolutionDate="01/01/2020")))
    assert only_supplier().alive_to is None

    gone = {"charity_company_registration_number": "01234567", "charity_registration_status": "Removed"}
    take(tmp_path, CHARITIES, charities({**gone, "date_of_removal": "2021-05-01T00:00:00"}), as_at=OCTOBER)
    assert only_supplier().alive_to == date(2021, 5, 1)


def test_an_incorporated_charity_in_both_registers_is_one_organisation(tmp_path):
    cio = company("CE001234", "PIN GREEN COMMUNITY TRUST", CompanyCategory="Charitable Incorporated Organisation")
    take(tmp_path, COMPANIES, companies(cio))
    take(tmp_path, CHARITIES, charities({"charity_is_cio": True}))
    make_file([make_payment(payee_raw="Pin Green Community Trust")])
    take(tmp_path, COMPANIES, companies(cio, company()), as_at=NOVEMBER)

    assert RegisterEntry.objects.get(scheme="GB-CHC").company_no == "CE001234"
    assert Decision.objects.get().supplier.kind == "cio"


def test_kinds_that_the_councils_records_say_stand_before_the_register(tmp_path):
    supplier = make_supplier("Pin Green", kind="mutual", kind_basis="master")
    SupplierIdentifier.objects.create(supplier=supplier, scheme="GB-CHC", value="1100001")
    take(tmp_path, CHARITIES, charities({}))

    assert only_supplier().kind == "mutual"
    assert sites() == [("registered", "SG1 1AA", None, None)]


def test_a_json_file_that_ends_in_the_middle_is_refused(tmp_path):
    report = take(tmp_path, CHARITIES, json.dumps([CHARITY, CHARITY])[:-1])

    assert (report.outcome, RegisterEntry.objects.count()) == ("refused", 0)
    assert "not downloaded whole" in report.reason
