"""A return as the entry that it becomes, once two people answer for it."""

from datetime import date
from typing import NamedTuple

from balancesheet.ledger import Draft, Leg, Signatures
from balancesheet.models import KINDS, EntryKind

SOURCE = "return"


class Returned(NamedTuple):
    """What the books take of a return. key: of its row; amount: in the smallest part of its kind's unit."""

    key: int
    ledger: str
    kind: str
    dated: date
    amount: int
    words: str
    foundation: str | None
    grade: str


def draft_of(returned: Returned, *, signatures: Signatures) -> Draft:
    kind = KINDS[returned.kind]
    return Draft(
        ledger=returned.ledger,
        dated=returned.dated,
        source=SOURCE,
        source_ref=str(returned.key),
        words=returned.words,
        grade=returned.grade,
        debits=[Leg(kind.debit, kind.unit, returned.amount)],
        credits=[Leg(kind.credit, kind.unit, returned.amount)],
        kind=EntryKind.OPENING if kind.is_opening else EntryKind.MOVEMENT,
        foundation=returned.foundation,
        signatures=signatures,
    )
