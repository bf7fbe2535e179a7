"""Every file of the shared set, imported by the command: stored to the penny, or nothing of it."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from spending.models import Payment, SourceFile
from spending.tests.make import counted_pence

FILES = Path(__file__).parent / "files"
EXPECTED = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))["files"]
# What a person would say after looking, of each file that needs one.
HELP = {"easy": [], "medium": ["--accept-proposal"], "hard": ["--accept-proposal"]}
OUTCOMES = {"import": "imported", "needs_input": "needs_input", "reject": "refused"}

pytestmark = pytest.mark.django_db


def run(capsys, file, *options):
    call_command("import_spend", str(FILES / file["file"]), f"--body={file['council']}", "--json", *options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file["file"])
def test_a_file_is_stored_to_the_penny_or_not_at_all(capsys, file):
    report = run(capsys, file, *HELP[file["difficulty"]])

    assert report["outcome"] == OUTCOMES[file["outcome"]]
    if report["outcome"] == "refused":
        assert report["reasons"][0].startswith(file["reason"])
    else:
        assert {key: report[key] for key in ("rows_imported", "sum_pence")} == {
            key: file[key] for key in ("rows_imported", "sum_pence")
        }
    is_stored = report["outcome"] == "imported"
    assert sum(counted_pence()) == (file["sum_pence"] if is_stored else 0)
    assert SourceFile.objects.exists() is is_stored


@pytest.mark.parametrize(
    "file", [file for file in EXPECTED if file["outcome"] == "needs_input"], ids=lambda file: file["file"]
)
def test_a_file_that_needed_a_person_is_stored_once_they_have_decided(capsys, file):
    asked = run(capsys, file, "--accept-proposal")
    codes = [reason.partition(":")[0] for reason in asked["reasons"]]

    report = run(capsys, file, "--accept-proposal", *(f"--accept={code}" for code in codes))

    assert report["outcome"] == "imported"
    assert sum(counted_pence()) == file["sum_pence"]
    assert Payment.objects.filter(pay_date=None).count() == file["missing_date_rows"]


@pytest.mark.parametrize(
    "file", [file for file in EXPECTED if file["outcome"] == "import"], ids=lambda file: file["file"]
)
def test_a_confirmed_layout_reads_its_own_file_alike(capsys, file):
    options = ["--accept-proposal", "--profile=Confirmed"]
    first = run(capsys, file, *options, "--dry-run")
    run(capsys, file, *options)
    SourceFile.objects.update(undone_at="2026-01-01T00:00Z", undone_why="To be read again")

    again = run(capsys, file)

    assert again == {**first, "columns": again["columns"]}
