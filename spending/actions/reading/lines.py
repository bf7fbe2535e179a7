"""What a read file is made of: its lines, what could not be read, its layout, and how the reading went."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self


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


# A named tuple, because a million are made: a frozen dataclass takes four times as long to make.
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
    """A column as a person sees it before saying yes: at most five values, and the role proposed ("" for none)."""

    title: str
    role: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout nobody has confirmed yet, and why it is not taken without asking (no doubts: it is)."""

    layout: Layout
    samples: tuple[Sample, ...]
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    """What the lines iterated so far add up to. records = imported + ignored + quarantined."""

    imported: int = 0
    sum_pence: int = 0
    date_min: date | None = None
    date_max: date | None = None
    negative: int = 0
    redacted: int = 0
    rounded: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    # The totals that the file itself states, in its order.
    totals_pence: list[int] = field(default_factory=list)

    @property
    def records(self) -> int:
        return self.imported + self.ignored.total() + self.quarantined.total()

    def take(self, line: Line) -> None:
        self.imported += 1
        self.sum_pence += line.amount_pence
        if line.amount_pence < 0:
            self.negative += 1
        if line.payee_class is PayeeClass.REDACTED:
            self.redacted += 1
        day = line.pay_date
        if day is not None and day != self.date_max:
            if self.date_max is None or day > self.date_max:
                self.date_max = day
            if self.date_min is None or day < self.date_min:
                self.date_min = day


def nothing(_reading: "Reading") -> Iterator[Line | Quarantined]:
    """The lines of a file that is refused."""
    yield from ()


@dataclass(slots=True)
class Reading:
    """How a file is read. Iterate `lines()` to its end before trusting `counts`, `outcome` and `reasons`:

    a footer that disagrees, or dates of another month, are known only then, and turn the outcome to needs_input.
    """

    # What was known before the first line: a refusal, or a proposal that waits.
    before: Outcome
    reasons_before: list[Reason] = field(default_factory=list)
    kind: str = ""
    encoding: str = ""
    layout: Layout | None = None
    proposal: Proposal | None = None
    titles: tuple[str, ...] = ()
    header_record: int = 0
    # The codes of the reasons that a person has already said yes to.
    accepted: frozenset[str] = frozenset()
    counts: Counts = field(default_factory=Counts)
    stops: list[Reason] = field(default_factory=list)
    source: Callable[["Reading"], Iterator[Line | Quarantined]] = nothing
    # What must stay on the disk for as long as lines may be read.
    kept: object = None

    @property
    def outcome(self) -> Outcome:
        if self.stops and self.before != Outcome.REFUSED:
            return Outcome.NEEDS_INPUT
        return self.before

    @property
    def reasons(self) -> list[Reason]:
        return [*self.reasons_before, *self.stops]

    def lines(self) -> Iterator[Line | Quarantined]:
        """Yield every payment and every record that could not be read, counting as they go. Starts anew each time."""
        self.counts = Counts()
        self.stops = []
        return self.source(self)

    def stop(self, code: str, text: str) -> None:
        """Have a person decide before anything is imported."""
        if code not in self.accepted:
            self.stops.append(Reason(code, text))
