"""A council's published spending in every tier, for tests of the share. A test names only what it is about."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.test import Client

from spending.models import Body, MatchBasis, Payee, PayeeClass, Payment, Supplier
from spending.pages.share import Look, SharePage, share
from spending.tests.make_known import (
    STEVENAGE,
    decide,
    make_body,
    make_file,
    make_payment,
    make_postcode,
    make_site,
    make_supplier,
)

POUND = 100
# C6, in pounds; see docs/measures.md.
WORKED = {"T1": 180_000, "T2": 260_000, "T3": 160_000, "T4": 100_000, "T5": 150_000, "T6": 50_000, "U": 100_000}
TODAY = date(2026, 11, 16)
IN_2024, IN_2025 = date(2024, 6, 15), date(2025, 6, 15)
# A name and a postcode in each tier; the unknown has a name only, and nobody abroad has a postcode.
NAMES = {
    "T1": "Roebuck Bakery Ltd",
    "T2": "Hertford Printers Ltd",
    "T3": "Luton Motors Ltd",
    "T4": "Norwich Software Ltd",
    "T5": "Leeds Paper Plc",
    "T6": "Paris Papiers",
    "U": "Nobody Knows Ltd",
}
POSTCODES: dict[str, tuple[str, dict[str, str]]] = {
    "T1": ("SG1 1AA", STEVENAGE),
    "T2": ("SG14 1AA", {"district": "E07000242", "county": "E10000015", "region": "E12000006"}),
    "T3": ("LU1 1AA", {"district": "E06000032", "county": "", "region": "E12000006"}),
    "T4": ("NR1 1AA", {"district": "E07000148", "county": "E10000020", "region": "E12000006"}),
    "T5": ("LS1 1AA", {"district": "E08000035", "county": "E11000006", "region": "E12000003"}),
}


def make_payments(pounds: Mapping[str, int], **given: Any) -> list[Payment]:
    """Return a payment for each tier, of so many pounds."""
    return [
        make_payment(payee_raw=NAMES[tier], amount_pence=amount * POUND, **given) for tier, amount in pounds.items()
    ]


def redacted(pounds: int, **given: Any) -> Payment:
    return make_payment(payee_raw="REDACTED", payee_class=PayeeClass.REDACTED, amount_pence=pounds * POUND, **given)


def make_spending(payments: list[Payment], *, body: Body | None = None, **site: Any) -> Body:
    """Publish a file of these payments, with every supplier in its tier. site: of the supplier in Stevenage."""
    body = body or make_body()
    make_file(payments, body=body)
    make_suppliers(body, **site)
    return body


def make_suppliers(body: Body, **site: Any) -> None:
    """Decide who every payee of ours is. The supplier of a tier is made once."""
    for payee in Payee.objects.filter(body=body, name__in=NAMES.values()):
        tier = next(tier for tier, name in NAMES.items() if name == payee.name)
        if tier != "U" and not payee.decisions.exists():
            decide(payee, supplier_of(tier, **(site if tier == "T1" else {})), basis=MatchBasis.EXACT_NAME)


def supplier_of(tier: str, **site: Any) -> Supplier:
    found = Supplier.objects.filter(name=NAMES[tier]).first()
    if found:
        return found
    postcode, areas = POSTCODES.get(tier, ("", {}))
    if postcode:
        make_postcode(
            postcode, country="E92000001", **{name: code for name, code in areas.items() if name != "country"}
        )
    supplier = make_supplier(NAMES[tier], kind="company")
    make_site(supplier, postcode, **site)
    return supplier


def the_page(**asked: str) -> SharePage:
    """Return the page that an address with these parts shows."""
    page = share(Look.asked(asked), on=TODAY)
    assert page is not None
    return page


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/spending/{query}")
    assert response.status_code == 200
    return str(response.text)


def csv_rows(client: Client, asked: dict[str, str]) -> list[dict[str, str]]:
    text = b"".join(client.get("/spending/share.csv", asked)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))
