"""Officers' decisions about payees: who one is, who it is not, that nobody can tell. Each is kept, and can be undone.

Rules and other names follow each decision at once: the same name of the same body, beside other numbers, is decided
alike. What is known of the payments follows in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from spending.actions import attributing, matching
from spending.actions.enrolling import enrol
from spending.actions.suppliers import BY_AN_OFFICER
from spending.actions.turns import take_turn
from spending.models import (
    Decision,
    KindBasis,
    MatchBasis,
    Payee,
    PayeeClass,
    RegisterEntry,
    SiteBasis,
    Supplier,
    SupplierKind,
    SupplierName,
    SupplierSite,
    Verdict,
)
from spending.models.payees import Decisions
from spending.pages.names import key, reads_like_a_person


class DecidedAlready(Exception):
    """Another decision about the payee stands. `decision` says whose."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


class AlreadyUndone(Exception):
    """The decision has no effect any more."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """A supplier as an officer describes it. Without a postcode and not outside the UK: nobody knows where it is."""

    name: str
    kind: SupplierKind
    postcode: str
    basis: SiteBasis
    is_outside_uk: bool = False
    is_branch: bool = False


@transaction.atomic
def accept(*, payee: Payee, supplier: Supplier | RegisterEntry, by: User, at: datetime) -> Decision:
    """Decide that a payee is this supplier, on whatever day. An entry of a register becomes a supplier.

    Raises DecidedAlready.
    """
    return answer(payee=payee, supplier=as_supplier(supplier), by=by, at=at)


@transaction.atomic
def new_supplier(*, payee: Payee, described: Described, by: User, at: datetime) -> Decision:
    """Decide that a payee is a supplier that nobody knew of, and let the rules find its name elsewhere.

    Raises DecidedAlready, and makes no supplier then.
    """
    decision = answer(payee=payee, supplier=make_supplier(described, at=at), by=by, at=at)
    follow(Payee.objects.filter(key=key(described.name)), at=at)
    return decision


@transaction.atomic
def nobody(*, payee: Payee, by: User, at: datetime) -> Decision:
    """Decide that nobody can tell who a payee is: it waits no more, and stays unknown. Raises DecidedAlready."""
    return answer(payee=payee, supplier=None, by=by, at=at)


@transaction.atomic
def reject(*, payee: Payee, supplier: Supplier | RegisterEntry, by: User, at: datetime) -> Decision:
    """Decide that a payee is not this supplier, whatever the rules say. Raises DecidedAlready."""
    take_turn()
    rejected = as_supplier(supplier)
    said_before = standing_of(payee).filter(basis=MatchBasis.PERSON, supplier=rejected).first()
    if said_before:
        raise DecidedAlready(said_before)
    decision = kept(payee=payee, supplier=rejected, verdict=Verdict.DIFFERENT, by=by, at=at)
    follow(same_name(payee), at=at)
    return decision


@transaction.atomic
def undo(*, decision: Decision, by: User, at: datetime) -> None:
    """Take away the effect of an officer's decision. The rules decide again. Raises AlreadyUndone."""
    take_turn()
    by_officers = Decision.objects.standing().filter(basis=MatchBasis.PERSON)
    if not by_officers.filter(pk=decision.pk, matched_on="").update(undone_at=at, undone_by=by):
        raise AlreadyUndone
    # The rules took it over for the same name beside other numbers; they do so again from one that still stands.
    followers = by_officers.filter(payee__in=same_name(decision.payee)).exclude(matched_on="")
    followers.update(undone_at=at, undone_by=by)
    follow(same_name(decision.payee), at=at)


def answer(*, payee: Payee, supplier: Supplier | None, by: User, at: datetime) -> Decision:
    """Keep an answer for every day. What rules had found gives way to it; another officer's answer does not."""
    take_turn()
    by_officers = standing_of(payee).filter(basis=MatchBasis.PERSON)
    said_before = by_officers.exclude(~Q(supplier=supplier), verdict=Verdict.DIFFERENT).first()
    if said_before:
        raise DecidedAlready(said_before)
    standing_of(payee).exclude(basis=MatchBasis.PERSON).update(undone_at=at, undone_by=by)
    verdict = Verdict.SAME if supplier else Verdict.NOBODY
    decision = kept(payee=payee, supplier=supplier, verdict=verdict, by=by, at=at)
    follow(same_name(payee), at=at)
    return decision


def kept(*, payee: Payee, supplier: Supplier | None, verdict: Verdict, by: User, at: datetime) -> Decision:
    return Decision.objects.create(
        payee=payee,
        supplier=supplier,
        verdict=verdict,
        basis=MatchBasis.PERSON,
        during=DateRange(None, None),
        decided_at=at,
        decided_by=by,
    )


def follow(payees: "QuerySet[Payee]", *, at: datetime) -> None:
    """Let the rules look at these again, and the payments at what is decided now."""
    keys = list(payees.values_list("pk", flat=True))
    matching.match(payees=keys, at=at)
    attributing.attribute_payees(payees=keys)


def standing_of(payee: Payee) -> Decisions:
    return Decision.objects.standing().filter(payee=payee).select_related("decided_by", "supplier", "payee")


def same_name(payee: Payee) -> "QuerySet[Payee]":
    """Return the payee with those that its body writes alike, beside other numbers."""
    return Payee.objects.filter(body=payee.body_id, name=payee.name, payee_class=PayeeClass.NAMED)


def as_supplier(chosen: Supplier | RegisterEntry) -> Supplier:
    if isinstance(chosen, Supplier):
        return chosen
    return Supplier.objects.get(pk=enrol(entries=[chosen.pk])[chosen.pk])


def make_supplier(described: Described, *, at: datetime) -> Supplier:
    kind, kind_basis = form_of(described)
    supplier = Supplier.objects.create(name=described.name, kind=kind, kind_basis=kind_basis)
    SupplierName.objects.create(supplier=supplier, name=described.name, key=key(described.name), source=BY_AN_OFFICER)
    if described.postcode or described.is_outside_uk:
        SupplierSite.objects.create(
            supplier=supplier,
            postcode=described.postcode,
            is_outside_uk=described.is_outside_uk,
            is_branch=described.is_branch,
            basis=described.basis,
            source=BY_AN_OFFICER,
            as_at=localdate(at),
        )
    return supplier


def form_of(described: Described) -> tuple[SupplierKind, KindBasis]:
    """Return what the officer says that it is, else a person where the name reads like one: these are never named."""
    if described.kind != SupplierKind.UNKNOWN:
        return described.kind, KindBasis.PERSON
    if reads_like_a_person(described.name):
        return SupplierKind.INDIVIDUAL, KindBasis.NAME
    return SupplierKind.UNKNOWN, KindBasis.NONE
