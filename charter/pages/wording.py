"""The charter's words as every page reads them: kept in memory, so that they need no query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from charter import models
from stevenage_cwb.common.snapshot import Snapshot


@dataclass(frozen=True)
class Council:
    """Who publishes the portal."""

    name: str
    portal_name: str
    email: str
    phone: str
    address: str
    website: str


@dataclass(frozen=True)
class Named:
    """A word of the charter: a benefit, a foundation or, without a description, a neighbourhood."""

    code: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Section(Named):
    is_draft: bool = True


@dataclass(frozen=True)
class Kind(Named):
    """Who may pledge."""

    is_organisation: bool = False
    is_proposed: bool = False


@dataclass(frozen=True)
class Action(Named):
    """An example of what one can pledge. benefit, foundation: their codes."""

    sentence: str = ""
    benefit: str = ""
    foundation: str = ""
    is_mapping_proposed: bool = True


@dataclass(frozen=True)
class Activity(Named):
    """What is done, or could be, for a foundation. benefit, foundation: their codes. state: in words."""

    benefit: str = ""
    foundation: str = ""
    state: str = ""
    needs_outside_funds: bool = False
    is_proposed: bool = True


N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class Words:
    """What the charter says today. Each list stands in the order officers gave it."""

    council: Council
    sections: tuple[Section, ...]
    benefits: tuple[Named, ...]
    foundations: tuple[Named, ...]
    kinds: tuple[Kind, ...]
    actions: tuple[Action, ...]
    activities: tuple[Activity, ...]
    neighbourhoods: tuple[Named, ...]

    def benefit(self, code: str) -> Named | None:
        return _with_code(self.benefits, code)

    def foundation(self, code: str) -> Named | None:
        return _with_code(self.foundations, code)

    def kind(self, code: str) -> Kind | None:
        return _with_code(self.kinds, code)

    def action(self, code: str) -> Action | None:
        return _with_code(self.actions, code)

    def neighbourhood(self, code: str) -> Named | None:
        return _with_code(self.neighbourhoods, code)


def words() -> Words:
    """Return today's words. No query while the snapshot is fresh, else nine.

    While the database is away: as last read, or as shipped where it was never seen.
    """
    return words_snapshot.current()


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what every template knows. Asks nothing of the session or the user."""
    return {"council": words().council, "demonstration": settings.DEMONSTRATION}


def _read() -> Words:
    if not models.Council.objects.exists():
        # Before the words are loaded, the shipped ones are what will be.
        return _shipped()
    return _words(models.stored_programme(), on=timezone.localdate())


def _shipped() -> Words:
    return _words(models.shipped_programme(), on=timezone.localdate())


def _words(programme: models.Programme, *, on: date) -> Words:
    (council,) = programme.council
    return Words(
        council=_council(council),
        sections=tuple(_section(row) for row in programme.sections if row.description),
        benefits=_named(programme.benefits),
        foundations=_named(programme.foundations),
        kinds=tuple(_kind(row) for row in programme.kinds),
        actions=tuple(_action(row) for row in programme.actions if row.is_offered(on=on)),
        activities=tuple(_activity(row) for row in programme.activities if row.status != models.ActivityStatus.ENDED),
        neighbourhoods=_named(row for row in programme.neighbourhoods if row.holds(on=on)),
    )


def _council(row: models.Council) -> Council:
    return Council(
        name=row.name,
        portal_name=row.portal_name,
        email=row.email,
        phone=row.phone,
        address=row.address,
        website=row.website,
    )


def _named(
    rows: Iterable[models.Benefit | models.Foundation | models.Neighbourhood],
) -> tuple[Named, ...]:
    return tuple(Named(row.code, row.name, row.description) for row in rows)


def _section(row: models.CharterSection) -> Section:
    return Section(row.code, row.name, row.description, is_draft=row.is_draft)


def _kind(row: models.PledgerKind) -> Kind:
    return Kind(
        row.code,
        row.name,
        row.description,
        is_organisation=row.is_organisation,
        is_proposed=row.is_proposed,
    )


def _action(row: models.ExampleAction) -> Action:
    return Action(
        row.code,
        row.name,
        row.description,
        sentence=row.sentence,
        benefit=row.benefit_id,
        foundation=row.foundation_id,
        is_mapping_proposed=row.is_mapping_proposed,
    )


def _activity(row: models.Activity) -> Activity:
    return Activity(
        row.code,
        row.name,
        row.description,
        benefit=row.benefit_id,
        foundation=row.foundation_id,
        state=models.ActivityStatus(row.status).label,
        needs_outside_funds=row.needs_outside_funds,
        is_proposed=row.is_proposed,
    )


def _with_code(rows: tuple[N, ...], code: str) -> N | None:
    return next((row for row in rows if row.code == code), None)


words_snapshot = Snapshot(read=_read, shipped=_shipped)
