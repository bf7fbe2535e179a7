"""Payments of every sort, spread over years, places and bodies: for tests of what is found among many."""

import random
from datetime import date, timedelta

from charter.actions import load_words
from charter.models import NeighbourhoodSmallArea
from spending.models import AmountBasis, MatchBasis, Payee, Payment, SourceFile, SupplierKind
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

DEPARTMENTS = ["", "Housing", "Parks"]
CATEGORIES = ["", "Repairs", "Catering", "Pensions"]
PAYEES = [
    ("Roebuck Bakery Ltd", "named"),
    ("Pin Green Print Ltd", "named"),
    ("Leeds Paper Plc", "named"),
    ("Nobody Knows Ltd", "named"),
    ("Mr John Hidden", "named"),
    ("J Hidden", "named"),
    ("REDACTED", "redacted"),
    ("Various", "pooled"),
]
FIRST_DAY = date(2024, 2, 1)


def make_spread(many: int = 120, *, seed: int = 1) -> list[SourceFile]:
    """Store so many payments in two files of one body and one of another, attributed. The same seed, the same rows."""
    chosen = random.Random(seed)
    load_words()
    bedwell = NeighbourhoodSmallArea.objects.filter(neighbourhood="bedwell-and-pin-green").order_by("pk")[0]
    make_postcode("SG1 1AA", **STEVENAGE, small_area=bedwell.small_area_id)
    make_postcode("LS1 1AA", district="E08000035", county="E11000006", region="E12000003", country="E92000001")
    bodies = [make_body(), make_body(), make_body("Other Council")]
    files = [make_file([some_payment(chosen) for _ in range(many // 3)], body=body) for body in bodies]
    make_known_suppliers()
    return files


def some_payment(chosen: random.Random) -> Payment:
    name, payee_class = chosen.choice(PAYEES)
    # Few days, so that many payments share one, and some have none.
    day = FIRST_DAY + timedelta(days=45 * chosen.randrange(16)) if chosen.random() < 0.9 else None
    return make_payment(
        payee_raw=name,
        payee_class=payee_class,
        pay_date=day,
        department=chosen.choice(DEPARTMENTS),
        category=chosen.choice(CATEGORIES),
        purpose=f"purpose for {name}",
        ref=f"reference of {name}",
        amount_pence=chosen.choice([-5_000, 0, 1, 10_050, 123_456_789]),
        amount_basis=chosen.choice([AmountBasis.NET, AmountBasis.GROSS]),
    )


def make_known_suppliers() -> None:
    bakery = make_supplier("Roebuck Bakery Ltd", kind=SupplierKind.COMPANY)
    make_site(bakery)
    printer = make_supplier("Pin Green Print Ltd", kind=SupplierKind.CIC, size="likely_small")
    make_site(printer, is_branch=True)
    paper = make_supplier("Leeds Paper Plc", kind=SupplierKind.COMPANY, size="not_small")
    make_site(paper, "LS1 1AA")
    hidden = make_supplier("John Hidden", kind=SupplierKind.INDIVIDUAL)
    make_site(hidden)
    for name, supplier, basis in [
        ("Roebuck Bakery Ltd", bakery, MatchBasis.EXACT_NAME),
        ("Pin Green Print Ltd", printer, MatchBasis.PERSON),
        ("Leeds Paper Plc", paper, MatchBasis.COMPANY_NUMBER),
        ("J Hidden", hidden, MatchBasis.PERSON),
    ]:
        for payee in Payee.objects.filter(name=name):
            decide(payee, supplier, basis=basis)
