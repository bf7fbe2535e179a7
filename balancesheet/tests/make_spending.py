"""Suppliers placed in the neighbourhoods of the books, and what the council paid them."""

from typing import Any

from balancesheet import sources
from balancesheet.models import Entry, MonthTotal
from balancesheet.sources import Taken
from balancesheet.tests.make import NOON
from charter.models import Neighbourhood, NeighbourhoodSmallArea, SmallArea
from charter.tests.make import LONG_AGO
from spending.models import Body, MatchBasis, Payment, Supplier
from spending.tests.make_known import (
    STEVENAGE,
    decide,
    make_file,
    make_payment,
    make_postcode,
    make_site,
    make_supplier,
)

# A supplier in each ledger of the books: the last is in the borough, in no neighbourhood we know. And one elsewhere.
IN_LEDGERS = {"N1": "Pin Green Print Ltd", "N2": "Chells Cycles Ltd", "TOWN": "Stevenage Steel Ltd"}
ELSEWHERE = "Leeds Paper Plc"
POSTCODES = {"N1": "SG1 1AA", "N2": "SG2 2AA", "TOWN": "SG3 3AA", ELSEWHERE: "LS1 1AA"}


def make_places() -> None:
    """Put a postcode into each neighbourhood, one into none, and one elsewhere."""
    for neighbourhood in Neighbourhood.objects.all():
        code = neighbourhood.short_code
        area = SmallArea.objects.create(code=f"E0100{code}", name=code, valid_from=LONG_AGO)
        NeighbourhoodSmallArea.objects.create(
            neighbourhood=neighbourhood, small_area=area, valid_from=LONG_AGO, source="A test"
        )
        make_postcode(POSTCODES[code], **STEVENAGE, small_area=area.code)
    make_postcode(POSTCODES["TOWN"], **STEVENAGE)
    make_postcode(POSTCODES[ELSEWHERE], district="E08000035", county="E11000006", region="E12000003")


def make_paid(code: str = "N1", *, pence: int = 10_000, body: Body | None = None, **given: Any) -> Payment:
    """Publish a payment to the supplier of a ledger, which is known to be there."""
    name = IN_LEDGERS.get(code, code)
    payment = make_payment(payee_raw=name, amount_pence=pence, **given)
    make_file([payment], body=body)
    supplier = Supplier.objects.filter(name=name).first() or placed(name, code)
    payee = payment.attributed.payee
    if not payee.decisions.exists():
        decide(payee, supplier, basis=MatchBasis.EXACT_NAME)
    return Payment.objects.get(pk=payment.pk)


def placed(name: str, code: str) -> Supplier:
    supplier = make_supplier(name, kind="company")
    make_site(supplier, POSTCODES[code])
    return supplier


def take(source: str = "payment", *, at: Any = NOON) -> Taken:
    """Take all sources, and return what became of one."""
    return sources.pull_all(at=at)[source]


def came_in(code: str, *, account: str = "4070") -> int:
    """Return what an account of a ledger ever came to, credits less debits."""
    kept = MonthTotal.objects.filter(ledger=code, account=account)
    return sum(total.credit - total.debit for total in kept)


def entries_of(record: Any, *, source: str = "payment") -> list[Entry]:
    """Return the entries made of a record, and their reversals, in the order in which they came."""
    return list(Entry.objects.filter(source__endswith=source, source_ref__startswith=f"{record.pk}/").order_by("pk"))
