"""An entry before it is posted: what it says, checked and laid out in postings."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from balancesheet.ledger.refusals import NotADay, NotBalanced, NotWhole, OnBothSides, Refused, TooLarge
from balancesheet.models import EntryKind

# Fifteen digits: every reader of JSON and every spreadsheet keeps them.
LARGEST = 10**15 - 1
# PostgreSQL's texts hold no zero, which JSON writes as an escape, and no half of a character.
ZERO = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
HALF = re.compile("[\ud800-\udfff]")

as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Leg(NamedTuple):
    """One side's part of an entry. amount: in the unit's smallest part."""

    account: str
    unit: str
    amount: int


class Signatures(NamedTuple):
    """Who entered something and who checked it: the keys of two users. Neither, where it is the portal's own record."""

    entered_by: int | None = None
    entered_at: datetime | None = None
    checked_by: int | None = None
    checked_at: datetime | None = None


NOBODY = Signatures()


class Draft(NamedTuple):
    """What an entry is to say. source and source_ref name it for ever: the same are posted once."""

    ledger: str
    dated: date
    source: str
    source_ref: str
    words: str
    grade: str
    debits: Sequence[Leg]
    credits: Sequence[Leg]
    kind: str = EntryKind.MOVEMENT
    restates: int | None = None
    why: str = ""
    foundation: str | None = None
    event: str | None = None
    signatures: Signatures = NOBODY


class Line(NamedTuple):
    """A posting to be."""

    unit: str
    debit: str
    credit: str
    amount: int


def said(draft: Draft, *, at: datetime) -> str:
    """Return a draft as the database takes it. Raises Refused where it can become no entry."""
    check_texts(draft)
    # A moment is a day to Python, and which one depends on where: see day_of.
    if type(draft.dated) is not date:
        raise NotADay(f"{draft.dated!r} is no day")
    return document(draft, swept(draft.debits, draft.credits), at=at)


def document(draft: Draft, lines: list[Line], *, at: datetime, reverses: int | None = None) -> str:
    signed = draft.signatures
    text = as_json(
        {
            "ledger": draft.ledger,
            "dated": draft.dated.isoformat(),
            "source": draft.source,
            "source_ref": draft.source_ref,
            "kind": draft.kind,
            "reverses": reverses,
            "restates": draft.restates,
            "why": draft.why,
            "words": draft.words,
            "foundation": draft.foundation,
            "event": draft.event,
            "grade": draft.grade,
            "entered_by": signed.entered_by,
            "entered_at": signed.entered_at and signed.entered_at.isoformat(),
            "checked_by": signed.checked_by,
            "checked_at": signed.checked_at and signed.checked_at.isoformat(),
            "posted_at": at.isoformat(),
            "lines": lines,
        }
    )
    # The quick looks first: this is done a million times.
    if ("\\u0000" in text and ZERO.search(text)) or (not text.isascii() and HALF.search(text)):
        raise Refused("A text has a character that no text can have")
    return text


def swept(debited: Sequence[Leg], credited: Sequence[Leg]) -> list[Line]:
    """Lay an entry out in postings: n debits and m credits in n + m - 1 at most. Their order makes no difference.

    Raises NotWhole, TooLarge, NotBalanced or OnBothSides.
    """
    check(debited, credited)
    givers, takers = stacked(debited), stacked(credited)
    lines = []
    # Both sides come unit by unit and are equal in each: whenever one has given all, so has the other.
    while givers:
        debit, credit = givers.pop(), takers.pop()
        amount = min(debit.amount, credit.amount)
        lines.append(Line(debit.unit, debit.account, credit.account, amount))
        if debit.amount > amount:
            givers.append(debit._replace(amount=debit.amount - amount))
        if credit.amount > amount:
            takers.append(credit._replace(amount=credit.amount - amount))
    return lines


def stacked(legs: Sequence[Leg]) -> list[Leg]:
    return sorted(legs, key=lambda leg: (leg.unit, leg.account, leg.amount), reverse=True)


def check_texts(draft: Draft) -> None:
    """Raise what is missing or too long: PostgreSQL would cut blanks off the end, and it would be another content."""
    for text, longest, sentence in (
        (draft.words, 300, "Say what it is, in 300 characters at most"),
        # With "reversal:" before it, it has to fit too.
        (draft.source, 51, "Say where it comes from, in 51 characters at most"),
        (draft.source_ref, 200, "Say what its source calls it, in 200 characters at most"),
        # What needs no reason has none: whether this does, the database asks.
        (draft.why or "-", 300, "Say why, in 300 characters at most"),
    ):
        if len(text) > longest or not text.strip():
            raise Refused(sentence)


def check(debited: Sequence[Leg], credited: Sequence[Leg]) -> None:
    """Raise what is wrong with the two sides of an entry."""
    balance: Counter[str] = Counter()
    for sign, legs in ((1, debited), (-1, credited)):
        for leg in legs:
            check_amount(leg)
            balance[leg.unit] += sign * leg.amount
    for unit, difference in balance.items():
        if difference:
            raise NotBalanced(f"Debits less credits in {unit} are {difference}, not 0")
    if not balance:
        raise NotBalanced("There is no amount in it")
    both = {leg.account for leg in debited} & {leg.account for leg in credited}
    if both:
        raise OnBothSides(f"Debited and credited: {', '.join(sorted(both))}")


def check_amount(leg: Leg) -> None:
    # A truth value is a whole number to Python.
    if type(leg.amount) is not int or leg.amount <= 0:
        raise NotWhole(f"{leg.amount!r} is no whole number of {leg.unit} above 0")
    if leg.amount > LARGEST:
        raise TooLarge(f"{leg.amount} is more than {LARGEST}")
