"""A supplier: what it is, where it is now, and what it was paid. Individuals have no page."""

from dataclasses import dataclass

from django.db.models import Sum

from spending.models import KindBasis, PartyTotal, Scope, SizeProxy, Supplier, SupplierKind
from spending.pages.filters import financial_year, payments_address, year_in_words
from spending.pages.numbers import CHARITIES, COMPANIES
from spending.pages.payments.people import paid_suppliers
from spending.pages.payments.reasons import Place, place
from stevenage_cwb.common.money import pounds

REGISTERS = {COMPANIES: "Company number", CHARITIES: "Charity number"}


@dataclass(frozen=True)
class Year:
    """What a supplier was paid in a financial year, of the payments that are analysed."""

    name: str
    payments: int
    pounds: str
    address: str


@dataclass(frozen=True)
class SupplierPage:
    name: str
    kind: str
    kind_basis: str
    size: str
    numbers: tuple[str, ...]
    place: Place | None
    years: tuple[Year, ...]
    everything: str  # the address of all payments to it


def supplier_page(number: int) -> SupplierPage | None:
    """Return the page of a supplier, None where none was paid, or it is an individual. Costs five queries."""
    supplier = paid_suppliers().filter(pk=number).prefetch_related("identifiers").first()
    if supplier is None:
        return None
    return SupplierPage(
        name=supplier.name,
        kind=SupplierKind(supplier.kind).label,
        kind_basis=KindBasis(supplier.kind_basis).label,
        size=SizeProxy(supplier.size).label,
        numbers=numbers_of(supplier),
        place=place(supplier=supplier.pk, kind=supplier.kind, on=None),
        years=years_of(supplier),
        everything=payments_address(supplier=supplier.pk),
    )


def numbers_of(supplier: Supplier) -> tuple[str, ...]:
    """Return its numbers in public registers. A council's own number is no register's."""
    return tuple(
        f"{REGISTERS[each.scheme]} {each.value}" for each in supplier.identifiers.all() if each.scheme in REGISTERS
    )


def years_of(supplier: Supplier) -> tuple[Year, ...]:
    """Return the years in which it was paid, the newest first."""
    totals = PartyTotal.objects.filter(party=supplier.pk, dimension="all").values("year_starting")
    return tuple(
        Year(
            name=year_in_words(total["year_starting"]),
            payments=total["payments__sum"],
            pounds=pounds(int(total["pence__sum"])),
            address=payments_address(
                supplier=supplier.pk, year=financial_year(total["year_starting"]), scope=Scope.IN.value
            ),
        )
        for total in totals.annotate(Sum("payments"), Sum("pence")).order_by("-year_starting")
    )
