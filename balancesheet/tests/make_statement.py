"""Books in which a statement has something of everything to say, for tests. A test names only what it is about."""

from datetime import date
from typing import Any

from balancesheet import actions, ledger
from balancesheet.ledger import Leg
from balancesheet.models import Entry
from balancesheet.pages.statement import Statement, statement
from balancesheet.tests.make import NOON, close, hours, make_entry
from charter.tests.make import make_neighbourhood

PLACES = ("pin-green", "chells", "whole-town", "stevenage")
IN_2024, IN_2025 = date(2024, 6, 1), date(2025, 6, 1)


def moved(ref: str, *, to: str, by: str, amount: int, unit: str = "GBP", **says: Any) -> Entry:
    """Post an amount from one account to another."""
    return make_entry(ref, debits=[Leg(to, unit, amount)], credits=[Leg(by, unit, amount)], **says)


def people(ref: str, count: int, **says: Any) -> Entry:
    return moved(ref, to="1700", by="4500", amount=count, unit="PERSON", **says)


def make_story() -> None:
    """Make a closed year and an open one: opening balances, every unit, a reversal, restatements, few people, debts."""
    moved("opens", to="1010", by="3000", amount=500_000, kind="opening", dated=date(2024, 4, 1))
    moved("owes", to="3000", by="2300", amount=70_000, kind="opening", dated=date(2024, 4, 1), grade="D")
    moved("grant", to="1020", by="4020", amount=90_001, dated=IN_2024)
    people("joined", 12, dated=IN_2024, grade="C")
    people("elsewhere", 8, dated=IN_2024, ledger="N2")
    moved("land", to="1510", by="3000-M2", amount=1_250, unit="M2", kind="opening", dated=date(2024, 4, 1), ledger="N2")
    close(2024)
    moved("spent here", to="5010", by="1020", amount=20_000, dated=IN_2025)
    moved("leaked", to="5040", by="1020", amount=10_050, dated=IN_2025, grade="D")
    moved("who knows", to="5090", by="1010", amount=333, dated=IN_2025, grade="D")
    moved("twice", to="1010", by="4010", amount=77, dated=IN_2025, grade="B")
    ledger.reverse(entry=moved("wrong", to="1010", by="4010", amount=99, dated=IN_2025).pk, why="No", at=NOON)
    moved("found", to="5080", by="2300", amount=4_000, dated=IN_2025)
    moved("met", to="2300", by="4080", amount=1_500, dated=IN_2025)
    moved("room", to="5110", by="4110", amount=12_345, unit="GBPK", dated=IN_2025)
    make_entry("hours", dated=IN_2025, debits=[hours("5200", 124_050)], credits=[hours("4200", 124_050)])
    moved("air", to="5300", by="4300", amount=1_234_567, unit="KGCO2E", dated=IN_2025)
    people("three", 3, dated=IN_2025, grade="D")
    moved("late", to="1020", by="4030", amount=4_400, dated=IN_2025, kind="restatement", restates=2024, why="Late")
    moved("town", to="1010", by="4010", amount=1_000, dated=IN_2025, ledger="TOWN")
    moved("due", to="1300", by="4020", amount=50, dated=IN_2025)
    moved("owed", to="5060", by="2200", amount=50, dated=IN_2025, ledger="N2")


def make_n6() -> None:
    """Make ledger N6 with the year 2026-27."""
    make_neighbourhood("st-nicholas", short_code="N6", name="St Nicholas and Martins Wood")
    actions.load_chart()
    ledger.open_year(ledger="N6", year_starting=2026)


def of(slug: str = "pin-green", year_starting: int = 2025, **asked: Any) -> Statement:
    found = statement(slug=slug, year_starting=year_starting, **asked)
    assert found is not None
    return found


def line(found: Statement, account: str) -> dict[str, str]:
    """Return what is said of an account, by column."""
    for group in found.groups:
        for panel in group.panels:
            for each in panel.face.lines:
                if each.code == account:
                    columns = [column.code for column in panel.face.columns]
                    return dict(zip(columns, [str(figure.said) for figure in each.figures], strict=True))
    raise LookupError(account)


def said(found: Statement, table: str, code: str, column: str) -> str:
    return str(next(each for each in found.tables if each.code == table).figure(code, column).said)
