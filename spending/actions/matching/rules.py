"""Whom the rules take a payee for: the first rule that knows somebody decides, and none guesses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from spending.actions.matching.days import Days, Organisation, sole_days
from spending.actions.matching.organisations import Number, Numbered, of_keys, of_numbers
from spending.models import Decision, MatchBasis, Payee, Verdict
from spending.pages.numbers import CHARITIES, COMPANIES, charity_number, company_number, own_scheme

ALWAYS = Days(None, None)


@dataclass(frozen=True)
class Finding:
    """What a rule says of a payee. No organisation: an officer said that nobody can tell."""

    payee: int
    organisation: Organisation | None
    basis: MatchBasis
    during: Days = ALWAYS
    matched_on: str = ""
    register_date: date | None = None
    decided_by: int | None = None


@dataclass(frozen=True)
class Said:
    """What officers have said of a name that a body writes: who it is, where they agree, and who it is not."""

    answer: Decision | None = None
    not_these: frozenset[int | None] = frozenset()


@dataclass(frozen=True)
class Borne:
    """Who alone bore a name when, by registers of that date."""

    sole: list[tuple[Organisation, Days]]
    as_at: date | None


@dataclass(frozen=True)
class Known:
    """All that the rules look at, read at once for however many payees."""

    numbers: dict[Number, Numbered]
    said: dict[tuple[int, str], Said]
    names: dict[str, Borne]

    def said_of(self, payee: Payee) -> Said:
        return self.said.get((payee.body_id, payee.name), Said())


def findings(payees: list[Payee]) -> Iterator[Finding]:
    """Yield what the rules say of these payees, the surest rule first, in three queries."""
    known = Known(
        numbers=of_numbers({number for payee in payees for _, number in numbers_of(payee)}),
        said=said_by_officers(payees),
        names={
            name: Borne(sole_days(bearers), max((bearer.as_at for bearer in bearers if bearer.as_at), default=None))
            for name, bearers in of_keys({payee.key for payee in payees if has_a_name(payee)}).items()
        },
    )
    for payee in payees:
        yield from next(filter(None, (rule(payee, known) for rule in RULES)), [])


def by_number(payee: Payee, known: Known) -> list[Finding]:
    """The number beside the name is an organisation's, whatever the name and the day."""
    barred = known.said_of(payee).not_these
    for basis, number in numbers_of(payee):
        numbered = known.numbers.get(number)
        if numbered and numbered.organisation.supplier not in barred:
            return [
                Finding(
                    payee=payee.pk,
                    organisation=numbered.organisation,
                    basis=basis,
                    matched_on=number.value,
                    register_date=numbered.as_at,
                )
            ]
    return []


def by_officer(payee: Payee, known: Known) -> list[Finding]:
    """An officer said who the same name of the same body is, beside other numbers."""
    answer = known.said_of(payee).answer
    if answer is None:
        return []
    who = Organisation(answer.supplier_id, None, is_registered=False) if answer.supplier_id else None
    return [
        Finding(
            payee=payee.pk,
            organisation=who,
            basis=MatchBasis.PERSON,
            matched_on=payee.name,
            decided_by=answer.decided_by_id,
        )
    ]


def by_name(payee: Payee, known: Known) -> list[Finding]:
    """One organisation had exactly this name, was alive, and shared it with nobody."""
    borne = known.names.get(payee.key)
    if borne is None or not has_a_name(payee):
        return []
    barred = known.said_of(payee).not_these
    # A number that no register knows is not the number of one that registers know by the name.
    has_another_number = any(number.scheme in (COMPANIES, CHARITIES) for _, number in numbers_of(payee))
    return [
        Finding(
            payee=payee.pk,
            organisation=who,
            basis=MatchBasis.EXACT_NAME,
            during=days,
            matched_on=payee.key,
            register_date=borne.as_at,
        )
        for who, days in borne.sole
        if who.supplier not in barred and not (has_another_number and who.is_registered)
    ]


RULES: tuple[Callable[[Payee, Known], list[Finding]], ...] = (by_number, by_officer, by_name)


def has_a_name(payee: Payee) -> bool:
    """Whether the name may decide. That of a person never does: thousands bear it."""
    return bool(payee.key) and not payee.is_individual


def numbers_of(payee: Payee) -> Iterator[tuple[MatchBasis, Number]]:
    """Yield what stands beside the name and can be a number, the surest first."""
    ways = (
        (MatchBasis.COMPANY_NUMBER, COMPANIES, company_number(payee.company_no)),
        (MatchBasis.CHARITY_NUMBER, CHARITIES, charity_number(payee.charity_no)),
        (MatchBasis.SUPPLIER_NUMBER, own_scheme(payee.body_id), payee.supplier_ref.strip()),
    )
    return ((basis, Number(scheme, value)) for basis, scheme, value in ways if value)


def said_by_officers(payees: Iterable[Payee]) -> dict[tuple[int, str], Said]:
    decisions = Decision.objects.standing().filter(
        basis=MatchBasis.PERSON,
        payee__body__in={payee.body_id for payee in payees},
        payee__name__in={payee.name for payee in payees},
    )
    of_names = defaultdict(list)
    for decision in decisions.select_related("payee"):
        of_names[decision.payee.body_id, decision.payee.name].append(decision)
    return {name: summed_up(decisions) for name, decisions in of_names.items()}


def summed_up(decisions: list[Decision]) -> Said:
    answers = {
        (decision.verdict, decision.supplier_id): decision
        for decision in decisions
        if decision.verdict != Verdict.DIFFERENT
    }
    return Said(
        answer=next(iter(answers.values())) if len(answers) == 1 else None,
        not_these=frozenset(decision.supplier_id for decision in decisions if decision.verdict == Verdict.DIFFERENT),
    )
