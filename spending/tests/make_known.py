"""Published payments, suppliers and places for tests, without a file to read. A test names only what it is about."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from spending.actions import attributing
from spending.actions.attributing.replacing import KNOWN
from spending.models import (
    AmountBasis,
    AttributedPayment,
    Body,
    DateKind,
    Decision,
    ImportNote,
    MatchBasis,
    Payee,
    PayeeClass,
    Payment,
    Postcode,
    SiteBasis,
    SourceFile,
    Supplier,
    SupplierSite,
    Verdict,
)

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
JUNE = date(2025, 6, 15)
ALWAYS = DateRange(None, None)
numbers = count(1)

STEVENAGE = {"district": "E07000243", "county": "E10000015", "region": "E12000006", "country": "E92000001"}


def make_body(name: str = "Example Council") -> Body:
    return Body.objects.get_or_create(name=name)[0]


def officer() -> User:
    return User.objects.get_or_create(username="officer", defaults={"is_staff": True})[0]


def make_payment(**given: Any) -> Payment:
    """Return a payment that is not stored, of £100 on a day of June 2025 unless something else is given."""
    blank = dict.fromkeys(
        ("ref", "department", "purpose", "category", "supplier_ref", "company_no", "charity_no", "capital_revenue"), ""
    )
    usual = {
        "pay_date": JUNE,
        "date_kind": DateKind.PAYMENT,
        "payee_raw": "Roebuck Bakery Ltd",
        "payee_class": PayeeClass.NAMED,
        "amount_pence": 10_000,
        "amount_basis": AmountBasis.NET,
    }
    return Payment(**{**blank, **usual, "raw": [], **given})


def make_file(
    payments: list[Payment],
    *,
    body: Body | None = None,
    is_accepted: bool = True,
    columns: dict[str, Any] | None = None,
) -> SourceFile:
    """Store a file of these payments; accepted and attributed unless it is not to be."""
    number = next(numbers)
    file = SourceFile.objects.create(
        body=body or make_body(),
        name=f"file {number}",
        bytes_digest=f"bytes {number}",
        rows_digest=f"rows {number}",
        byte_count=1,
        kind="csv",
        encoding="utf-8",
        columns=columns or {},
        imported_at=NOON,
    )
    for place, payment in enumerate(payments, start=1):
        payment.file, payment.record_no = file, place
    Payment.objects.bulk_create(payments)
    make_note(file, payments)
    if is_accepted:
        publish(file)
    return file


def make_note(file: SourceFile, payments: list[Payment]) -> ImportNote:
    days = [payment.pay_date for payment in payments if payment.pay_date]
    none = dict.fromkeys(("ignored_rows", "quarantined_rows", "negative_rows", "redacted_rows", "rounded_rows"), 0)
    return ImportNote.objects.create(
        file=file,
        record_count=len(payments),
        rows_imported=len(payments),
        sum_pence=sum(payment.amount_pence for payment in payments),
        date_min=min(days, default=None),
        date_max=max(days, default=None),
        ignored={},
        quarantined={},
        controls=[],
        warnings=[],
        decided=[],
        **none,
    )


def publish(file: SourceFile) -> None:
    """Accept the note of a file and attribute its payments, and match no payee: a test says itself who is who."""
    ImportNote.objects.filter(file=file).update(accepted_at=NOON, accepted_by=officer())
    attributing.payees_of(file=file)
    attributing.attribute_file(file=file)


def make_supplier(name: str = "Roebuck Bakery Ltd", **given: Any) -> Supplier:
    if "kind" in given:
        given = {"kind_basis": "person", **given}
    return Supplier.objects.create(name=name, **given)


def make_site(supplier: Supplier, postcode: str = "SG1 1AA", **given: Any) -> SupplierSite:
    usual = {"basis": SiteBasis.TRADING, "source": "a test", "as_at": date(2025, 1, 1)}
    return SupplierSite.objects.create(
        supplier=supplier, postcode=postcode, is_outside_uk=not postcode, **{**usual, **given}
    )


def make_postcode(postcode: str = "SG1 1AA", **given: Any) -> Postcode:
    """Store a postcode, in Stevenage unless it is elsewhere."""
    return Postcode.objects.create(postcode=postcode, **(given or STEVENAGE))


def decide(
    payee: str | Payee,
    supplier: Supplier | None,
    *,
    during: DateRange = ALWAYS,
    verdict: Verdict = Verdict.SAME,
    basis: MatchBasis = MatchBasis.PERSON,
) -> Decision:
    """Keep a decision about a payee, and attribute its payments anew."""
    found = payee if isinstance(payee, Payee) else Payee.objects.get(name=payee)
    decision = Decision.objects.create(
        payee=found,
        supplier=supplier,
        verdict=Verdict.NOBODY if supplier is None else verdict,
        basis=basis,
        during=during,
        decided_at=NOON,
        decided_by=officer() if basis == MatchBasis.PERSON else None,
    )
    attributing.attribute_payees(payees=[found.pk])
    return decision


def take_back(decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(undone_at=NOON, undone_by=officer())
    attributing.attribute_payees(payees=[decision.payee_id])


def known(payment: Payment) -> dict[str, Any]:
    """Return what is known of a published payment, by column."""
    attributed = AttributedPayment.objects.filter(pk=payment.pk)
    return attributed.values("payee_id", "supplier_id", **{name: F(f"attribution__{name}") for name in KNOWN})[0]
