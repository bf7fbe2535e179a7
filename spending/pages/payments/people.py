"""Who may be named. Individuals never are: nowhere on a page, in open data or by a search."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from spending.models import AttributedPayment, Decision, Payee, PayeeClass, Supplier, SupplierKind, Verdict


def is_a_person(*, supplier: str) -> Q:
    """Return whether a supplier is an individual. `supplier`: the column that leads to it, with its underscores.

    Who is nothing that we know, and is paid under a name that reads like a person's, may be that person.
    """
    people = Decision.objects.standing().filter(verdict=Verdict.SAME, payee__is_individual=True)
    paid_as_one = Exists(people.filter(supplier=OuterRef(f"{supplier}pk")))
    return Q(**{f"{supplier}kind": SupplierKind.INDIVIDUAL}) | (
        Q(**{f"{supplier}kind": SupplierKind.UNKNOWN}) & Q(paid_as_one)
    )


def decided_to_be_a_person(*, payee: str) -> Exists:
    """Return whether a payee was matched to an individual, for whichever days. `payee`: the column that holds it."""
    decisions = Decision.objects.standing().filter(is_a_person(supplier="supplier__"), verdict=Verdict.SAME)
    return Exists(decisions.filter(payee=OuterRef(payee)))


def named_payees() -> QuerySet[Payee]:
    """Return the payees that may be named: those that files name, and that are nobody's own name."""
    named = Payee.objects.filter(payee_class=PayeeClass.NAMED, is_individual=False)
    return named.exclude(decided_to_be_a_person(payee="pk"))


def paid_payees() -> QuerySet[Payee]:
    """Return the payees that may be named, of published payments: a number must not tell of any other."""
    return named_payees().filter(Exists(AttributedPayment.objects.filter(payee=OuterRef("pk"))))


def named_suppliers() -> QuerySet[Supplier]:
    """Return the suppliers that may be named."""
    return Supplier.objects.exclude(is_a_person(supplier=""))


def paid_suppliers() -> QuerySet[Supplier]:
    """Return the suppliers that may be named, of published payments: the council's own list of them is not public."""
    return named_suppliers().filter(Exists(AttributedPayment.objects.filter(supplier=OuterRef("pk"))))
