"""A payment as a row of open data: the columns of the CSV, the fields of the JSON, and the guide to them."""

from decimal import Decimal

from spending.pages.payments.shown import PublicPayment

Cell = str | int | bool | Decimal | None

# In this order. Added to at the end; a meaning is never changed: see docs/spending.md.
GUIDE = {
    "id": "The payment's number in this portal.",
    "pay_date": "The date as ISO 8601 writes it: 2026-06-30. Empty: the file gives none.",
    "date_kind": "What the file says that the date is: payment, transaction, ledger, invoice or unstated.",
    "body": "Who paid.",
    "payee": "Who was paid, as the file writes it. Individuals are not named; what is not a name is said in words.",
    "payee_class": "What stands for the payee: named, redacted, pooled, coded or blank.",
    "is_individual": "Whether the payee is an individual or a sole trader under their own name.",
    "amount": "Pounds and pence, 1234.50; a credit is less than nothing.",
    "amount_basis": "Whether the amount holds value added tax: net, gross or unstated.",
    "irrecoverable_vat": "Value added tax that can not be had back, in pounds. Empty: the file gives none.",
    "department": "As files write it, one spelling for all.",
    "category": "As files write it, one spelling for all.",
    "purpose": "As the file writes it. Empty too where the payee is not named.",
    "reference": "The body's own reference. Empty too where the payee is not named.",
    "capital_revenue": "As the file writes it.",
    "is_card": "Whether it was paid by card. Empty: the file does not say.",
    "company_number": "As the file gives it.",
    "charity_number": "As the file gives it.",
    "supplier_id": "The number of the organisation in this portal. Empty: not matched.",
    "supplier": "The organisation that we matched the payee to.",
    "supplier_kind": "Its legal form: company, charity, public_body, …; unknown.",
    "supplier_size": "Likely small or not, told by the accounts it files: likely_small, not_small, unknown. A proxy.",
    "match_basis": "On what ground: company_number, charity_number, supplier_number, exact_name, person.",
    "tier": "How near: T1 Stevenage, T2 rest of Hertfordshire, T3 bordering counties and boroughs, T4 rest of the East "
    "of England, T5 rest of the UK, T6 outside the UK, U not known.",
    "why_unknown": "Why the tier is not known. Empty where it is.",
    "site_basis": "Which site of the supplier spoke: trading, ordering, remittance, registered, declared.",
    "is_branch": "Whether that site is a branch of a firm whose head office is elsewhere.",
    "neighbourhood": "The cooperative neighbourhood of a payment in tier T1, by its code.",
    "scope": "in: analysed. Anything else: why it is left out of the local share.",
    "file_id": "The number of the file in this portal.",
    "file": "The file's name.",
    "record_number": "Which record of the file it is, counted from 1.",
    "address": "The page of the payment.",
}
COLUMNS = list(GUIDE)


def record_of(payment: PublicPayment, *, portal: str) -> dict[str, Cell]:
    """Return a payment's row, in the order of COLUMNS. `portal`: what addresses begin with."""
    return {
        "id": payment.id,
        "pay_date": payment.pay_date.isoformat() if payment.pay_date else None,
        "date_kind": payment.date_kind,
        "body": payment.body,
        "payee": payment.payee,
        "payee_class": payment.payee_class,
        "is_individual": payment.is_individual,
        "amount": in_pounds(payment.amount_pence),
        "amount_basis": payment.amount_basis,
        "irrecoverable_vat": in_pounds(payment.irrecoverable_vat_pence),
        "department": payment.department,
        "category": payment.category,
        "purpose": payment.purpose,
        "reference": payment.ref,
        "capital_revenue": payment.capital_revenue,
        "is_card": payment.is_card,
        "company_number": payment.company_no,
        "charity_number": payment.charity_no,
        "supplier_id": payment.supplier_id,
        "supplier": payment.supplier,
        "supplier_kind": payment.supplier_kind,
        "supplier_size": payment.supplier_size,
        "match_basis": payment.match_basis,
        "tier": payment.tier,
        "why_unknown": payment.why_unknown,
        "site_basis": payment.site_basis,
        "is_branch": payment.is_branch,
        "neighbourhood": payment.neighbourhood_code,
        "scope": payment.scope,
        "file_id": payment.file_id,
        "file": payment.file,
        "record_number": payment.record_no,
        "address": portal + payment.address,
    }


def in_pounds(pence: int | None) -> Decimal | None:
    """Return pence in pounds, exactly, always with two decimals."""
    return None if pence is None else Decimal(pence).scaleb(-2)
