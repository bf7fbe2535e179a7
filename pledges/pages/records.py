"""A card as a row of open data: the columns of the CSV and the fields of the JSON, in this order."""

from dataclasses import dataclass, fields
from datetime import UTC
from decimal import Decimal

from pledges.pages.card import Card


@dataclass(frozen=True)
class Record:
    """One pledge. Dates as ISO 8601 writes them; what was not given is None, or empty text."""

    reference: str
    published_at: str  # UTC
    who: str
    kind: str
    kind_code: str
    will: str
    quantity: Decimal | None  # in the unit itself: hours, pounds, people
    unit: str
    due_on: str | None
    place: str
    neighbourhood_code: str
    foundation: str
    foundation_code: str
    benefit: str
    action: str
    action_code: str
    delivery: str  # none, said, evidenced; once two officers checked it: kept, partly, not_kept
    delivered_quantity: Decimal | None  # as reported, in the unit of the pledge at that time
    delivery_in_words: str
    address: str


COLUMNS = [field.name for field in fields(Record)]


def record_of(card: Card, *, portal: str) -> Record:
    """Return a published card's row. `portal`: what addresses begin with."""
    if card.published_at is None:
        raise ValueError("Only what is published is open data.")
    return Record(
        reference=card.reference,
        published_at=card.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        who=card.who,
        kind=card.kind,
        kind_code=card.kind_code,
        will=card.will,
        quantity=card.quantity,
        unit=card.unit,
        due_on=card.due_on.isoformat() if card.due_on else None,
        place=card.place,
        neighbourhood_code=card.neighbourhood_code,
        foundation=card.foundation,
        foundation_code=card.foundation_code,
        benefit=card.benefit,
        action=card.action,
        action_code=card.action_code,
        delivery=card.delivery,
        delivered_quantity=card.delivered_quantity,
        delivery_in_words=card.became,
        address=portal + card.address,
    )
