"""A pledge as the public sees it: one frozen object for the card, the page, the CSV, the JSON and the feed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from charter.models import ExampleAction, Foundation, Neighbourhood, PledgerKind
from pledges.models import Place, Pledge
from pledges.pages.amounts import how_much, quantity
from pledges.pages.became import became


@dataclass(frozen=True)
class Card:
    """What may be shown of a pledge. Anything that is not a field here never leaves for the public."""

    reference: str
    who: str
    kind: str
    kind_code: str
    will: str
    quantity: Decimal | None  # in the unit itself: hours, pounds, people
    unit: str
    how_much: str
    place: str
    where: str
    neighbourhood_code: str
    due_on: date | None
    foundation: str
    foundation_code: str
    benefit: str
    action: str
    action_code: str
    published_at: datetime | None
    delivery: str  # a Stage
    delivered_quantity: Decimal | None  # in the unit of the pledge at the time of the report
    became: str

    @property
    def address(self) -> str:
        return f"/pledges/{self.reference}/"

    @property
    def sentence(self) -> str:
        """Return the pledge as one line, for titles and feeds: who will do what."""
        return f"{self.who} will {self.will}"


def card_of(pledge: Pledge) -> Card:
    """Return a pledge's card. Costs no query where kind, foundation, benefit, action and place are selected."""
    action: ExampleAction | None = pledge.action
    neighbourhood: Neighbourhood | None = pledge.neighbourhood
    kind: PledgerKind = pledge.kind
    foundation: Foundation = pledge.foundation
    return Card(
        reference=pledge.reference,
        who=pledge.public_name,
        kind=kind.name,
        kind_code=kind.code,
        will=pledge.text,
        quantity=quantity(pledge.quantity_hundredths),
        unit=pledge.unit or "",
        how_much=how_much(pledge.quantity_hundredths, pledge.unit),
        place=pledge.place,
        where=where(pledge.place, neighbourhood.name if neighbourhood else ""),
        neighbourhood_code=pledge.neighbourhood_id or "",
        due_on=pledge.due_on,
        foundation=foundation.name,
        foundation_code=foundation.code,
        benefit=pledge.benefit.name,
        action=action.name if action else "",
        action_code=pledge.action_id or "",
        published_at=pledge.published_at,
        delivery=pledge.delivery,
        delivered_quantity=quantity(pledge.delivered_hundredths),
        became=became(pledge),
    )


def where(place: str, neighbourhood: str) -> str:
    """Return where a pledge happens, in words that follow it; nothing where the pledger is not sure."""
    if place == Place.NEIGHBOURHOOD:
        return f"in {neighbourhood}"
    return "across Stevenage" if place == Place.TOWN else ""
