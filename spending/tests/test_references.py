"""What all reference files have in common: taken once, whole or not at all, every row accounted for."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spending.actions.references.days import in_beginning, in_name
from spending.actions.references.records import SHOWN
from spending.models import ReferenceFile, ReferenceKind, RegisterEntry, Supplier, SupplierName, SupplierSite
from spending.tests.make import csv_bytes, make_officer
from spending.tests.make_known import make_file, make_payment
from spending.tests.make_references import (
    CHARITY,
    MASTER,
    NOON,
    charities,
    companies,
    company,
    contract,
    contracts,
    master,
    place,
    places,
    table,
    take,
)
from spending.tests.sheets import xlsx, xlsx_rows

pytestmark = pytest.mark.django_db

SUPPLIERS = ReferenceKind.SUPPLIERS
MARCH = date(2026, 3, 31)
CONTENT = {
    ReferenceKind.SUPPLIERS: master(["1", "Acme Ltd", "SG1 1AA"]),
    ReferenceKind.CONTRACTS: contracts(contract()),
    ReferenceKind.COMPANIES: companies(company()),
    ReferenceKind.CHARITIES: charities({}),
    ReferenceKind.POSTCODES: places(place()),
}


def test_a_file_that_was_taken_in_is_written_down(tmp_path):
    officer = make_officer()
    content = master(["1", "Acme Ltd", "SG1 1AA"], ["", "Beta Ltd", "SG1 1AA"])
    take(tmp_path, SUPPLIERS, content, by=officer)

    file = ReferenceFile.objects.get()
    assert (file.kind, file.name, file.as_at) == ("suppliers", "file.csv", MARCH)
    assert file.digest == hashlib.sha256(content.encode()).hexdigest()
    assert (file.rows_taken, file.rows_refused, file.imported_at, file.imported_by) == (1, 1, NOON, officer)
    assert file.changes == {"suppliers made": 1, "names added": 1, "sites added": 1}
    assert len(file.faults) == 1


@pytest.mark.parametrize("kind", CONTENT)
def test_the_same_bytes_again_change_nothing_and_say_so(tmp_path, kind, every_text):
    take(tmp_path, kind, CONTENT[kind])
    before = every_text()
    report = take(tmp_path, kind, CONTENT[kind], name="another name.csv")

    assert report.outcome == "duplicate"
    assert report.reason == "The same file was imported as “file.csv” on 16 November 2026."
    assert every_text() == before


@pytest.mark.parametrize("kind", CONTENT)
def test_a_dry_run_says_what_would_change_and_stores_nothing(tmp_path, kind):
    dry = take(tmp_path, kind, CONTENT[kind], dry_run=True)
    stored = [model.objects.count() for model in (ReferenceFile, RegisterEntry, Supplier, SupplierSite)]
    wet = take(tmp_path, kind, CONTENT[kind])

    assert stored == [0, 0, 0, 0]
    assert dry.as_json() == wet.as_json()
    assert wet.outcome == "imported"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff".encode() + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: ("Supplier records\r\n\r\n" + text).encode(),
        lambda text: (text + "\r\n,,\r\n\r\n").encode(),
    ],
)
def test_a_table_is_read_however_it_is_written(tmp_path, change):
    rows = [["1", "Café Roebuck – Été", "SG1 1AA"], ["2", "Bedwell Print", "SG1 1AB"], ["3", "Chells", "SG1 1AD"]]
    report = take(tmp_path, SUPPLIERS, change(master(*rows)))

    assert report.counts.refused == 0
    assert set(Supplier.objects.values_list("name", flat=True)) == {"Café Roebuck – Été", "Bedwell Print", "Chells"}


def test_a_workbook_is_read_like_a_table(tmp_path):
    path = xlsx(tmp_path / "book", xlsx_rows([[*MASTER], [100, "Acme Ltd", "SG1 1AA"]]))
    report = take(tmp_path, SUPPLIERS, path.read_bytes(), name="suppliers.xlsx")

    assert (report.outcome, report.counts.taken) == ("imported", 1)
    assert Supplier.objects.get().identifiers.get().value == "100"


def test_a_cell_of_several_lines_is_one_cell_and_rows_are_counted_as_a_spreadsheet_does(tmp_path):
    text = 'Supplier ID,Supplier Name,Postcode\n1,"Acme\nLtd",SG1 1AA\n2,Beta Ltd,nowhere\n'
    report = take(tmp_path, SUPPLIERS, text)

    assert set(Supplier.objects.values_list("name", flat=True)) == {"Acme Ltd", "Beta Ltd"}
    assert [fault.row for fault in report.counts.faults] == [3]


def test_ragged_rows_and_unclosed_quotes_cost_themselves_only(tmp_path):
    lines = ["1,Acme,SG1 1AA", "2,Beta", "3,Gamma,SG1,1AB", '4,"Delta,SG1 1AA', "5,Eta,SG1 1AD,,"]
    text = "\n".join([",".join(MASTER), *lines])
    report = take(tmp_path, SUPPLIERS, text)

    assert (report.counts.taken, report.counts.refused) == (2, 3)
    assert [(fault.row, fault.text) for fault in report.counts.faults] == [
        (3, "2 cells"),
        (4, "4 cells"),
        (5, "A quotation mark is not closed, or stands in the middle of a cell"),
    ]
    assert set(Supplier.objects.values_list("name", flat=True)) == {"Acme", "Eta"}


def test_only_the_first_hundred_errors_are_told_and_all_are_counted(tmp_path):
    rows = [["", f"Supplier {number}", ""] for number in range(SHOWN + 20)]
    report = take(tmp_path, SUPPLIERS, master(*rows, ["1", "Acme", "SG1 1AA"]))

    assert (report.counts.refused, len(report.counts.faults)) == (SHOWN + 20, SHOWN)
    assert len(ReferenceFile.objects.get().faults) == SHOWN


def test_what_stood_in_a_cell_is_told_shortly(tmp_path):
    report = take(tmp_path, SUPPLIERS, master(["1", "x" * 300, ""], ["2", "Acme", ""]))

    assert report.counts.faults[0].text == "x" * 80 + "…"


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        (SUPPLIERS, CONTENT[ReferenceKind.CONTRACTS], "It looks like another kind: Contracts register."),
        (SUPPLIERS, CONTENT[ReferenceKind.COMPANIES], "It looks like another kind: Companies House (bulk data)."),
        (ReferenceKind.CONTRACTS, CONTENT[SUPPLIERS], "It looks like another kind: The council's supplier records."),
        (
            ReferenceKind.COMPANIES,
            CONTENT[ReferenceKind.POSTCODES],
            "It looks like another kind: ONS Postcode Directory.",
        ),
        (
            ReferenceKind.POSTCODES,
            table(list(CHARITY), ["x"] * len(CHARITY)),
            "kind: Charity Commission (register extract).",
        ),
        (ReferenceKind.CHARITIES, '[{"ocid": "1"}]', "It begins: ocid."),
        (SUPPLIERS, csv_bytes(), "It looks like a file of payments."),
        (SUPPLIERS, "a,b\n1,2\n", "It begins: a, b."),
        (SUPPLIERS, "Supplier ID,Supplier Name\n1,Acme\n", "Columns are wanted for: “number”"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_it_looks_like(tmp_path, kind, content, said):
    report = take(tmp_path, kind, content)

    assert report.outcome == "refused"
    assert said in report.reason
    assert "wanted for: “" in report.reason
    assert not ReferenceFile.objects.exists()


@pytest.mark.parametrize("kind", [*CONTENT, ReferenceKind.AWARDS])
@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf\r\n", b"%PDF-1.7", b"<html><body>Sorry</body></html>", b"\0" * 50]
)
def test_what_is_no_table_is_refused(tmp_path, kind, content):
    report = take(tmp_path, kind, content)

    assert (report.outcome, bool(report.reason)) == ("refused", True)
    assert not ReferenceFile.objects.exists()


@pytest.mark.parametrize("kind", CONTENT)
def test_titles_alone_are_refused(tmp_path, kind):
    content = "[]" if kind == ReferenceKind.CHARITIES else CONTENT[kind].splitlines()[0]

    assert take(tmp_path, kind, content).outcome == "refused"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("BasicCompanyDataAsOneFile-2026-11-01.csv", date(2026, 11, 1)),
        ("BasicCompanyData-2026-11-01-part1_7.csv", date(2026, 11, 1)),
        ("suppliers 20261101.xlsx", date(2026, 11, 1)),
        ("ONSPD_MAY_2026_UK.csv", date(2026, 5, 1)),
        ("NSPL_AUG_2026_UK_SG.csv", date(2026, 8, 1)),
        ("contracts register March 2026.csv", date(2026, 3, 1)),
        ("suppliers.csv", None),
        ("suppliers-2026-13-45.csv", None),
        ("suppliers-2026-02-30.csv", None),
        ("invoice 1202611011.csv", None),
        ("Version 2026.csv", None),
    ],
)
def test_a_name_says_the_day_or_nothing(name, day):
    assert in_name(name) == day


@pytest.mark.parametrize(
    ("content", "day"),
    [
        (charities({}), date(2026, 10, 20)),
        ('{"uri": "x", "publishedDate": "2025-03-12T00:00:00Z", "releases": []}', date(2025, 3, 12)),
        ("\ufeffdate_of_extract\tx\r\n2026-09-20 00:00:00\t1\r\n", date(2026, 9, 20)),
        ('"publishedDate": "2025-33-12"', None),
        (master(["1", "2026-09-20", ""]), None),
    ],
)
def test_a_beginning_says_the_day_or_nothing(tmp_path, content, day):
    path = Path(tmp_path / "file")
    path.write_text(content, encoding="utf-8")

    assert in_beginning(path) == day


def test_a_file_whose_day_nobody_says_waits_for_it(tmp_path):
    report = take(tmp_path, SUPPLIERS, CONTENT[SUPPLIERS], as_at=None)

    assert (report.outcome, Supplier.objects.count()) == ("needs_input", 0)
    assert "Say which day" in report.reason


def test_a_day_that_is_still_to_come_is_not_believed(tmp_path):
    after_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # in Stevenage it is 2 July already
    report = take(tmp_path, SUPPLIERS, CONTENT[SUPPLIERS], as_at=date(2026, 7, 3), at=after_midnight)
    assert (report.outcome, Supplier.objects.count()) == ("needs_input", 0)

    today = take(tmp_path, SUPPLIERS, CONTENT[SUPPLIERS], as_at=date(2026, 7, 2), at=after_midnight)
    assert today.outcome == "imported"


@pytest.mark.parametrize("is_text", [False, True])
def test_the_contact_of_a_charity_is_nowhere_in_the_database(tmp_path, is_text, every_text):
    row = {"charity_contact_postcode": "secretary@trust.example", "date_of_registration": "01632 960123"}
    content = charities(row)
    if is_text:
        content = table(list(CHARITY), [str(value) for value in CHARITY.values()], delimiter="\t")
    take(tmp_path, ReferenceKind.CHARITIES, content)

    stored = "\n".join(every_text())
    assert "PIN GREEN COMMUNITY TRUST" in stored
    for private in ("@", "01632", "www.trust", "Volunteer Lane"):
        assert private not in stored


def test_a_fault_after_the_rows_leaves_nothing(tmp_path, monkeypatch):
    make_file([make_payment()])

    def fall_over(**asked):
        raise RuntimeError

    monkeypatch.setattr("spending.actions.matching.match", fall_over)
    with pytest.raises(RuntimeError):
        take(tmp_path, SUPPLIERS, CONTENT[SUPPLIERS])

    assert [model.objects.count() for model in (ReferenceFile, Supplier, SupplierName, SupplierSite)] == [0, 0, 0, 0]
