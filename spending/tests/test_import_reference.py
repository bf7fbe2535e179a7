"""The command that takes in reference files prints what became of one, for people and for programs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from spending.models import ReferenceFile, ReferenceKind, Supplier
from spending.tests.make_known import make_body
from spending.tests.make_references import master

pytestmark = pytest.mark.django_db


def run(
    folder, *options: str, content: str = "", name: str = "suppliers-2026-03-31.csv", kind: str = "suppliers"
) -> str:
    path = folder / name
    path.write_text(content or master(["1", "Acme Ltd", "SG1 1AA"], ["2", "", "SG1 1AA"]))
    printed = StringIO()
    call_command("import_reference", kind, str(path), *options, stdout=printed)
    return printed.getvalue()


def test_json_says_all_that_the_report_holds(tmp_path):
    make_body()
    said = json.loads(run(tmp_path, "--body", "Example Council", "--json"))

    assert said == {
        "outcome": "imported",
        "reason": "",
        "as_at": "2026-03-31",
        "rows_taken": 1,
        "rows_ignored": 0,
        "rows_refused": 1,
        "cells_left_out": 0,
        "changes": {"suppliers made": 1, "names added": 1, "sites added": 1},
        "columns": {"number": "Supplier ID", "name": "Supplier Name", "remittance": "Postcode"},
        "faults": [
            "Row 3, Supplier Name: “”. Wanted: the supplier's name, of at most 200 characters. The row is refused."
        ],
    }
    assert ReferenceFile.objects.get().imported_by is None


def test_words_say_what_changed_and_what_was_refused(tmp_path):
    make_body()
    lines = run(tmp_path, "--body", "Example Council").splitlines()

    assert "outcome: imported" in lines
    assert "suppliers made: 1" in lines
    assert lines[-1].startswith("Row 3, Supplier Name")


def test_a_dry_run_stores_nothing(tmp_path):
    make_body()

    assert json.loads(run(tmp_path, "--body", "Example Council", "--dry-run", "--json"))["outcome"] == "imported"
    assert not Supplier.objects.exists()


def test_a_day_on_the_command_line_goes_before_that_of_the_name(tmp_path):
    make_body()
    said = json.loads(run(tmp_path, "--body", "Example Council", "--as-at", "2026-01-31", "--json"))

    assert said["as_at"] == "2026-01-31"


def test_supplier_records_without_a_council_wait_for_one(tmp_path):
    said = json.loads(run(tmp_path, "--json"))

    assert said["outcome"] == "needs_input"
    assert said["reason"].endswith("The councils with payments are: none yet.")


@pytest.mark.parametrize("kind", ReferenceKind.values)
def test_a_file_that_says_nothing_is_refused(tmp_path, kind):
    make_body()
    said = json.loads(run(tmp_path, "--body", "Example Council", "--json", content="nothing", kind=kind))

    assert said["outcome"] == "refused"


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_reference", "suppliers", str(tmp_path / "nothing.csv"))


def test_a_day_that_is_none_is_said(tmp_path):
    with pytest.raises(CommandError, match="--as-at"):
        run(tmp_path, "--as-at", "31/03/2026")
