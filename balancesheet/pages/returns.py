"""What the desk says of returns: where each stands, what it would move, and on what evidence."""

from dataclasses import dataclass
from functools import cache

from django.utils.timezone import localtime

from balancesheet.models import KINDS, Evidence, Kind, Return, ReturnFile, Unit
from balancesheet.models.returns import Answered
from stevenage_cwb.common.money import pounds

MONEY = ("GBP", "GBPK")
# What a page of the desk shows of a file's rows.
SHOWN_ROWS = 50


@dataclass(frozen=True)
class Fact:
    name: str
    said: str


@dataclass(frozen=True)
class Sum:
    """What a file holds of a kind in a ledger."""

    ledger: str
    kind: str
    count: int
    amount: str


@dataclass(frozen=True)
class Row:
    """A row of a file, as the desk shows it."""

    pk: int
    number: int
    ledger: str
    dated: str
    kind: str
    amount: str
    words: str
    group: str


@dataclass(frozen=True)
class Act:
    """What somebody did about a return, and why where that is asked."""

    said: str
    why: str = ""


# A unit never changes: the database keeps it as written.
@cache
def unit_of(code: str) -> Unit:
    return Unit.objects.get(pk=code)


def amount_said(kind: Kind, amount: int) -> str:
    """Return an amount of smallest parts as people read it, with what it counts: £12.50, or 3.50 hours."""
    if kind.unit in MONEY:
        return pounds(amount)
    return f"{unit_of(kind.unit).said(amount)} {kind.counted_in}"


def amount_typed(kind: Kind, amount: int) -> str:
    """Return an amount as somebody would type it."""
    return unit_of(kind.unit).said(amount).replace(",", "")


def state_of(answered: Answered) -> str:
    if answered.withdrawn_at:
        return "withdrawn"
    if answered.refused_at:
        return "refused"
    return "checked" if answered.checked_at else "waits to be checked"


def facts_of(returned: Return) -> tuple[Fact, ...]:
    kind = returned.of_kind
    return (
        Fact("Neighbourhood", str(returned.ledger)),
        Fact("Date", f"{returned.dated:%-d %B %Y}"),
        Fact("Amount", amount_said(kind, returned.amount)),
        *((Fact("People who gave them", f"{returned.people:,}"),) if returned.people else ()),
        Fact("Returned by", returned.group),
        Fact("What happened", returned.words),
        Fact("Foundation", str(returned.foundation or "none")),
        Fact("Moves", f"from account {kind.credit} to account {kind.debit}"),
    )


def facts_of_evidence(evidence: Evidence) -> tuple[Fact, ...]:
    said = [
        Fact("Evidence", evidence.title),
        Fact("Grade", f"{evidence.grade}: {evidence.get_grade_display()[0].lower()}{evidence.get_grade_display()[1:]}"),
        *((Fact("Register", evidence.register),) if evidence.register else ()),
        *((Fact("Where, or how", evidence.reference),) if evidence.reference else ()),
    ]
    if evidence.byte_count:
        said.append(Fact("Who may see it", "everybody" if evidence.is_public else "officers only"))
        said.append(Fact("SHA-256", evidence.digest))
    return tuple(said)


def acts_on(answered: Answered) -> tuple[Act, ...]:
    """Return what was done about a return or a file, in the order in which it was."""
    done = (
        ("Entered", answered.entered_by, answered.entered_at, ""),
        ("Checked", answered.checked_by, answered.checked_at, ""),
        ("Refused", answered.refused_by, answered.refused_at, answered.refused_why),
        ("Withdrawn", answered.withdrawn_by, answered.withdrawn_at, answered.withdrawn_why),
    )
    return tuple(Act(f"{act} by {by} on {localtime(at):%-d %B %Y, %H:%M}", why) for act, by, at, why in done if at)


def sums_of(counts: dict[tuple[str, str], int], sums: dict[tuple[str, str], int], names: dict[str, str]) -> list[Sum]:
    """Return what was read of a file, by ledger and kind. names: of the ledgers, by code."""
    return [
        Sum(names[ledger], KINDS[kind].name, counts[ledger, kind], amount_said(KINDS[kind], sums[ledger, kind]))
        for ledger, kind in sorted(counts)
    ]


def rows_of_file(file: ReturnFile) -> list[Row]:
    """Return the first rows of a file."""
    rows = Return.objects.filter(file=file).select_related("ledger__neighbourhood").order_by("file_row")[:SHOWN_ROWS]
    return [
        Row(
            pk=row.pk,
            number=row.file_row or 0,
            ledger=str(row.ledger),
            dated=f"{row.dated:%-d %B %Y}",
            kind=row.of_kind.name,
            amount=amount_said(row.of_kind, row.amount),
            words=row.words,
            group=row.group,
        )
        for row in rows
    ]


def waiting_count() -> int:
    """Return how many decisions wait: returns that came one by one, and files."""
    return Return.objects.waiting().by_hand().count() + ReturnFile.objects.waiting().count()
