"""What a read file is made of: its lines, what could not be read, its layout, and how the reading went."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self

# Rows in quarantine that a person is shown.
SHOWN = 20
# Reasons that a person's yes does not settle: there would be nothing to import, or a part of the file without a word.
NO_YES_HELPS = frozenset({"no_amount", "no_payments", "line_too_long"})


class Outcome(StrEnum):
    """How a reading ends. `IMPORTED` says that nothing stands in the way."""

    IMPORTED = "imported"
    NEEDS_CONFIRMATION = "needs_confirmation"
    NEEDS_INPUT = "needs_input"
    REFUSED = "refused"


class PayeeClass(StrEnum):
    NAMED = "named"
    REDACTED = "redacted"
    POOLED = "pooled"
    CODED = "coded"
    BLANK = "blank"


class DateKind(StrEnum):
    """What the title over the dates says that they are."""

    PAYMENT = "payment"
    TRANSACTION = "transaction"
    LEDGER = "ledger"
    INVOICE = "invoice"
    UNSTATED = "unstated"


class AmountBasis(StrEnum):
    NET = "net"
    GROSS = "gross"
    UNSTATED = "unstated"


class Line(NamedTuple):
    """One payment. Texts are stripped, "" where the file gives none; money is in pence."""

    record: int
    pay_date: date | None
    date_kind: DateKind
    ref: str
    payee_raw: str
    payee_class: PayeeClass
    amount_pence: int
    amount_basis: AmountBasis
    irrecoverable_vat_pence: int | None
    department: str
    purpose: str
    category: str
    supplier_ref: str
    company_no: str
    charity_no: str
    capital_revenue: str
    is_card: bool | None
    raw: list[str]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that is in no sum. `column` is the title of the cell that stopped it, "" for the whole record."""

    record: int
    kind: str
    column: str
    text: str
    raw: list[str]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record that is no payment: blank, control, total or header_repeat. A total says how much it totals."""

    record: int
    kind: str
    raw: list[str]
    total_pence: int | None = None


# Where these stand in a line.
NUMBER, DAY, PAYEE_CLASS, AMOUNT = map(Line._fields.index, ("record", "pay_date", "payee_class", "amount_pence"))

Columns = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What some hundreds of records held: payments, column by column in the order of a line, and what is unread.

    In columns, because there are millions: to make a line of each, and take it apart again, costs half as much again.
    """

    columns: Columns
    quarantined: list[Quarantined]

    @classmethod
    def of(cls, lines: Iterable[Line], quarantined: Iterable[Quarantined] = ()) -> Self:
        return cls([[*column] for column in zip(*lines, strict=True)] or [[] for _ in Line._fields], [*quarantined])

    def lines(self) -> Iterator[Line]:
        return map(Line._make, zip(*self.columns, strict=True))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is refused or waits for a person. `code` is what the person's answer is kept under."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A role, and where it is found: under the nth column (from 0) of this title."""

    role: str
    title: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Which titles play which roles: what a person confirms once for a body, and what is kept."""

    columns: tuple[Column, ...]
    date_kind: DateKind
    amount_basis: AmountBasis
    date_order: str = "dmy"

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()

    @property
    def titles(self) -> dict[str, str]:
        """The title for each role."""
        return {column.role: column.title for column in self.columns}

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": [[column.role, column.title, column.nth] for column in self.columns],
            "date_kind": self.date_kind.value,
            "amount_basis": self.amount_basis.value,
            "date_order": self.date_order,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(
            columns=tuple(Column(role, title, nth) for role, title, nth in kept["columns"]),
            date_kind=DateKind(kept["date_kind"]),
            amount_basis=AmountBasis(kept["amount_basis"]),
            date_order=kept["date_order"],
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """A column as a person sees it before saying yes: at most five values, and the role it plays ("" for none)."""

    title: str
    role: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout nobody has confirmed yet, and why it is not taken without asking (no doubts: it is)."""

    layout: Layout
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    """What the batches iterated so far add up to. records = imported + ignored + quarantined."""

    imported: int = 0
    sum_pence: int = 0
    date_min: date | None = None
    date_max: date | None = None
    negative: int = 0
    redacted: int = 0
    rounded: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    # Those that a person is shown; all of them may be many.
    first_quarantined: list[Quarantined] = field(default_factory=list)
    # The totals that the file itself states, in its order.
    totals_pence: list[int] = field(default_factory=list)

    @property
    def records(self) -> int:
        return self.imported + self.ignored.total() + self.quarantined.total()

    def take(self, batch: Batch) -> None:
        """Count a batch. Its amounts are added up by whoever compares them with the file's own totals."""
        amounts = batch.columns[AMOUNT]
        self.imported += len(amounts)
        self.negative += sum(amount < 0 for amount in amounts)
        self.redacted += batch.columns[PAYEE_CLASS].count(PayeeClass.REDACTED)
        self.quarantined.update(row.kind for row in batch.quarantined)
        self.first_quarantined += batch.quarantined[: SHOWN - len(self.first_quarantined)]
        days = {*batch.columns[DAY]}
        self.date_min = min(filter(None, [self.date_min, *days]), default=None)
        self.date_max = max(filter(None, [self.date_max, *days]), default=None)


