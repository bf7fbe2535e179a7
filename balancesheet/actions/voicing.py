"""What happens to voices: one officer enters what was said, another checks it; either may see it taken down."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from balancesheet.actions.returning import DecidedMeanwhile, SamePerson
from balancesheet.models import Voice


def enter(
    *, ledger: str, year_starting: int, role: str, words: str, replies_to: int | None = None, by: User, at: datetime
) -> Voice:
    """Keep what somebody said, word for word. It is public once another officer has checked it."""
    return Voice.objects.create(
        ledger_id=ledger,
        year_starting=year_starting,
        role=role,
        words=words,
        replies_to_id=replies_to,
        entered_by=by,
        entered_at=at,
    )


@transaction.atomic
def check(*, key: int, by: User, at: datetime) -> Voice:
    """Let everybody read what another officer entered. Raises DecidedMeanwhile or SamePerson."""
    voice = Voice.objects.select_for_update().get(pk=key)
    if voice.checked_at or voice.refused_at:
        raise DecidedMeanwhile
    if voice.entered_by_id == by.pk:
        raise SamePerson
    voice.checked_by, voice.checked_at = by, at
    voice.save(update_fields=["checked_by", "checked_at"])
    return voice


@transaction.atomic
def refuse(*, key: int, why: str, by: User, at: datetime) -> Voice:
    """Refuse what was entered, or take down what everybody could read. Raises DecidedMeanwhile."""
    voice = Voice.objects.select_for_update().get(pk=key)
    if voice.refused_at:
        raise DecidedMeanwhile
    voice.refused_by, voice.refused_at, voice.refused_why = by, at, why
    voice.save(update_fields=["refused_by", "refused_at", "refused_why"])
    return voice
