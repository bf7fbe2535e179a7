"""Closing a year of a ledger and freezing its statement, in one transaction; and a later version of a frozen one."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction

from balancesheet import ledger, proofs
from balancesheet.ledger.limits import lift_limits
from balancesheet.ledger.refusals import refusals
from balancesheet.models import FrozenStatement, Pull, Voice, Year
from balancesheet.pages import closing
from balancesheet.pages.closing import Step
from balancesheet.pages.frozen import Signed, digest_of, frozen_statement, written
from balancesheet.pages.places import Place, place_of_ledger
from balancesheet.pages.pulls import NAMES
from balancesheet.pages.questions import ledger_of
from balancesheet.pages.statement import statement
from balancesheet.sources.pulling import SOURCES, upstream
from stevenage_cwb.common.years import day_of

# Any number of ours: of those who close at once, each sees what the one before has closed.
CLOSING = 20_26_04


class NotReady(ledger.Refused):
    """A step of the list blocks the close, and the message names it."""


class VoicesNotSaid(Exception):
    """No voice is on record, and nobody has said that none were given."""


class NotFrozen(Exception):
    """There is no frozen statement that a later version could supersede, or somebody else has superseded it."""


@transaction.atomic
def steps(year: Year, *, at: datetime) -> tuple[Step, ...]:
    """Return the guided list of a ledger's year. It runs every proof: of many entries that takes its time."""
    lift_limits()
    page = statement(slug=place_of_ledger(year.ledger_id).slug, year_starting=year.year_starting)
    if page is None:
        raise NotReady("no chart of accounts holds for the year")
    failing = [proof.words for proof in proofs.proofs() if proof.count]
    return closing.steps(page, year, failing=failing, stale=stale(at=at), on=day_of(at))


def stale(*, at: datetime) -> list[str]:
    """Return the names of sources of which anything was written since they were looked through."""
    last = {pull.source: pull for pull in Pull.objects.order_by("source", "-pk").distinct("source")}
    return [
        NAMES[source.name]
        for source in SOURCES
        if source.name not in last or last[source.name].upstream != upstream(source, at=at)
    ]


@transaction.atomic
def close_and_freeze(*, year: Year, signed: Signed, none_were_given: bool, by: User, at: datetime) -> FrozenStatement:
    """Close a ledger's year and freeze its statement; with the last of all ledgers, the borough's too. All, or nothing.

    none_were_given: said by who closes, where no voice is on record. Raises NotReady, VoicesNotSaid, or
    ledger.Refused: AlreadyClosed where another officer was first.
    """
    lift_limits()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLOSING])
    if Year.objects.closed().filter(pk=year.pk).exists():
        raise ledger.AlreadyClosed(f"{year.ledger}, {year} is closed")
    found = steps(year, at=at)
    if blocking := [step.name for step in found if step.blocks]:
        raise NotReady(f"these steps are not done: {'; '.join(blocking)}")
    of_year = Voice.objects.public().filter(ledger=year.ledger_id, year_starting=year.year_starting)
    if not none_were_given and not of_year.exists():
        raise VoicesNotSaid
    ledger.close_year(ledger=year.ledger_id, year_starting=year.year_starting, by=by, at=at)
    place = place_of_ledger(year.ledger_id)
    frozen = freeze(place, year_starting=year.year_starting, steps=found, signed=signed, by=by, at=at)
    if not Year.objects.open().filter(year_starting=year.year_starting).exists():
        freeze(place_of_ledger(None), year_starting=year.year_starting, steps=(), signed=signed, by=by, at=at)
    return frozen


@transaction.atomic
def freeze_again(
    place: Place, *, year_starting: int, supersedes: int, note: str, signed: Signed, by: User, at: datetime
) -> FrozenStatement:
    """Freeze a later version: the same figures, with the words, voices and questions of today. The old one stays.

    supersedes: the version that the officer has seen. Raises NotFrozen.
    """
    before = frozen_statement(place, year_starting=year_starting)
    if before is None or before.version != supersedes:
        raise NotFrozen
    return freeze(place, year_starting=year_starting, steps=(), signed=signed, before=before, note=note, by=by, at=at)


def freeze(
    place: Place, *, year_starting: int, steps: tuple[Step, ...], signed: Signed, by: User, at: datetime,
    before: FrozenStatement | None = None, note: str = "",
) -> FrozenStatement:  # fmt: skip
    """Write down the statement of a place's closed year. Raises ledger.Refused where the database does not take it."""
    closed = Year.objects.filter(ledger__in=place.ledgers, year_starting=year_starting)
    seals = dict(closed.values_list("ledger_id", "seal"))
    version = before.version + 1 if before else 1
    document = written(
        place,
        year_starting=year_starting,
        version=version,
        note=note,
        before=before,
        seals=seals,
        signed=signed,
        at=at,
    )
    with refusals():
        return FrozenStatement.objects.create(
            ledger_id=ledger_of(place),
            year_starting=year_starting,
            version=version,
            note=note,
            document=document,
            digest=digest_of(document),
            seals=seals,
            steps=[f"{step.name}: {step.words}" for step in steps],
            signed_name=signed.name,
            signed_role=signed.role,
            frozen_by=by,
            frozen_at=at,
        )
