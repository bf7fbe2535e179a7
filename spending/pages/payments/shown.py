"""A payment as the public sees it: one frozen object for the list, the page, the CSV and the JSON.

Anything that is not a field here never leaves for the public. Individuals are not named, and of payments to them, or
to nobody that is named, nothing that somebody wrote down in words is shown.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from charter.models import Neighbourhood
from spending.models import (
    Attribution,
    Category,
    Department,
    MatchBasis,
    PayeeClass,
    Payment,
    Scope,
    Supplier,
    SupplierKind,
    Tier,
    WhyUnknown,
)
from spending.pages.payments.people import decided_to_be_a_person
from stevenage_cwb.common.money import pounds

AN_INDIVIDUAL = "An individual"
IN_PLACE_OF_A_NAME = {
    PayeeClass.REDACTED: "Redacted",
    PayeeClass.POOLED: "Several payees under one label",
    PayeeClass.CODED: "A number in place of a name",
    PayeeClass.BLANK: "No payee given",
}
# On what ground we know who it is, as short as a list needs it.
GROUNDS = {
    MatchBasis.COMPANY_NUMBER: "By company number",
    MatchBasis.CHARITY_NUMBER: "By charity number",
    MatchBasis.SUPPLIER_NUMBER: "By the council’s own number",
    MatchBasis.EXACT_NAME: "By exact name",
    MatchBasis.PERSON: "By an officer’s decision",
}

# All that a row is printed from, in one query.
RELATED = [
    *("file__body", "attributed__payee", "attributed__supplier", "attributed__department", "attributed__category"),
    "attributed__attribution__neighbourhood",
]
OUTLINE = "attributed__attribution__neighbourhood__outline"
NOT_PRINTED = ["raw", "file__columns", OUTLINE]


@dataclass(frozen=True)
class PublicPayment:
    """One payment. Money in whole pence; texts are empty where nothing is known or shown."""

    id: int
    pay_date: date | None
    date_kind: str
    body: str
    payee: str
    payee_class: str
    is_individual: bool
    amount_pence: int
    amount_basis: str
    irrecoverable_vat_pence: int | None
    department: str
    category: str
    purpose: str
    ref: str
    capital_revenue: str
    is_card: bool | None
    company_no: str
    charity_no: str
    supplier_id: int | None
    supplier: str
    supplier_kind: str
    supplier_size: str
    match_basis: str
    tier: str
    why_unknown: str
    site_basis: str
    is_branch: bool
    neighbourhood: str
    neighbourhood_code: str
    scope: str
    file_id: int
    file: str
    record_no: int

    @property
    def address(self) -> str:
        # As in the site map; written out, because a download makes a million of them.
        return f"/spending/payments/{self.id}/"

    @property
    def is_named(self) -> bool:
        """Whether it may be said whom it went to."""
        return self.payee_class == PayeeClass.NAMED and not self.is_individual

    @property
    def pounds(self) -> str:
        return pounds(self.amount_pence)

    @property
    def what_for(self) -> str:
        return self.category or self.purpose

    @property
    def where(self) -> str:
        """Return where the money went, or why that is not known."""
        return WhyUnknown(self.why_unknown).label if self.why_unknown else Tier(self.tier).label

    @property
    def left_out(self) -> str:
        """Return why it is not analysed; nothing where it is."""
        return "" if self.scope == Scope.IN else Scope(self.scope).label

    @property
    def notes(self) -> tuple[str, ...]:
        """Return on what ground we say where the money went, and whether it counts."""
        ground = (GROUNDS[MatchBasis(self.match_basis)],) if self.match_basis else ()
        return (*ground, f"Left out: {self.left_out}") if self.left_out else ground


def shown(numbers: list[int]) -> tuple[PublicPayment, ...]:
    """Return published payments in the order of their numbers. Costs one query."""
    rows = {row.pk: (row, row.is_to_a_person) for row in printed().filter(pk__in=numbers)}
    return tuple(
        public_payment(row, is_to_a_person=is_to_a_person)
        for row, is_to_a_person in (rows[number] for number in numbers if number in rows)
    )


def printed() -> QuerySet[Any]:
    """Return the published payments, each with what is printed of it, and `is_to_a_person`."""
    rows = Payment.objects.filter(attributed__isnull=False).select_related(*RELATED).defer(*NOT_PRINTED)
    return rows.annotate(is_to_a_person=decided_to_be_a_person(payee="attributed__payee"))


def public_payment(payment: Payment, *, is_to_a_person: bool) -> PublicPayment:
    """Return what may be shown of a payment. Costs no query where RELATED is selected."""
    known: Attribution = payment.attributed.attribution
    department: Department | None = payment.attributed.department
    category: Category | None = payment.attributed.category
    neighbourhood: Neighbourhood | None = known.neighbourhood
    is_individual = is_to_a_person or payment.attributed.payee.is_individual or known.kind == SupplierKind.INDIVIDUAL
    is_named = not is_individual and payment.payee_class == PayeeClass.NAMED
    supplier: Supplier | None = payment.attributed.supplier if is_named else None
    return PublicPayment(
        id=payment.pk,
        pay_date=payment.pay_date,
        date_kind=payment.date_kind,
        body=payment.file.body.name,
        payee=payee_of(payment, is_individual=is_individual),
        payee_class=payment.payee_class,
        is_individual=is_individual,
        amount_pence=payment.amount_pence,
        amount_basis=payment.amount_basis,
        irrecoverable_vat_pence=payment.irrecoverable_vat_pence,
        department=department.name if department else "",
        category=category.name if category else "",
        purpose=payment.purpose if is_named else "",
        ref=payment.ref if is_named else "",
        capital_revenue=payment.capital_revenue,
        is_card=payment.is_card,
        company_no=payment.company_no if is_named else "",
        charity_no=payment.charity_no if is_named else "",
        supplier_id=supplier.pk if supplier else None,
        supplier=supplier.name if supplier else "",
        supplier_kind=known.kind,
        supplier_size=known.size,
        match_basis=known.match_basis,
        tier=known.tier,
        why_unknown=known.why_unknown,
        site_basis=known.site_basis,
        is_branch=known.is_branch,
        neighbourhood=neighbourhood.name if neighbourhood else "",
        neighbourhood_code=known.neighbourhood_id or "",
        scope=known.scope,
        file_id=payment.file_id,
        file=payment.file.name,
        record_no=payment.record_no,
    )


def payee_of(payment: Payment, *, is_individual: bool) -> str:
    """Return whom a payment went to, or what stands in the file in place of a name."""
    if payment.payee_class != PayeeClass.NAMED:
        return IN_PLACE_OF_A_NAME[PayeeClass(payment.payee_class)]
    return AN_INDIVIDUAL if is_individual else payment.payee_raw
