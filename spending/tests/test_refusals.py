"""A file that is no list of payments is refused by what it holds, with a reason, and quickly."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings

from spending.actions.reading import read
from spending.actions.reading.kinds import MOST_BYTES
from spending.actions.reading.lines import Outcome
from spending.tests.sheets import ods, ods_rows, packed, xlsx, xlsx_rows
from spending.tests.texts import HEADER, TEN, TITLES, codes, read_file, read_text

FILES = Path(__file__).parent / "files"
CONTRACTS = (
    "Contract Reference,Contract Title,Supplier Name,Start Date,End Date,Contract Value\nC1,A,B,1/1/26,1/1/27,5.00\n"
)
GRANTS = "Recipient Org:Name,Award Date,Amount Awarded,Funding Org:Name,Title\nA,2026-01-13,500.00,B,C\n"
SALARIES = "Directorate,Post Title,Job Title,Salary,Pay Grade\nA,B,C,50000.00,D\n"


def refused(reading):
    """Return the one reason, of a reading that gives not one line."""
    assert reading.outcome is Outcome.REFUSED
    assert list(reading.lines()) == []
    (reason,) = reading.reasons
    return reason


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\r\n,,,\r\n,,,\r\n", "empty_file"),
        (b"\0" * 10_000, "empty_file"),
        (b"<!DOCTYPE html><html><body>404 Not Found", "html"),
        (b"\n\n  <html>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x1f\x8b\x08\0\0", "archive"),
        (b"BZh91AY", "archive"),
        (b"\xfd7zXZ\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"Rar!\x1a\x07", "archive"),
        (b"spend.csv" + b"\0" * 248 + b"ustar\x0000", "archive"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b'{"payments": []}', "json"),
        (b'[{"amount": 1}]', "json"),
        (bytes(range(1, 32)) * 30, "not_text"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (HEADER.encode(), "no_payments"),
        (TEN.encode(), "no_header"),
        (b"Dear resident,\nwe publish our payments quarterly.\n", "no_header"),
        (b"Supplier Name,Department,Purpose\nA Ltd,Parks,Trees\n", "no_amounts"),
        (b"x" * 600_000, "line_too_long"),
        (b"," * 5000 + b"x\n" + TEN.encode(), "too_many_columns"),
        (CONTRACTS.encode(), "other_register"),
        (GRANTS.encode(), "other_register"),
        (SALARIES.encode(), "other_register"),
    ],
)
def test_what_is_no_spend_file_is_refused_for_what_it_is(tmp_path, content, code):
    path = tmp_path / "spend.csv"
    path.write_bytes(content)

    assert refused(read(path, layout=None, accept_proposal=True)).code == code


def test_another_register_is_named(tmp_path):
    reading, _, _ = read_text(tmp_path, CONTRACTS)

    assert "contracts register" in refused(reading).text
    assert "Contract Title" in refused(reading).text


def test_payments_with_a_contracts_title_and_dates_are_still_payments(tmp_path):
    titles = "Payment Date,Ref No,Supplier Name,Contract Title,Start Date,End Date,Amount\n"

    reading, _, _ = read_text(tmp_path, titles + "13/06/2026,T1,A Ltd,Trees,01/01/2026,01/01/2027,5.00\n")

    assert (reading.outcome, reading.counts.sum_pence) == (Outcome.IMPORTED, 500)


def test_payments_for_contracts_are_no_contracts_register(tmp_path):
    row = "13/06/2026,T1,Tender Contract Services Ltd,CONTRACT HIRE & EXTENSION CONTRACTORS,5.00\n"

    reading, _, _ = read_text(tmp_path, HEADER + row * 3)

    assert reading.outcome is Outcome.IMPORTED


def test_five_gigabytes_are_refused_by_their_size_alone(tmp_path):
    path = tmp_path / "spend.csv"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    start = time.monotonic()

    reason = refused(read(path, layout=None, accept_proposal=True))

    assert reason.code == "too_large"
    assert f"{MOST_BYTES:,}" in reason.text
    assert time.monotonic() - start < 1


def test_a_zip_of_csv_files_is_an_archive(tmp_path):
    reading, _, _ = read_file(packed(tmp_path / "june.xlsx", {"june.csv": HEADER + TEN}))

    assert refused(reading).code == "archive"


def test_a_bomb_is_refused_by_the_size_that_it_declares(tmp_path):
    bomb = packed(tmp_path / "june.xlsx", {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": " " * 10**8})

    assert bomb.stat().st_size < 10**8 / 900
    reason = refused(read(bomb, layout=None, accept_proposal=True))
    assert reason.code == "bomb"
    assert "100,000,011" in reason.text


def test_a_binary_workbook_is_named_as_one(tmp_path):
    reading, _, _ = read_file(packed(tmp_path / "june.xlsx", {"xl/workbook.bin": "x"}))

    assert refused(reading).code == "binary_workbook"


def test_a_workbook_under_a_password_is_refused_for_that(tmp_path):
    open_book = (FILES / "wirral_2022-12_legacy.xls").read_bytes()
    start = open_book.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    second_record = start + 4 + 16
    path = tmp_path / "june.xls"
    # The record after the first becomes FILEPASS: what follows is encrypted.
    path.write_bytes(open_book[:second_record] + b"\x2f\0" + open_book[second_record + 2 :])

    assert refused(read(path, layout=None, accept_proposal=True)).code == "locked"


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("spending.actions.reading.tables.MOST_SECONDS", 0)

    reading, _, _ = read_file(xlsx(tmp_path / "june.xlsx", xlsx_rows(ROWS)))

    assert refused(reading).code == "bomb"


ROWS = [TITLES, ["2026-06-13", "T1", "Roebuck Bakery Ltd", "Catering", 12.5]]
HARMFUL = {
    "a cell in the last corner of the sheet": lambda path: xlsx(
        path, xlsx_rows(ROWS) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "a wide row repeated a million times": lambda path: ods(
        path, ods_rows(ROWS) + ods_rows([["x" * 1000] * 20], repeated=1_048_576)
    ),
}


# In a process of its own, by its own account: what a child is said to have taken up includes what its parent had.
READ = """
import re, resource, sys
from pathlib import Path
import django
django.setup()
from spending.actions.reading import read
reading = read(Path(sys.argv[1]), layout=None, accept_proposal=True)
print(reading.outcome, *(reason.code for reason in reading.reasons))
own = re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())
print(max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


@pytest.mark.parametrize("harm", HARMFUL)
def test_a_small_workbook_that_unpacks_to_gigabytes_is_refused_within_limits(tmp_path, harm):
    path = HARMFUL[harm](tmp_path / "june.xlsx")
    start = time.monotonic()

    command = [sys.executable, "-c", READ, str(path)]
    said = subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True).stdout

    outcome, kilobytes = said.splitlines()
    assert outcome == f"{Outcome.REFUSED} bomb"
    assert path.stat().st_size < 5000
    assert time.monotonic() - start < 20
    assert int(kilobytes) < 400_000


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">']
)
def test_xml_entities_are_never_expanded(tmp_path, entity):
    rows = xlsx_rows(ROWS).replace("Roebuck", "&b;")

    reading, _, _ = read_file(xlsx(tmp_path / "june.xlsx", rows, before=f"<!DOCTYPE x [{entity}]>"))

    assert refused(reading).code == "damaged"
    assert "&b;" in refused(reading).text


def test_nothing_is_left_on_the_disk_by_a_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    Path(tempfile.gettempdir()).mkdir()

    read_file(xlsx(tmp_path / "june.xlsx", xlsx_rows([["No", "payments"]])))
    read_file(xlsx(tmp_path / "june.xlsx", xlsx_rows(ROWS)))

    assert codes(read(tmp_path / "june.xlsx", layout=None, accept_proposal=False)) == []
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
