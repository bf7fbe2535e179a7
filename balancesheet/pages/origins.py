"""From an entry to the record that it was made of and its evidence; and from a record to the figures that it moved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from balancesheet.models import AccountType, ChartLine, Entry, EntryKind, Grade, Grant, Posting, Return
from balancesheet.pages.statement.figures import are_few
from pledges.models import Delivery, State
from spending.models import AttributedPayment, Payment
from stevenage_cwb.common.money import pounds
from stevenage_cwb.common.years import year_name

REVERSAL = "reversal:"
# Debits make these more; credits make the others more.
DEBITED = (AccountType.ASSET, AccountType.EXPENSE)


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as the public may know it. address: where to read it, or nothing."""

    grade: str
    title: str
    digest: str = ""
    address: str = ""

    @property
    def how_good(self) -> str:
        return str(Grade(self.grade).label)


@dataclass(frozen=True)
class Origin:
    """The record behind an entry. address: its public page, or nothing where it has none, or has none any more."""

    words: str
    address: str = ""
    evidence: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One figure that an entry moved, and by how much: with a minus where it became less."""

    entry: int
    account: str
    place: str
    year: str
    day: date
    amount: str
    is_taken_back: bool


def origin_of(entry: Entry) -> Origin:
    """Return what an entry was made of. A reversal comes from what the reversed entry came from. At most 2 queries."""
    source = entry.source.removeprefix(REVERSAL)
    read = READERS.get(source)
    record, _, _ = entry.source_ref.rpartition("/")
    origin = read(record or entry.source_ref, entry) if read else None
    return origin or Origin(f"Not a record that the portal has: {source} {entry.source_ref}")


def payment_origin(ref: str, entry: Entry) -> Origin | None:
    payment = Payment.objects.select_related("file__body").filter(pk=ref).first()
    if payment is None:
        return None
    is_public = AttributedPayment.objects.filter(pk=payment.pk).exists()
    file = Shown(
        grade=entry.grade,
        title=f"{payment.file.name}, record {payment.record_no}, published by {payment.file.body}",
        digest=payment.file.bytes_digest,
        address=reverse("spending:file", args=[payment.file_id]) if is_public else "",
    )
    words = f"Payment {payment.pk} of {pounds(payment.amount_pence)}"
    return Origin(words, reverse("spending:payment", args=[payment.pk]) if is_public else "", (file,))


def grant_origin(ref: str, entry: Entry) -> Origin | None:
    grant = Grant.objects.current().select_related("file").filter(identifier=ref).first()
    if grant is None:
        return None
    row = Shown(entry.grade, f"{grant.file.name}, row {grant.row_no}", grant.file.digest)
    return Origin(f"Grant {grant}", grant.get_absolute_url(), (row,))


def pledge_origin(ref: str, entry: Entry) -> Origin | None:
    delivery = Delivery.objects.select_related("pledge").filter(pk=ref).first()
    if delivery is None:
        return None
    pledge = delivery.pledge
    # What officers wrote about the evidence may name somebody: it stays on the desk.
    checked = Shown(entry.grade, f"Checked by two officers, {delivery.verified_at:%d/%m/%Y}")
    address = pledge.get_absolute_url() if pledge.state == State.APPROVED else ""
    return Origin(f"What came of pledge {pledge.reference}", address, (checked,))


def return_origin(ref: str, entry: Entry) -> Origin | None:
    returned = Return.objects.select_related("evidence").filter(pk=ref).first()
    if returned is None:
        return None
    evidence = returned.evidence
    where = ", ".join(part for part in (evidence.register, evidence.reference) if part)
    shown = Shown(
        grade=evidence.grade,
        title=f"{evidence.title} ({where})" if where else evidence.title,
        digest=evidence.digest,
        address=reverse("balancesheet:evidence", args=[evidence.pk]) if evidence.is_public else "",
    )
    return Origin(f"Return by {returned.group}", "", (shown,))


READERS: dict[str, Callable[[str, Entry], Origin | None]] = {
    "payment": payment_origin,
    "grant": grant_origin,
    "pledge": pledge_origin,
    "return": return_origin,
}


def moved_by(*, source: str, ref_prefix: str) -> QuerySet[Entry]:
    """Return the entries made of a record, those that were reversed and their reversals too, oldest first."""
    made = Q(source_ref=ref_prefix) | Q(source_ref__startswith=f"{ref_prefix}/")
    return Entry.objects.filter(made, source__in=(source, f"{REVERSAL}{source}")).order_by("pk")


def pledge_refs(reference: str) -> list[str]:
    """Return the refs of everything that was ever said to have come of a pledge."""
    return [str(key) for key in Delivery.objects.filter(pledge__reference=reference).values_list("pk", flat=True)]


def figures_moved(*, source: str, refs: Iterable[str]) -> list[Figure]:
    """Return the figures that records moved, each account of each entry by itself. Two queries for each record."""
    postings = Prefetch(
        "postings",
        Posting.objects.select_related("unit", "debit__unit", "credit__unit", "ledger__neighbourhood").defer(
            "ledger__neighbourhood__outline"
        ),
    )
    entries = [entry for ref in refs for entry in moved_by(source=source, ref_prefix=ref).prefetch_related(postings)]
    names = names_of({code for entry in entries for _, debit, credit, _ in entry.lines for code in (debit, credit)})
    reversed_ = {entry.reverses_id for entry in entries}
    return [
        figure(entry, posting, is_debit=is_debit, names=names, is_taken_back=entry.pk in reversed_)
        for entry in entries
        for posting in entry.postings.all()
        for is_debit in (False, True)
    ]


def figure(entry: Entry, posting: Posting, *, is_debit: bool, names: list[ChartLine], is_taken_back: bool) -> Figure:
    account = posting.debit if is_debit else posting.credit
    is_more = (account.type in DEBITED) == is_debit
    amount = posting.unit.said(posting.amount if is_more else -posting.amount)
    said = "too few people to say" if are_few(account, posting.amount) else f"{amount} {posting.unit.name.lower()}"
    return Figure(
        entry=entry.pk,
        account=name_in(names, account.code, entry.year_starting),
        place=str(posting.ledger),
        year=year_name(entry.year_starting),
        day=entry.dated,
        amount=said,
        is_taken_back=is_taken_back or entry.kind == EntryKind.REVERSAL,
    )


def names_of(codes: set[str]) -> list[ChartLine]:
    """Return what accounts were ever called, the newest first. No query for none."""
    if not codes:
        return []
    return list(ChartLine.objects.filter(account__in=codes).select_related("chart").order_by("-chart__first_year"))


def name_in(names: list[ChartLine], code: str, year_starting: int) -> str:
    """Return what an account is called on the chart of a year."""
    return next(line.name for line in names if line.account_id == code and line.chart.first_year <= year_starting)
