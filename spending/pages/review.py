"""The review queue: the payee with the most unmatched pounds, what it was paid for, and how far the queue has come."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from spending.measures import NotAvailable, part_of
from spending.models import (
    AttributedPayment,
    Decision,
    Grain,
    MatchBasis,
    Payee,
    PayeeClass,
    PayeeTotal,
    Scope,
    Total,
    Verdict,
    WhyUnknown,
)
from spending.pages.candidates import Candidate, Span, candidates, said_day
from stevenage_cwb.common.figures import said_percent
from stevenage_cwb.common.money import pounds

NEXT = 20
# Of these the departments, categories and files are told; the newest few are shown.
LOOKED_AT, SHOWN = 50, 5
REMEMBERED = 8


@dataclass(frozen=True)
class Progress:
    """How much of the analysed money that went to names has a supplier. Percentages to one decimal, half to even."""

    has_names: bool
    matched: str
    analysed: str
    percent: str
    settled_next: str
    waiting: int
    skipped: int
    skipped_amount: str


@dataclass(frozen=True)
class PaymentInShort:
    paid_on: date | None
    amount: str
    purpose: str
    department: str
    category: str


@dataclass(frozen=True)
class Paid:
    """What a payee was paid for. The words are those of the newest payments; the newest few stand in full."""

    span: Span
    newest: tuple[PaymentInShort, ...]
    departments: tuple[str, ...]
    categories: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """A decision as it is read: who, what, when."""

    pk: int
    words: str
    by: str
    at: datetime
    is_mine: bool


@dataclass(frozen=True)
class InReview:
    """A payee on the desk, that has a total. `found` is what rules have found for some of its days."""

    payee: Payee
    numbers: tuple[str, ...]
    unmatched: str
    total: str
    payments: int
    paid: Paid
    candidates: tuple[Candidate, ...]
    found: tuple[str, ...]
    others: int


@dataclass(frozen=True)
class ReviewPage:
    review: InReview | None
    progress: Progress
    decided: tuple[Decided, ...]
    words: str


def waiting(*, skipped: Collection[int]) -> "QuerySet[PayeeTotal]":
    """Return the queue: payees with unmatched payments, the most pounds first."""
    unmatched = PayeeTotal.objects.filter(unmatched_payments__gt=0, payee__payee_class=PayeeClass.NAMED)
    return unmatched.exclude(payee__in=skipped).order_by("-unmatched_pence", "payee")


def next_payee(skipped: Collection[int]) -> Payee | None:
    first = waiting(skipped=skipped).select_related("payee__body", "payee__total").first()
    return first.payee if first else None


def review_page(*, payee: Payee | None, skipped: Collection[int], words: str, by: int) -> ReviewPage:
    """Return the page of one payee; nothing: of the empty queue. At most 30 queries, however long the queue."""
    return ReviewPage(
        review=in_review(payee, words) if payee else None,
        progress=progress(skipped),
        decided=tuple(decided(by=by)),
        words=words,
    )


def progress(skipped: Collection[int]) -> Progress:
    named = Total.objects.filter(
        grain=Grain.ALL, attribution__scope=Scope.IN, attribution__payee_class=PayeeClass.NAMED
    )
    unknown = Q(attribution__why_unknown__in=[WhyUnknown.UNMATCHED, WhyUnknown.NOBODY])
    sums = named.aggregate(all=Sum("pence", default=0), matched=Sum("pence", filter=~unknown, default=0))
    settled_next = sum(waiting(skipped=skipped).values_list("unmatched_pence", flat=True)[:NEXT])
    left = PayeeTotal.objects.filter(payee__in=skipped, unmatched_payments__gt=0)
    put_off = left.aggregate(pence=Sum("unmatched_pence", default=0), payees=Count("payee"))
    return Progress(
        has_names=named.exists(),
        matched=pounds(sums["matched"]),
        analysed=pounds(sums["all"]),
        percent=percent(sums["matched"], sums["all"]),
        settled_next=percent(settled_next, sums["all"]),
        waiting=waiting(skipped=skipped).count(),
        skipped=put_off["payees"],
        skipped_amount=pounds(put_off["pence"]),
    )


def percent(part: int, whole: int) -> str:
    """Return a percentage to one decimal place; nothing where credits leave no share to speak of."""
    try:
        return said_percent(Decimal(round(part_of(part, whole) * 1000)).scaleb(-1))
    except NotAvailable:
        return ""


def in_review(payee: Payee, words: str) -> InReview:
    paid = paid_to(payee)
    numbers = {
        "Company number": payee.company_no,
        "Charity number": payee.charity_no,
        "The council's number": payee.supplier_ref,
    }
    alike = Payee.objects.filter(body=payee.body_id, name=payee.name, payee_class=PayeeClass.NAMED)
    return InReview(
        payee=payee,
        numbers=tuple(f"{name} {number}" for name, number in numbers.items() if number),
        unmatched=pounds(payee.total.unmatched_pence),
        total=pounds(payee.total.pence),
        payments=payee.total.payments,
        paid=paid,
        candidates=candidates(payee=payee, words=words, paid=paid.span),
        found=tuple(found_by_rules(payee)),
        others=alike.exclude(pk=payee.pk).count(),
    )


def paid_to(payee: Payee) -> Paid:
    payments = AttributedPayment.objects.filter(payee=payee)
    newest = list(
        payments.select_related("payment", "department", "category", "file").order_by(
            F("pay_date").desc(nulls_last=True), "-payment"
        )[:LOOKED_AT]
    )
    return Paid(
        span=Span(**payments.aggregate(first=Min("pay_date"), last=Max("pay_date"))),
        newest=tuple(in_short(payment) for payment in newest[:SHOWN]),
        departments=commonest(str(payment.department or "") for payment in newest),
        categories=commonest(str(payment.category or "") for payment in newest),
        files=commonest(str(payment.file) for payment in newest),
    )


def in_short(attributed: AttributedPayment) -> PaymentInShort:
    return PaymentInShort(
        paid_on=attributed.pay_date,
        amount=pounds(attributed.amount_pence),
        purpose=attributed.payment.purpose,
        department=str(attributed.department or ""),
        category=str(attributed.category or ""),
    )


def commonest(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word, _ in Counter(filter(None, words)).most_common(SHOWN))


def found_by_rules(payee: Payee) -> Iterable[str]:
    by_rules = Decision.objects.standing().filter(payee=payee).exclude(basis=MatchBasis.PERSON)
    for decision in by_rules.select_related("supplier").order_by("during"):
        yield f"{decision.supplier}{on_days(decision.during)}: {decision.get_basis_display().lower()}"


def on_days(during: DateRange) -> str:
    """Return the days of a decision in words, the last that is in it too."""
    since = f" from {said_day(during.lower)}" if during.lower else ""
    until = f" until {said_day(during.upper - timedelta(days=1))}" if during.upper else ""
    return since + until


def decided(*, by: int) -> Iterable[Decided]:
    """Yield the last decisions of officers that stand, those that followed another of the same name left out."""
    last = Decision.objects.standing().filter(basis=MatchBasis.PERSON, matched_on="").order_by("-decided_at", "-pk")
    for decision in last.select_related("payee", "supplier", "decided_by")[:REMEMBERED]:
        yield Decided(
            pk=decision.pk,
            words=in_words(decision),
            by=officer_of(decision),
            at=decision.decided_at,
            is_mine=decision.decided_by_id == by,
        )


def officer_of(decision: Decision) -> str:
    officer = decision.decided_by
    return (officer.get_full_name() or officer.get_username()) if officer else "A rule"


def in_words(decision: Decision) -> str:
    says = {Verdict.SAME: "is", Verdict.DIFFERENT: "is not"}
    if decision.verdict == Verdict.NOBODY:
        return f"it cannot be told who “{decision.payee}” is"
    return f"“{decision.payee}” {says[Verdict(decision.verdict)]} {decision.supplier}"
