"""Proxies: what the database refuses of them, whoever writes, and what is shipped."""

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction

from balancesheet.actions.setting_up import SHIPPED_PROXIES
from balancesheet.models import Proxy, Unit
from balancesheet.pages.valuations import proxy_of
from balancesheet.tests.make import make_proxy

pytestmark = pytest.mark.usefixtures("books")

SHIPPED = json.loads(SHIPPED_PROXIES.read_text(encoding="utf-8"))["proxies"]
HOURS = ["4200", "4210", "4220"]


def by_hand(**says):
    """Write a proxy as somebody would who goes past the models."""
    proxy = make_proxy("by-hand")
    columns = [field.column for field in Proxy._meta.concrete_fields if field.column != "id"]
    row = {column: getattr(proxy, column) for column in columns} | {"code": "by hand"} | says
    with transaction.atomic(), connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(row))
        cursor.execute(f"INSERT INTO balancesheet_proxy ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def test_a_proxy_written_by_hand_is_one_like_any_other():
    by_hand()

    assert Proxy.objects.filter(code="by hand").count() == 1


@pytest.mark.parametrize(
    ("says", "rule"),
    [
        ({"source": ""}, "has_a_source_and_a_licence"),
        ({"source": " \t"}, "has_a_source_and_a_licence"),
        ({"licence": ""}, "has_a_source_and_a_licence"),
        ({"licence": "–"}, "has_a_source_and_a_licence"),
        ({"address": ""}, "has_a_source_and_a_licence"),
        ({"address": "http://example.org"}, "has_a_source_and_a_licence"),
        ({"source": None}, "not-null"),
        ({"licence": None}, "not-null"),
        ({"name": ""}, "name_is_filled"),
        ({"price_year": ""}, "price_year_is_filled"),
        ({"low_pence": 1346}, "rises_from_low_to_high"),
        ({"high_pence": 1344}, "rises_from_low_to_high"),
        ({"low_pence": 0}, "rises_from_low_to_high"),
        ({"low_pence": -5}, "low_pence_check"),
        ({"valid_from": "2025-04-02"}, "holds_over_whole_months"),
        ({"valid_to": "2026-03-31"}, "holds_over_whole_months"),
        ({"valid_to": "2025-04-01"}, "ends_after_it_begins"),
        ({"valid_to": None}, "not-null"),
        # Money is never valued: not as what the proxy is of, nor hidden among hours.
        ({"unit_id": "GBP", "accounts": ["4020"]}, "is_no_money"),
        ({"unit_id": "GBPK", "accounts": ["4100"]}, "is_no_money"),
        ({"accounts": ["4200", "4020"]}, "is_no_money"),
        ({"unit_id": "GBP"}, "is_no_money"),
        # Nor hours that were used, or credits that are held and owed.
        ({"accounts": ["5200"]}, "what_came_in"),
        ({"accounts": ["1900"]}, "what_came_in"),
        ({"accounts": ["2900"]}, "what_came_in"),
        ({"accounts": ["3000-HOUR"]}, "what_came_in"),
        ({"accounts": []}, "what_came_in"),
        ({"accounts": [None]}, "what_came_in"),
        ({"accounts": ["no such"]}, "what_came_in"),
        ({"accounts": None}, "not-null"),
        ({"code": "by-hand"}, "code"),
    ],
)
def test_the_database_refuses(says, rule):
    with pytest.raises(IntegrityError, match=rule):
        by_hand(**says)


def test_money_of_a_kind_that_is_new_is_not_valued_either():
    Unit.objects.create(code="EUR", name="Euros", scale=100, kind="money")

    with pytest.raises(IntegrityError, match="never money"):
        by_hand(unit_id="EUR")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE balancesheet_proxy SET high_pence = high_pence + 1",
        "UPDATE balancesheet_proxy SET source = 'somebody'",
        "DELETE FROM balancesheet_proxy",
        "TRUNCATE balancesheet_proxy CASCADE",
    ],
)
def test_a_proxy_stays_as_it_was_added(statement):
    with pytest.raises((IntegrityError, InternalError), match="A proxy is added to"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2025, 3, 31), "rlw-uk-2024-25"),
        (date(2025, 4, 1), "rlw-uk-2025-26"),
        (date(2025, 5, 31), "rlw-uk-2025-26"),
        (date(2025, 6, 1), "better"),
        (date(2025, 7, 31), "better"),
        (date(2025, 8, 1), "rlw-uk-2025-26"),
        (date(2026, 4, 1), None),
        (date(2020, 3, 31), None),
    ],
)
def test_the_last_that_was_added_counts_on_the_days_it_holds(on, code):
    make_proxy("better", accounts=["4200"], valid_from="2025-06-01", valid_to="2025-08-01")

    found = proxy_of("4200", Proxy.objects.order_by("?"), on=on)

    assert (found and found.code) == code


def test_what_is_better_for_one_account_changes_no_other():
    make_proxy("better", accounts=["4200"])

    assert proxy_of("4210", Proxy.objects.all(), on=date(2025, 6, 1)).code == "rlw-uk-2025-26"


def test_every_shipped_proxy_is_loaded_once():
    before = Proxy.objects.count()
    call_command("load_chart", stdout=StringIO())

    assert before == Proxy.objects.count() == len(SHIPPED)


def test_the_shipped_rates_are_the_published_ones():
    rates = {row["price_year"]: (row["low_pence"], row["central_pence"], row["high_pence"]) for row in SHIPPED}

    assert rates["2025-26"] == (1221, 1345, 1480)
    assert [central for _, central, _ in rates.values()] == [950, 990, 1090, 1200, 1260, 1345]
    assert "2026-27" not in rates


def test_each_shipped_proxy_holds_for_the_financial_year_of_its_name():
    for row in SHIPPED:
        first = int(row["price_year"][:4])
        assert (row["valid_from"], row["valid_to"]) == (f"{first}-04-01", f"{first + 1}-04-01")
        assert row["accounts"] == HOURS


def test_nothing_is_shipped_whose_licence_forbids_it():
    assert not re.search("TOMs|HACT|MeasureUp|Social Value Bank", json.dumps(SHIPPED), re.IGNORECASE)
