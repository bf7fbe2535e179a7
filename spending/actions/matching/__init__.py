"""From the names on payments to suppliers, as far as rules can tell. Read "From payee to supplier" in the docs.

What an officer decided stands, whatever the rules say. Running it again changes only what no longer holds.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from spending.actions.enrolling import enrol
from spending.actions.matching.days import Days, Organisation
from spending.actions.matching.rules import Finding, findings
from spending.actions.turns import take_turn
from spending.models import Decision, MatchBasis, Payee, PayeeClass, Verdict

__all__ = ["match"]

BATCH = 2000


class Claim(NamedTuple):
    """What a decision says. Two that say the same are one: the older stays."""

    payee: int
    supplier: int | None
    basis: str
    during: Days
    matched_on: str


@transaction.atomic
def match(*, payees: Collection[int] | None, at: datetime) -> set[int]:
    """Decide by rule who these payees are; nothing: all payees. Returns those of which more, less or other is known.

    Only names are matched. A rule's decision that no longer holds is undone. It takes about twenty queries for however
    many payees, and changes no payment: see `attributing.attribute_payees`.
    """
    # An officer who decides meanwhile waits, and decides on what the rules have left.
    take_turn()
    asked = Payee.objects.all() if payees is None else Payee.objects.filter(pk__in=payees)
    found = claims(list(findings(undecided(asked))))
    by_rules = Decision.objects.standing().filter(payee__in=asked).exclude(basis=MatchBasis.PERSON)
    standing = {claimed_by(decision): decision.pk for decision in by_rules}
    gone = [pk for claim, pk in standing.items() if claim not in found]
    Decision.objects.standing().filter(pk__in=gone).update(undone_at=at)
    new = [decision(claim, finding, at=at) for claim, finding in found.items() if claim not in standing]
    Decision.objects.bulk_create(new, batch_size=BATCH)
    return {claim.payee for claim in standing.keys() ^ found.keys()}


def undecided(asked: "QuerySet[Payee]") -> list[Payee]:
    """Return those that rules may decide on: names, of which no officer has said who they are."""
    answered = Decision.objects.standing().filter(payee__in=asked, basis=MatchBasis.PERSON)
    settled = set(answered.exclude(verdict=Verdict.DIFFERENT).values_list("payee", flat=True))
    named = asked.filter(payee_class=PayeeClass.NAMED).order_by("pk")
    return [payee for payee in named if payee.pk not in settled]


def claims(found: list[Finding]) -> dict[Claim, Finding]:
    """Return what each finding comes to. An organisation that is found only in a register becomes a supplier."""
    needed = {finding.organisation.entry for finding in found if finding.organisation and finding.organisation.entry}
    suppliers = enrol(entries=needed) if needed else {}
    return {
        Claim(
            payee=finding.payee,
            supplier=supplier_of(finding.organisation, suppliers),
            basis=finding.basis,
            during=finding.during,
            matched_on=finding.matched_on,
        ): finding
        for finding in found
    }


def supplier_of(organisation: Organisation | None, suppliers: dict[int, int]) -> int | None:
    if organisation is None:
        return None
    return organisation.supplier if organisation.entry is None else suppliers[organisation.entry]


def claimed_by(decision: Decision) -> Claim:
    during = Days(decision.during.lower, decision.during.upper)
    return Claim(decision.payee_id, decision.supplier_id, decision.basis, during, decision.matched_on)


def decision(claim: Claim, finding: Finding, *, at: datetime) -> Decision:
    return Decision(
        payee_id=claim.payee,
        supplier_id=claim.supplier,
        verdict=Verdict.SAME if claim.supplier else Verdict.NOBODY,
        basis=claim.basis,
        during=DateRange(*claim.during),
        matched_on=claim.matched_on,
        register_date=finding.register_date,
        decided_at=at,
        decided_by_id=finding.decided_by,
    )
