"""The shipped chart of accounts, and a ledger for each neighbourhood."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from balancesheet.actions.setting_up import SHIPPED as SHIPPED_FILE
from balancesheet.models import Account, Chart, ChartLine, Ledger, Unit
from charter.tests.make import make_neighbourhood

SHIPPED = json.loads(SHIPPED_FILE.read_text(encoding="utf-8"))
FLOWS = {"IN", "EX"}


def test_every_unit_of_a_stock_has_an_opening_account():
    stocks = {row["unit"] for row in SHIPPED["accounts"] if row["type"] in {"AS", "LI"}}
    opening = [row["unit"] for row in SHIPPED["accounts"] if row.get("role") == "opening"]

    assert set(opening) == stocks
    assert len(opening) == len(stocks)


def test_every_unit_that_comes_in_can_go_out():
    units = {kind: {row["unit"] for row in SHIPPED["accounts"] if row["type"] == kind} for kind in FLOWS}

    assert units["IN"] == units["EX"]


def test_codes_tell_the_type_of_an_account():
    types = {"1": "AS", "2": "LI", "3": "EQ", "4": "IN", "5": "EX"}

    assert [row["code"] for row in SHIPPED["accounts"] if types[row["code"][0]] != row["type"]] == []


def test_what_is_due_to_one_ledger_another_owes():
    assert [row["code"] for row in SHIPPED["accounts"] if row.get("role") == "between"] == ["1300", "2200"]


def test_the_proposal_is_called_one():
    assert "proposed" in SHIPPED["chart"]["note"]


def test_in_each_section_accounts_come_in_the_order_of_their_codes():
    for section in "ABCE":
        codes = [row["code"] for row in SHIPPED["accounts"] if row["section"] == section]
        assert codes == sorted(codes)


@pytest.mark.usefixtures("books")
def test_all_that_is_shipped_is_loaded():
    assert Account.objects.count() == ChartLine.objects.filter(chart=1).count() == len(SHIPPED["accounts"])
    assert Unit.objects.count() == len(SHIPPED["units"])
    assert [str(ledger) for ledger in Ledger.objects.all()] == ["Pin Green", "Chells", "Whole town, not allocated"]


@pytest.mark.usefixtures("books")
def test_loading_again_adds_what_is_missing_and_changes_nothing():
    make_neighbourhood("old-town", short_code="N3", name="Old Town")
    out = StringIO()

    call_command("load_chart", stdout=out)
    call_command("load_chart", stdout=out)

    assert out.getvalue() == "Loaded 1 ledgers.\nThe chart and the ledgers are all there. Nothing changed.\n"
    assert Chart.objects.count() == 1
