"""What an officer sees of one pledge before deciding: the public's view, warnings, history, earlier pledges."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from pledges.models import CLAIM_LASTS, Contact, NameShown, Place, Pledge, State
from pledges.pages.card import Card, card_of
from pledges.pages.history import Happening, history
from pledges.pages.lanes import name_of
from pledges.pages.reports import Report, reports_of
from stevenage_cwb.common import personal_details

EARLIER = 5


@dataclass(frozen=True)
class Earlier:
    """Another pledge of the same organisation."""

    pk: int
    reference: str
    will: str
    state: str
    sent_at: datetime


@dataclass(frozen=True)
class DecisionPage:
    """One pledge on the officers' desk. No contact details: showing these is an act of its own."""

    pk: int
    reference: str
    version: int
    state: str
    card: Card
    sent_at: datetime
    entered_by: str
    warnings: tuple[str, ...]
    not_said: str
    held_by: str  # another officer; "" where nobody else holds it
    held_until: datetime | None
    is_claimed_by_me: bool
    earlier: tuple[Earlier, ...]
    asked_at: datetime | None
    reports: tuple[Report, ...]
    history: tuple[Happening, ...]


def decision_page(pledge: Pledge, *, by: User, at: datetime) -> DecisionPage:
    """Return the page. Costs seven queries where the pledge came with what `on_the_desk` fetches."""
    is_held = pledge.claim_is_held_by_another(by, at=at)
    claim_lives = pledge.claimed_at is not None and pledge.claimed_at > at - CLAIM_LASTS
    holder = pledge.claimed_by
    return DecisionPage(
        pk=pledge.pk,
        reference=pledge.reference,
        version=pledge.version,
        state=State(pledge.state).label,
        card=card_of(pledge),
        sent_at=pledge.submitted_at,
        entered_by=name_of(pledge.entered_by) if pledge.entered_by else "",
        warnings=tuple(warnings(pledge)),
        not_said=not_said(pledge),
        held_by=name_of(holder) if holder and is_held else "",
        held_until=pledge.claimed_at + CLAIM_LASTS if pledge.claimed_at else None,
        is_claimed_by_me=claim_lives and holder == by,
        earlier=earlier(pledge),
        asked_at=pledge.asked_at,
        reports=reports_of(pledge),
        history=history(pledge),
    )


def on_the_desk(pk: int) -> Pledge | None:
    """Return a pledge with all that its page shows, None where there is none. One query."""
    with_words = Pledge.objects.select_related(
        "kind", "foundation", "benefit", "action", "neighbourhood", "claimed_by", "entered_by"
    )
    return with_words.filter(pk=pk).first()


def warnings(pledge: Pledge) -> Iterator[str]:
    """Return what an officer should look at, each as a sentence."""
    for place, text in (("text", pledge.text), ("name shown", pledge.public_name)):
        for finding in personal_details.find(text):
            yield f"The {place} seems to hold {finding.kind}: {finding.text}"
    if not can_be_told(pledge):
        yield "There is no e-mail address: nobody is told of the decision unless you write or call."


def not_said(pledge: Pledge) -> str:
    """Return what the pledge leaves open. None of it is required."""
    said = {
        "how much": pledge.quantity_hundredths,
        "by when": pledge.due_on,
        "where": pledge.place != Place.UNSURE,
    }
    return ", ".join(what for what, is_there in said.items() if not is_there)


def can_be_told(pledge: Pledge) -> bool:
    """Tell whether there is an e-mail address to write to."""
    return Contact.objects.filter(pledge=pledge).exclude(email="").exists()


def earlier(pledge: Pledge) -> tuple[Earlier, ...]:
    """Return the newest other pledges of the same organisation. Residents share names: none for them."""
    if pledge.name_shown != NameShown.ORGANISATION:
        return ()
    others = Pledge.objects.filter(name_shown=NameShown.ORGANISATION, public_name=pledge.public_name).exclude(
        pk=pledge.pk
    )
    return tuple(
        Earlier(other.pk, other.reference, other.text, State(other.state).label, other.submitted_at)
        for other in others.order_by("-submitted_at", "-pk")[:EARLIER]
    )
