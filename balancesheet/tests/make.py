"""Books and entries for tests. A test names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User

from balancesheet import actions, ledger
from balancesheet.ledger import Draft, Leg, Signatures
from balancesheet.models import Entry, MonthTotal, Posting, Proxy, Year
from charter.models import Foundation
from charter.tests.make import make_neighbourhood

NOON = datetime(2026, 5, 4, 11, 0, tzinfo=UTC)
JUNE = date(2025, 6, 1)
FOUNDATIONS = ("procurement", "training", "cooperative", "climate")
LEDGERS = ("N1", "N2", "TOWN")


def make_books(*years: int) -> None:
    """Make the shipped chart, ledgers N1, N2 and TOWN, and their years."""
    Foundation.objects.bulk_create(Foundation(code=code, name=code) for code in FOUNDATIONS)
    make_neighbourhood("pin-green", short_code="N1", name="Pin Green")
    make_neighbourhood("chells", short_code="N2", name="Chells")
    actions.load_chart()
    for code in LEDGERS:
        for year in years:
            ledger.open_year(ledger=code, year_starting=year)


def make_person(username: str) -> User:
    return User.objects.get_or_create(username=username)[0]


def signed(*, entered: str = "enters", checked: str = "checks") -> Signatures:
    return Signatures(make_person(entered).pk, NOON, make_person(checked).pk, NOON)


def money(account: str, pence: int = 100) -> Leg:
    return Leg(account, "GBP", pence)


def hours(account: str, hundredths: int = 100) -> Leg:
    return Leg(account, "HOUR", hundredths)


def make_draft(ref: str = "1", **says: Any) -> Draft:
    """Return a draft of a pound that came into ledger N1 and stayed there."""
    named = {
        "ledger": "N1",
        "dated": JUNE,
        "source": "test",
        "source_ref": ref,
        "words": "A pound for the garden",
        "grade": "A",
        "debits": [money("1010")],
        "credits": [money("4010")],
    }
    return Draft(**{**named, **says})


def make_entry(ref: str = "1", **says: Any) -> Entry:
    return Entry.objects.get(pk=ledger.post(make_draft(ref, **says), at=NOON))


def close(*years: int, code: str = "N1") -> Year:
    """Close years of a ledger, one after the other, and return the last."""
    closed = [ledger.close_year(ledger=code, year_starting=year, by=make_person("closes"), at=NOON) for year in years]
    return closed[-1]


def lines(entry: Entry) -> list[Sequence[Any]]:
    of_each = ("unit_id", "debit_id", "credit_id", "amount")
    return list(Posting.objects.filter(entry=entry).order_by("line_no").values_list(*of_each))


def totals(code: str = "N1") -> dict[tuple[str, date], tuple[int, int]]:
    """Return the kept debits and credits of each account and month in which anything is left."""
    kept = MonthTotal.objects.filter(ledger=code)
    return {(row.account_id, row.month): (row.debit, row.credit) for row in kept}


def make_proxy(code: str, **says: Any) -> Proxy:
    """Add a proxy for volunteers' hours in 2025-26, at the Real Living Wage."""
    named = {
        "name": "A rate",
        "unit_id": "HOUR",
        "accounts": ["4200", "4210", "4220"],
        "low_pence": 1221,
        "central_pence": 1345,
        "high_pence": 1480,
        "price_year": "2025-26",
        "valid_from": "2025-04-01",
        "valid_to": "2026-04-01",
        "source": "Somebody who knows",
        "address": "https://rates.example.org/",
        "licence": "Open Government Licence v3.0",
    }
    return Proxy.objects.create(code=code, **{**named, **says})
