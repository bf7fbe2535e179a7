"""One payment: what the file says, how we came to say where the money went, and the sums that it is part of."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from spending.models import AmountBasis, DateKind, Payment
from spending.pages.filters import financial_year, payments_address, year_in_words, year_starting
from spending.pages.payments.reasons import Step, said, steps
from spending.pages.payments.shown import OUTLINE, PublicPayment, printed, public_payment
from stevenage_cwb.common.money import pounds

# What a column of a file was read as, and where a payment keeps its text. Nobody is named in the first.
ALWAYS_SHOWN = {"department": "department", "category": "category", "capital_revenue": "capital_revenue"}
SHOWN_OF_THE_NAMED = {
    "supplier": "payee_raw",
    "ref": "ref",
    "purpose": "purpose",
    "company_no": "company_no",
    "charity_no": "charity_no",
}


class NoLongerShown(Exception):
    """The payment was public once."""


@dataclass(frozen=True)
class Written:
    """What a file says: under which title, and what."""

    title: str
    text: str


@dataclass(frozen=True)
class Sum:
    """What the payment is part of, and the address of all of it."""

    words: str
    address: str


@dataclass(frozen=True)
class PaymentPage:
    payment: PublicPayment
    written: tuple[Written, ...]
    steps: tuple[Step, ...]
    sums: tuple[Sum, ...]
    share_address: str

    @property
    def date_is(self) -> str:
        return DateKind(self.payment.date_kind).label

    @property
    def amount_is(self) -> str:
        return AmountBasis(self.payment.amount_basis).label


def payment_page(number: int) -> PaymentPage | None:
    """Return the page of a published payment, None where there is none. Raises NoLongerShown where there was.

    Costs one query to four, or two where there is nothing to show.
    """
    rows = printed().defer(None).defer("raw", OUTLINE).select_related("attributed__attribution__tier_rule")
    row = rows.filter(pk=number).first()
    if row is None:
        if Payment.objects.filter(pk=number, file__note__accepted_at__isnull=False).exists():
            raise NoLongerShown
        return None
    payment = public_payment(row, is_to_a_person=row.is_to_a_person)
    return PaymentPage(
        payment=payment,
        written=written(row, payment),
        steps=steps(row, payment),
        sums=sums(row, payment),
        share_address=share_address(row),
    )


def written(row: Payment, payment: PublicPayment) -> tuple[Written, ...]:
    """Return what stands under the titles that we read, in the order of the layout.

    Cells under other titles are never shown, and of a payment to somebody who is not named those with free text are
    not either: a name may stand in them.
    """
    columns = {**ALWAYS_SHOWN, **(SHOWN_OF_THE_NAMED if payment.is_named else {})}
    texts = {role: getattr(row, column) for role, column in columns.items()}
    texts["date"] = said(row.pay_date) if row.pay_date else ""
    texts["amount"] = payment.pounds
    if row.irrecoverable_vat_pence is not None:
        texts["irrecoverable_vat"] = pounds(row.irrecoverable_vat_pence)
    titles = row.file.columns.get("columns", [])
    return tuple(Written(title, texts[role]) for role, title, _ in titles if texts.get(role))


def sums(row: Payment, payment: PublicPayment) -> tuple[Sum, ...]:
    """Return the lists that the payment is in: of its file, of its year, of its supplier."""
    found = [Sum(f"Everything in the file {payment.file}", payments_address(file=payment.file_id))]
    if payment.pay_date:
        starting = year_starting(payment.pay_date)
        years = year_in_words(starting)
        of_year = {"body": row.file.body_id, "year": financial_year(starting)}
        found.append(Sum(f"{years}: {payment.where}", payments_address(**of_year, **known(payment))))
        if row.attributed.department_id:
            department = payments_address(**of_year, department=row.attributed.department_id)
            found.append(Sum(f"{years}: {payment.department}", department))
    if payment.supplier_id:
        found.append(Sum(f"Everything paid to {payment.supplier}", payments_address(supplier=payment.supplier_id)))
    return tuple(found)


def known(payment: PublicPayment) -> dict[str, str]:
    """Return the filters under which the share counts the payment."""
    place = {"why": payment.why_unknown} if payment.why_unknown else {"tier": payment.tier}
    return {"scope": payment.scope, **place}


def share_address(row: Payment) -> str:
    """Return the page of the local share that the payment counts in: its year's, or the latest where it has no date."""
    asked = {"body": str(row.file.body_id)}
    if row.pay_date:
        asked["year"] = financial_year(year_starting(row.pay_date))
    return f"{reverse('spending:share')}?{urlencode(asked)}"