def nothing(_reading: "Reading") -> Iterator[Batch]:
    """The batches of a file that is refused."""
    yield from ()


@dataclass(slots=True)
class Reading:
    """How a file is read. Iterate `batches()` to its end before trusting `counts`, `outcome` and `reasons`:

    a footer that disagrees, or dates of another month, are known only then, and turn the outcome to needs_input.
    """

    refusal: Reason | None = None
    kind: str = ""
    encoding: str = ""
    layout: Layout | None = None
    proposal: Proposal | None = None
    accept_proposal: bool = False
    titles: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    header_record: int = 0
    # The codes of the reasons that a person has already said yes to. See NO_YES_HELPS.
    accepted: frozenset[str] = frozenset()
    counts: Counts = field(default_factory=Counts)
    # What only a person can decide: known before the first line, and found while reading.
    asked: list[Reason] = field(default_factory=list)
    stops: list[Reason] = field(default_factory=list)
    # What all the dates together leave open, where nobody has confirmed the layout.
    date_doubts: tuple[str, ...] = ()
    source: Callable[["Reading"], Iterator[Batch]] = nothing
    # What must stay on the disk for as long as lines may be read.
    kept: object = None

    @property
    def outcome(self) -> Outcome:
        if self.refusal:
            return Outcome.REFUSED
        if self.asked or self.stops:
            return Outcome.NEEDS_INPUT
        return Outcome.NEEDS_CONFIRMATION if self.waits else Outcome.IMPORTED

    @property
    def reasons(self) -> list[Reason]:
        if self.refusal:
            return [self.refusal]
        doubts = [Reason("proposal", doubt) for doubt in self.doubts if self.waits]
        return [*self.asked, *self.stops] or doubts

    @property
    def waits(self) -> bool:
        """Whether a proposed layout raises doubts that nobody has said yes to."""
        return bool(self.doubts) and not self.accept_proposal

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at before a proposed layout is believed."""
        return (*self.proposal.doubts, *self.date_doubts) if self.proposal else ()

    def batches(self) -> Iterator[Batch]:
        """Yield every payment and every record that could not be read, counting as they go. Starts anew each time."""
        self.counts = Counts()
        self.stops = []
        return self.source(self)

    def lines(self) -> Iterator[Line | Quarantined]:
        """Yield the same one by one."""
        for batch in self.batches():
            yield from batch.lines()
            yield from batch.quarantined

    def stop(self, code: str, text: str) -> None:
        """Have a person decide before anything is imported."""
        self.stops += self.unanswered([Reason(code, text)])

    def unanswered(self, reasons: list[Reason]) -> list[Reason]:
        """Return the reasons that nobody has said yes to."""
        return [reason for reason in reasons if reason.code in NO_YES_HELPS or reason.code not in self.accepted]
