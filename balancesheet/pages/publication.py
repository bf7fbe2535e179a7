"""How far a place's year is published, beside the council's accounts; what is late; and what is said around it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.urls import reverse

from balancesheet.models import CouncilAccounts, FrozenStatement, Stage
from balancesheet.pages.due_dates import Due, due
from balancesheet.pages.places import Place
from balancesheet.pages.questions import Asked, ledger_of, questions_on
from balancesheet.pages.voices import Said, voices_of
from stevenage_cwb.common.years import day_of, year_name


class PublicationState(Enum):
    """Derived: from the close, and from what the council has published of its accounts."""

    OPEN = "Open"
    CLOSED = "Closed"
    WITH_DRAFT = "Published with the draft accounts"
    WITH_FINAL = "Published with the audited accounts"


@dataclass(frozen=True)
class Version:
    """A version of a statement. address: of its page, of the document: the very bytes of the digest."""

    number: int
    note: str
    frozen_on: date
    digest: str
    signed_name: str
    signed_role: str
    address: str
    document: str


@dataclass(frozen=True)
class Link:
    words: str
    address: str
    on: date


@dataclass(frozen=True)
class Publication:
    """What stands around a statement. late: sentences. versions: the newest first. shown: the one that is printed.

    asks: the address at which a question can be asked.
    """

    state: PublicationState
    due: Due | None
    late: tuple[str, ...]
    accounts: tuple[Link, ...]
    versions: tuple[Version, ...]
    shown: Version | None
    voices: tuple[Said, ...]
    questions: tuple[Asked, ...]
    asks: str

    @property
    def is_superseded(self) -> bool:
        return self.shown is not None and self.shown != self.versions[0]


def publication(place: Place, *, year_starting: int, on: date, version: int | None = None) -> Publication:
    """Return what stands around a place's statement on a day. At most seven queries."""
    dates = due(year_starting)
    accounts = {each.stage: each for each in reversed(CouncilAccounts.objects.filter(year_starting=year_starting))}
    found = FrozenStatement.objects.filter(ledger=ledger_of(place), year_starting=year_starting).order_by("-version")
    versions = tuple(version_of(each, place) for each in found.defer("document", "steps", "seals"))
    return Publication(
        state=state_of(set(accounts), is_frozen=bool(versions)),
        due=dates,
        late=late(dates, set(accounts), on=on, is_frozen=bool(versions)) if dates else (),
        accounts=tuple(
            Link(str(stage.label), accounts[stage].address, accounts[stage].published_on)
            for stage in Stage
            if stage in accounts
        ),
        versions=versions,
        shown=next((each for each in versions if version in {None, each.number}), None),
        voices=voices_of(place, year_starting=year_starting),
        questions=questions_on(place, year_starting=year_starting),
        asks=reverse("balancesheet:ask", args=[place.slug, year_name(year_starting)]),
    )


def version_of(frozen: FrozenStatement, place: Place) -> Version:
    at = [place.slug, year_name(frozen.year_starting)]
    query = {"version": frozen.version}
    return Version(
        number=frozen.version,
        note=frozen.note,
        frozen_on=day_of(frozen.frozen_at),
        digest=frozen.digest,
        signed_name=frozen.signed_name,
        signed_role=frozen.signed_role,
        address=reverse("balancesheet:statement", args=at, query=query),
        document=reverse("balancesheet:document", args=at, query=query),
    )


def state_of(stages: set[str], *, is_frozen: bool) -> PublicationState:
    if not is_frozen:
        return PublicationState.OPEN
    if Stage.AUDITED in stages:
        return PublicationState.WITH_FINAL
    return PublicationState.WITH_DRAFT if Stage.DRAFT in stages else PublicationState.CLOSED


def late(dates: Due, stages: set[str], *, on: date, is_frozen: bool) -> tuple[str, ...]:
    """Return what should have been out before a day, as sentences. What is due on the day itself is not late.

    Of the council's accounts the portal knows only what officers have put on record.
    """
    audited = f"The council’s audited accounts were due by {day(dates.audited_due)}, and are not on record here"
    said = {
        f"This balance sheet was due by {day(dates.draft_due)}, and is not closed yet.": (
            on > dates.draft_due and not is_frozen
        ),
        f"The council’s draft accounts were due by {day(dates.draft_due)}, and are not on record here.": (
            on > dates.draft_due and not stages & {Stage.DRAFT, Stage.AUDITED}
        ),
        f"{audited}: the audit is not finished, as its notice says." if Stage.NOTICE in stages else f"{audited}.": (
            on > dates.audited_due and Stage.AUDITED not in stages
        ),
    }
    return tuple(sentence for sentence, is_late in said.items() if is_late)


def day(of: date) -> str:
    return f"{of:%-d %B %Y}"
