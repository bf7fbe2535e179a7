"""Section D: what residents and groups say about a place's year, and the replies, each word for word."""

from dataclasses import dataclass

from balancesheet.models import Voice
from balancesheet.pages.places import Place


@dataclass(frozen=True)
class Said:
    """What somebody said, by their role. place: whose year it is about. replies: what was replied."""

    role: str
    words: str
    place: str
    replies: tuple["Said", ...] = ()


def voices_of(place: Place, *, year_starting: int) -> tuple[Said, ...]:
    """Return what everybody may read, oldest first; of the borough, what was said in all its parts. One query.

    A reply to what was taken down goes with it.
    """
    found = Voice.objects.public().filter(ledger__in=place.ledgers, year_starting=year_starting)
    voices = list(found.select_related("ledger__neighbourhood").order_by("pk"))
    replies: dict[int, list[Said]] = {}
    for voice in voices:
        if voice.replies_to_id:
            replies.setdefault(voice.replies_to_id, []).append(said(voice))
    return tuple(said(voice, tuple(replies.get(voice.pk, ()))) for voice in voices if not voice.replies_to_id)


def said(voice: Voice, replies: tuple[Said, ...] = ()) -> Said:
    return Said(voice.role, voice.words, str(voice.ledger), replies)
