"""How we came to say whom a payment went to, and where: step by step, each on its ground. No officer is named."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.urls import reverse

from spending.models import (
    Decision,
    MatchBasis,
    Payment,
    SiteBasis,
    SupplierKind,
    SupplierSite,
    Tier,
    TierRule,
    Verdict,
)
from spending.pages.payments.shown import PublicPayment

# What has a legal form has no home: a postcode of anybody else may be somebody's own.
HAS_NO_HOME = {
    SupplierKind.COMPANY,
    SupplierKind.CIC,
    SupplierKind.CHARITY,
    SupplierKind.CIO,
    SupplierKind.MUTUAL,
    SupplierKind.PUBLIC_BODY,
}
GROUNDS = {
    MatchBasis.COMPANY_NUMBER: "The payment has its company number, {}.",
    MatchBasis.CHARITY_NUMBER: "The payment has its charity number, {}.",
    MatchBasis.SUPPLIER_NUMBER: "The payment has the number by which the council knows this supplier.",
    MatchBasis.EXACT_NAME: "It was the only organisation of this name at the time.",
    MatchBasis.PERSON: "An officer decided so.",
}
AN_INDIVIDUAL = "An individual, or a sole trader under their own name. We do not say who, nor anything that might."
NO_NAME = "The file names nobody. The amount counts, and no place is given to it."


@dataclass(frozen=True)
class Step:
    """A question on the way from a name to a place. link: where there is more to see."""

    question: str
    answer: str
    because: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True)
class Place:
    """Where a supplier is, in words, and on what ground we say so."""

    said: str
    because: tuple[str, ...]


def steps(row: Payment, payment: PublicPayment) -> tuple[Step, ...]:
    """Return the steps of a payment with its attribution and rule selected. Costs two queries, where it is matched."""
    found = [who(row, payment)]
    if payment.supplier_id:
        found.append(where(row, payment))
    if payment.tier != Tier.UNKNOWN:
        found.append(how_near(payment, row.attributed.attribution.tier_rule))
    left_out = f"{payment.left_out}: not money that could be spent locally." if payment.left_out else ""
    analysed = Step("Does it count in the local share?", "Left out" if left_out else "Yes", (left_out,))
    return (*found, analysed)


def who(row: Payment, payment: PublicPayment) -> Step:
    question = "Who was paid?"
    if payment.supplier_id:
        link = reverse("spending:supplier", args=[payment.supplier_id])
        because = (f"The file says “{payment.payee}”.", *grounds(decision_on(row)))
        return Step(question, payment.supplier, because, link)
    if payment.is_named:
        return Step(question, payment.payee, (f"{payment.where}.",))
    return Step(question, payment.payee, (AN_INDIVIDUAL if payment.is_individual else NO_NAME,))


def decision_on(row: Payment) -> Decision | None:
    """Return the decision that speaks of the day of a payment. Without a date, only one of any day does."""
    decisions = Decision.objects.standing().exclude(verdict=Verdict.DIFFERENT).filter(payee=row.attributed.payee_id)
    if row.pay_date is None:
        return decisions.filter(during__lower_inf=True, during__upper_inf=True).first()
    return decisions.filter(during__contains=row.pay_date).first()


def grounds(decision: Decision | None) -> tuple[str, ...]:
    if decision is None:
        return ()
    ground = GROUNDS[MatchBasis(decision.basis)].format(decision.matched_on)
    register = f" The register is that of {said(decision.register_date)}." if decision.register_date else ""
    return (f"{ground}{register} Matched on {said(decision.decided_at.date())}.",)


def where(row: Payment, payment: PublicPayment) -> Step:
    found = place(supplier=payment.supplier_id, kind=payment.supplier_kind, on=row.pay_date)
    why = (f"{payment.where}.",) if payment.why_unknown else ()
    return Step("Where was it?", found.said if found else "Not known", (*(found.because if found else ()), *why))


def place(*, supplier: int | None, kind: str, on: date | None) -> Place | None:
    """Return where a supplier was on a day, or is now, by the definition that attributions are made by.

    None where no site is known. Costs two queries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_id FROM spending_place(%s, coalesce(%s::date, 'infinity'))", [supplier, on])
        found = cursor.fetchone()
    site = SupplierSite.objects.get(pk=found[0]) if found else None
    if site is None:
        return None
    branch = ("It is a branch of a firm whose head office is elsewhere.",) if site.is_branch else ()
    because = (f"{SiteBasis(site.basis).label}.", f"Source: {site.source}, as at {said(site.as_at)}.", *branch)
    return Place(address_of(site, kind=kind), because)


def address_of(site: SupplierSite, *, kind: str) -> str:
    """Return as much of a site's address as nobody's home can be told by."""
    if site.is_outside_uk:
        return "Outside the UK"
    if site.basis == SiteBasis.REGISTERED or kind in HAS_NO_HOME:
        return site.postcode
    return "At a postcode that we do not show: it may be somebody’s home"


def how_near(payment: PublicPayment, rule: TierRule | None) -> Step:
    because = [f"Rule {rule.version} of what is local, in force from {said(rule.valid_from)}."] if rule else []
    if payment.neighbourhood:
        because.append(f"Cooperative neighbourhood: {payment.neighbourhood}.")
    return Step("How near is that?", f"{payment.where} ({payment.tier})", tuple(because))


def said(day: date) -> str:
    return f"{day:%-d %B %Y}"
