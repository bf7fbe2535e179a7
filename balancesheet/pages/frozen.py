"""Statements as they were published: how one is written down, read again, and shown beside what came later."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from balancesheet.models import Entry, FrozenStatement, Ledger, Year
from balancesheet.pages.due_dates import due
from balancesheet.pages.places import Place, place_of, states
from balancesheet.pages.plain import made, plain
from balancesheet.pages.questions import ledger_of, questions_on
from balancesheet.pages.statement import Statement, statement
from balancesheet.pages.voices import voices_of
from stevenage_cwb.common.years import day_of

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Signed:
    """Who answers for a statement: an officer of the kind of section 151 of the Local Government Act 1972."""

    name: str
    role: str


@dataclass(frozen=True)
class Document:
    """A statement's bytes and their SHA-256, the same for ever: what a release is made of."""

    content: bytes
    digest: str


def frozen_statement(place: Place, *, year_starting: int, version: int | None = None) -> FrozenStatement | None:
    """Return a version of what was published of a place's year, or the one that counts. One query."""
    found = FrozenStatement.objects.filter(ledger=ledger_of(place), year_starting=year_starting)
    return (found.filter(version=version) if version else found.order_by("-version")).first()


def document_of(place: Place, *, year_starting: int, version: int | None = None) -> Document | None:
    """Return a frozen statement byte for byte, with its digest; None where none is frozen."""
    frozen = frozen_statement(place, year_starting=year_starting, version=version)
    return Document(frozen.document.encode(), frozen.digest) if frozen else None


def as_published(*, slug: str, year_starting: int, by: str = "section", version: int | None = None) -> Statement | None:
    """Return a statement as it was frozen; as the books are where it is not, or in another order of its lines.

    A closed year's figures are the same in every order. None where there is no such statement.
    """
    place = place_of(slug)
    frozen = frozen_statement(place, year_starting=year_starting, version=version) if place else None
    if place and frozen and by == "section":
        return thawed(frozen, place)
    return None if version else statement(slug=slug, year_starting=year_starting, by=by)


def thawed(frozen: FrozenStatement, place: Place) -> Statement:
    """Return the statement of a document, with what is on record today of other years. Two queries."""
    page: Statement = made(Statement, json.loads(frozen.document)["statement"])
    later = Entry.objects.filter(ledger__in=place.ledgers, restates=frozen.year_starting).order_by("year_starting")
    return replace(
        page,
        years=states(Year.objects.filter(ledger__in=place.ledgers), place),
        restated=replace(page.restated, corrected_in=tuple(later.values_list("year_starting", flat=True).distinct())),
    )


def written(
    place: Place, *, year_starting: int, version: int, note: str, before: FrozenStatement | None, seals: dict[str, str],
    signed: Signed, at: datetime,
) -> str:  # fmt: skip
    """Return the document of a statement: its figures and words as they are, voices, questions, and who signed."""
    page = statement(slug=place.slug, year_starting=year_starting)
    if page is None:
        raise ValueError(f"There is no statement of {place.slug} for the year from April {year_starting}")
    # Other years go on: what is said of them is not part of this one.
    alone = replace(page, years={}, restated=replace(page.restated, corrected_in=()))
    said: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "place": place.name,
        "year": page.year,
        "version": version,
        "note": note,
        "supersedes": before.digest if before else None,
        "seals": seals,
        "signed": plain(signed),
        "frozen_at": at.isoformat(),
        "statement": plain(alone),
        "voices": plain(voices_of(place, year_starting=year_starting)),
        "questions": plain(questions_on(place, year_starting=year_starting)),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def published_on_time(year_starting: int) -> tuple[int, int]:
    """Return how many neighbourhoods' balance sheets were frozen by the day they were due, and how many were due.

    They are due with the council's draft accounts. Nothing is due of a year that is not in the table. Three queries.
    """
    dates = due(year_starting)
    if dates is None:
        return 0, 0
    neighbourhoods = Ledger.objects.exclude(neighbourhood=None).filter(years__year_starting=year_starting)
    first = FrozenStatement.objects.filter(ledger__in=neighbourhoods, year_starting=year_starting, version=1)
    on_time = sum(day_of(at) <= dates.draft_due for at in first.values_list("frozen_at", flat=True))
    return on_time, neighbourhoods.count()
