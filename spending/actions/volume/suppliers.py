"""Made-up suppliers with places in every tier; some moved, some are branches, of some nobody knows where they are."""

import random
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from string import ascii_uppercase

from charter.models import SmallArea
from spending.models import (
    KindBasis,
    Postcode,
    SiteBasis,
    SizeProxy,
    Supplier,
    SupplierKind,
    SupplierName,
    SupplierSite,
)
from spending.pages import names

BATCH = 5_000
ENGLAND = {"region": "E12000006", "country": "E92000001"}
# Districts by tier, by ONS codes, with how many of each hundred suppliers are there: Stevenage, North Hertfordshire,
# Braintree, Norwich, Leeds, Glasgow.
AREAS = (
    (20, {"district": "E07000243", "county": "E10000015", **ENGLAND}),
    (24, {"district": "E07000099", "county": "E10000015", **ENGLAND}),
    (12, {"district": "E07000067", "county": "E10000012", **ENGLAND}),
    (8, {"district": "E07000148", "county": "E10000020", **ENGLAND}),
    (26, {"district": "E08000035", "county": "E99999999", "region": "E12000003", "country": "E92000001"}),
    (8, {"district": "S12000049", "county": "S99999999", "region": "S99999999", "country": "S92000003"}),
)
ABROAD = 2
POSTCODES_EACH = 200
MOVED_PERCENT, BRANCH_PERCENT, NOWHERE_PERCENT = 5, 4, 2
MOVED_ON = date(2022, 7, 1)
TOWNS = ("Adeyfield", "Bragbury", "Corey", "Danes", "Fairlands", "Hampson", "Lonsdale", "Marymead", "Symonds", "Wigram")
TRADES = ("Builders", "Cleaning", "Consulting", "Electrical", "Fleet", "Gardens", "Legal", "Print", "Roofing", "Stage")
KINDS = {
    SupplierKind.COMPANY: 78,
    SupplierKind.CHARITY: 8,
    SupplierKind.PARTNERSHIP: 6,
    SupplierKind.CIC: 4,
    SupplierKind.PUBLIC_BODY: 2,
    SupplierKind.OVERSEAS: 2,
}
SIZES = {SizeProxy.LIKELY_SMALL: 55, SizeProxy.NOT_SMALL: 30, SizeProxy.UNKNOWN: 15}


def make_suppliers(count: int, chance: random.Random) -> list[str]:
    """Store so many suppliers with their names and places. Returns the names."""
    suppliers = [
        Supplier(
            name=f"Made-up {TOWNS[number % 10]} {TRADES[number // 10 % 10]} {number} Ltd",
            kind=chance.choices(list(KINDS), list(KINDS.values()))[0],
            kind_basis=KindBasis.MASTER,
            size=chance.choices(list(SIZES), list(SIZES.values()))[0],
        )
        for number in range(count)
    ]
    Supplier.objects.bulk_create(suppliers, batch_size=BATCH)
    SupplierName.objects.bulk_create(map(name_of, suppliers), batch_size=BATCH)
    places = make_postcodes()
    sites = [site for supplier in suppliers for site in sites_of(supplier, places, chance)]
    SupplierSite.objects.bulk_create(sites, batch_size=BATCH)
    return [supplier.name for supplier in suppliers]


def name_of(supplier: Supplier) -> SupplierName:
    return SupplierName(supplier=supplier, name=supplier.name, key=names.key(supplier.name), source="made up")


def make_postcodes() -> list[list[str]]:
    """Store postcodes of an area that there is not. Returns them by where they lie."""
    homes = cycle(SmallArea.objects.order_by("code").values_list("code", flat=True) or [""])
    rows = [
        [
            Postcode(postcode=postcode, small_area=home, **area)
            for postcode, home in zip(postcodes(number), homes, strict=False)
        ]
        for number, (_, area) in enumerate(AREAS, start=1)
    ]
    Postcode.objects.bulk_create([row for area in rows for row in area], ignore_conflicts=True)
    return [[row.postcode for row in area] for area in rows]


def postcodes(number: int) -> Iterator[str]:
    letters = (f"{first}{last}" for first in ascii_uppercase for last in ascii_uppercase)
    return (f"ZZ{number} 1{pair}" for pair in islice(letters, POSTCODES_EACH))


def sites_of(supplier: Supplier, places: list[list[str]], chance: random.Random) -> Iterator[SupplierSite]:
    """Yield a supplier's office, its registered office and, where it moved, where it was before."""
    if chance.randrange(100) < NOWHERE_PERCENT:
        return
    moved = chance.randrange(100) < MOVED_PERCENT
    yield site(
        supplier,
        somewhere(places, chance),
        is_branch=chance.randrange(100) < BRANCH_PERCENT,
        valid_from=MOVED_ON if moved else None,
    )
    if moved:
        yield site(supplier, somewhere(places, chance), valid_to=MOVED_ON)
    if chance.randrange(2):
        yield site(supplier, somewhere(places, chance), basis=SiteBasis.REGISTERED)


def somewhere(places: list[list[str]], chance: random.Random) -> str:
    """Return a postcode, or none: abroad."""
    weights = [weight for weight, _ in AREAS]
    return chance.choice(chance.choices([*places, [""]], [*weights, ABROAD])[0])


def site(
    supplier: Supplier,
    postcode: str,
    *,
    basis: SiteBasis = SiteBasis.TRADING,
    is_branch: bool = False,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> SupplierSite:
    return SupplierSite(
        supplier=supplier,
        postcode=postcode,
        is_outside_uk=not postcode,
        is_branch=is_branch,
        basis=basis,
        source="made up",
        as_at=date(2026, 9, 30),
        valid_from=valid_from,
        valid_to=valid_to,
    )
