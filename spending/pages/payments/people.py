"""Who may be named. Individuals never are: nowhere on a page, in open data or by a search."""

from django.db.models import Exists, OuterRef, QuerySet

from spending.models import AttributedPayment, Decision, Payee, PayeeClass, Supplier, SupplierKind


def decided_to_be_a_person(*, payee: str) -> Exists:
    """Return whether a payee was matched to an individual, for whichever days. `payee`: the column that holds it."""
    decisions = Decision.objects.standing().filter(supplier__kind=SupplierKind.INDIVIDUAL)
    return Exists(decisions.filter(payee=OuterRef(payee)))


def named_payees() -> QuerySet[Payee]:
    """Return the payees that may be named: those that files name, and that are nobody's own name."""
    named = Payee.objects.filter(payee_class=PayeeClass.NAMED, is_individual=False)
    return named.exclude(decided_to_be_a_person(payee="pk"))


def paid_payees() -> QuerySet[Payee]:
    """Return the payees that may be named, of published payments: a number must not tell of any other."""
    return named_payees().filter(Exists(AttributedPayment.objects.filter(payee=OuterRef("pk"))))


def paid_suppliers() -> QuerySet[Supplier]:
    """Return the suppliers that may be named, of published payments: the council's own list of them is not public."""
    paid = Exists(AttributedPayment.objects.filter(supplier=OuterRef("pk")))
    return Supplier.objects.exclude(kind=SupplierKind.INDIVIDUAL).filter(paid)
