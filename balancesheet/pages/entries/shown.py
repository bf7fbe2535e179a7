"""An entry as a row of a list and of open data. Anything that is not a field here never leaves for the public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from balancesheet.models import Account, Entry, EntryKind, Grade
from balancesheet.pages.entries.found import Moved
from balancesheet.pages.statement.figures import UNITS, are_few
from stevenage_cwb.common.figures import Figure, Marker
from stevenage_cwb.common.years import year_name

Cell = str | int | None | object

# In this order. Added to at the end; a meaning is never changed.
GUIDE = {
    "entry": "The entry's number in this portal.",
    "line": "Which line of the entry, counted from 1.",
    "dated": "The day, as ISO 8601 writes it.",
    "ledger": "Whose ledger: the neighbourhood's code, or TOWN.",
    "account": "The account that the amount is seen from.",
    "amount": "In the unit; less than nothing where the account has less by it. Empty: not shown.",
    "unit": "What the amount is counted in.",
    "words": "What the entry says.",
    "kind": "opening, movement, reversal or restatement.",
    "restates": "The closed year that it corrects, 2024-25. Empty: none.",
    "why": "The reason for a reversal or a restatement.",
    "grade": "Of the evidence: A a document, B a public register, C a signed return, D an estimate.",
    "source": "Where it comes from.",
    "source_reference": "What its source calls it.",
    "digest": "SHA-256 of all that it says. Empty where the amount is not shown: it could be found by it.",
    "address": "The page of the entry.",
}
COLUMNS = list(GUIDE)


@dataclass(frozen=True)
class PublicPosting:
    """One line of an entry, as one of its accounts sees it."""

    entry: int
    line: int
    dated: date
    ledger: str
    account: str
    figure: Figure
    words: str
    kind: str
    restates: str
    why: str
    grade: str
    source: str
    source_ref: str
    digest: str

    @property
    def address(self) -> str:
        # As in the site map; written out, because a download makes a million of them.
        return f"/balance-sheet/entries/{self.entry}/"

    @property
    def note(self) -> str:
        """Return what is unusual about it."""
        if self.kind == EntryKind.MOVEMENT:
            return ""
        said = EntryKind(self.kind).label
        return f"{said}, corrects {self.restates}" if self.restates else said

    @property
    def grade_words(self) -> str:
        return Grade(self.grade).label


def shown(found: Iterable[Moved], accounts: Iterable[Account], *, with_amounts: bool) -> tuple[PublicPosting, ...]:
    """Return postings as the public sees them. One query."""
    moved = list(found)
    by_code = {account.code: account for account in accounts}
    entries = Entry.objects.defer("lines").in_bulk({each.place.entry for each in moved})
    return tuple(
        posting(each, entries[each.place.entry], by_code[each.account], with_amounts=with_amounts) for each in moved
    )


def posting(moved: Moved, entry: Entry, account: Account, *, with_amounts: bool) -> PublicPosting:
    is_hidden = not with_amounts or are_few(account, moved.amount)
    value, marker = (None, Marker.SUPPRESSED) if is_hidden else (moved.amount, Marker.NONE)
    return PublicPosting(
        entry=entry.pk,
        line=moved.place.line,
        dated=entry.dated,
        ledger=entry.ledger_id,
        account=account.code,
        figure=Figure(value, UNITS[account.unit_id], marker=marker),
        words=entry.words,
        kind=entry.kind,
        restates=year_name(entry.restates) if entry.restates is not None else "",
        why=entry.why,
        grade=entry.grade,
        source=entry.source,
        source_ref=entry.source_ref,
        # Whoever knows all else of it finds a small number by its digest.
        digest="" if is_hidden else entry.digest,
    )


def record_of(posting: PublicPosting, *, portal: str) -> dict[str, Cell]:
    """Return a posting's row, in the order of COLUMNS. portal: what addresses begin with."""
    return {
        "entry": posting.entry,
        "line": posting.line,
        "dated": posting.dated.isoformat(),
        "ledger": posting.ledger,
        "account": posting.account,
        "amount": None if posting.figure.value is None else posting.figure.in_whole,
        "unit": posting.figure.unit_said,
        "words": posting.words,
        "kind": posting.kind,
        "restates": posting.restates,
        "why": posting.why,
        "grade": posting.grade,
        "source": posting.source,
        "source_reference": posting.source_ref,
        "digest": posting.digest,
        "address": portal + posting.address,
    }
