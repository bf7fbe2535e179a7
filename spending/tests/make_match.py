"""Payees, suppliers with numbers and names, and entries of registers, for tests. A test names only what it is about."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from spending.actions import matching
from spending.models import (
    Decision,
    Payee,
    PayeeClass,
    RegisterEntry,
    RegisterName,
    Supplier,
    SupplierIdentifier,
    SupplierKind,
    SupplierName,
)
from spending.pages.names import key, reads_like_a_person
from spending.tests.make_known import make_body

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
numbers = count(90_000_001)

Use = tuple[str, date | None, date | None]


def make_payee(name: str = "Roebuck Bakery Ltd", **given: Any) -> Payee:
    given = {"body": make_body(), "payee_class": PayeeClass.NAMED, **given}
    is_person = reads_like_a_person(name)
    return Payee.objects.create(name=name, key=key(name), is_individual=is_person, **given)


def make_entry(name: str = "ROEBUCK BAKERY LIMITED", *, uses: list[Use] | None = None, **given: Any) -> RegisterEntry:
    """Store an entry of Companies House, with its name for ever unless other uses of names are given."""
    usual = {"scheme": "GB-COH", "number": str(next(numbers)), "kind": SupplierKind.COMPANY, "as_at": date(2026, 10, 1)}
    entry = RegisterEntry.objects.create(name=name, **{**usual, **given})
    for used, first, last in uses or [(name, None, None)]:
        RegisterName.objects.create(entry=entry, key=key(used), used_from=first, used_to=last)
    return entry


def make_charity(name: str = "ROEBUCK TRUST", **given: Any) -> RegisterEntry:
    return make_entry(name, **{"scheme": "GB-CHC", "number": "1112004", "kind": SupplierKind.CHARITY, **given})


def make_named(name: str = "Roebuck Bakery Ltd", *, numbers: dict[str, str] | None = None, **given: Any) -> Supplier:
    """Store a supplier with its name and its numbers by scheme."""
    supplier = Supplier.objects.create(name=name, **given)
    SupplierName.objects.create(supplier=supplier, name=name, key=key(name), source="a test")
    for scheme, value in (numbers or {}).items():
        SupplierIdentifier.objects.create(supplier=supplier, scheme=scheme, value=value)
    return supplier


def match(*payees: Payee) -> set[int]:
    return matching.match(payees=[payee.pk for payee in payees] or None, at=NOON)


def matched(payee: Payee) -> list[tuple[str, str, str]]:
    """Return whom a payee stands for, on what ground, and when: years and days as PostgreSQL writes a range."""
    standing = Decision.objects.standing().filter(payee=payee).exclude(verdict="different").order_by("during")
    return [
        (decision.supplier.name if decision.supplier else "nobody", decision.basis, days(decision.during))
        for decision in standing.select_related("supplier")
    ]


def days(during: Any) -> str:
    return f"{during.lower or ''} to {during.upper or ''}".strip()
