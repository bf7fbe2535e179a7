"""What the officers' lanes show. A page costs the same at a thousand pledges and at a million."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection
from django.utils.timesince import timesince

from charter.pages import words
from pledges.models import Pledge, State
from pledges.pages.looks import LANES, PAGE_ROWS, Lane, Look, find
from stevenage_cwb.common import personal_details

COUNTED = 1000
SHOWN_CHARACTERS = 140
IN_BULK = (State.NEW, State.RETURNED, State.UNCONFIRMED)

# Ordered inside, so that the planner walks the lane's index and stops: no count over the table.
TALLIES = """
SELECT s.state,
       (SELECT count(*) FROM (SELECT FROM pledges_pledge p WHERE p.state = s.state
                              ORDER BY p.submitted_at, p.id LIMIT %(most)s) few),
       (SELECT p.submitted_at FROM pledges_pledge p WHERE p.state = s.state
        ORDER BY p.submitted_at, p.id LIMIT 1)
FROM unnest(%(states)s) AS s(state)
"""


@dataclass(frozen=True)
class Tally:
    """One lane's link: how many wait in it, and since when."""

    name: str
    query: str
    is_current: bool
    count: str
    oldest: str


@dataclass(frozen=True)
class Row:
    """One pledge in a lane."""

    pk: int
    version: int
    reference: str
    who: str
    will: str
    about: str
    warnings: tuple[str, ...]
    held_by: str


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label, what can be chosen."""

    name: str
    label: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LanePage:
    """A page of a lane, or the newest pledges that a search finds."""

    title: str
    look: Look
    keep: str  # the query that a pledge's address keeps, so that it leads back here
    tallies: tuple[Tally, ...]
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    can_be_decided: bool  # in bulk: not in lanes where nothing waits for an officer
    next_query: str  # "" where this is the last page
    has_more: bool  # of a search, which has no next page
    looked_at: int  # where a filter stopped looking before the page was full


def lane_page(look: Look, *, by: User, at: datetime) -> LanePage:
    """Return what the officer sees. Costs two queries, two more with a filter or a search."""
    found = find(look, by=by)
    return LanePage(
        title=f"Search: {look.q}" if look.q else LANES[look.lane].name,
        look=look,
        keep=look.from_its_start.query,
        tallies=tallies(look, at=at),
        choices=choices(look),
        rows=tuple(row(pledge, by=by, at=at) for pledge in found.pledges[:PAGE_ROWS]),
        can_be_decided=bool(look.q) or any(state in IN_BULK for state in LANES[look.lane].states),
        next_query=found.next_query,
        has_more=bool(look.q) and len(found.pledges) > PAGE_ROWS,
        looked_at=found.looked_at,
    )


def row(pledge: Pledge, *, by: User, at: datetime) -> Row:
    holder = pledge.claimed_by
    return Row(
        pk=pledge.pk,
        version=pledge.version,
        reference=pledge.reference,
        who=pledge.public_name,
        will=shortened(pledge.text),
        about=about(pledge, at=at),
        warnings=tuple(row_warnings(pledge)),
        held_by=name_of(holder) if holder and pledge.claim_is_held_by_another(by, at=at) else "",
    )


def about(pledge: Pledge, *, at: datetime) -> str:
    """Return state, age, kind and foundation. The words are in memory: no join, no query."""
    known = words()
    kind, foundation = known.kind(pledge.kind_id), known.foundation(pledge.foundation_id)
    parts = [
        State(pledge.state).label,
        f"sent {timesince(pledge.submitted_at, at, depth=1)} ago",
        kind.name if kind else pledge.kind_id,
        foundation.name if foundation else pledge.foundation_id,
    ]
    return " · ".join(parts)


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def row_warnings(pledge: Pledge) -> Iterator[str]:
    found = personal_details.find(f"{pledge.text}\n{pledge.public_name}")
    for kind in dict.fromkeys(finding.kind for finding in found):
        yield f"Holds {kind}"
    if getattr(pledge, "has_namesakes", False):
        yield "Other pledges by this organisation"


def name_of(officer: User) -> str:
    return officer.get_full_name() or officer.get_username()


def tallies(look: Look, *, at: datetime) -> tuple[Tally, ...]:
    """Return each lane with its count, exact up to a thousand, and the age of its oldest. One query."""
    states = [state.value for lane in LANES.values() for state in lane.states]
    with connection.cursor() as cursor:
        cursor.execute(TALLIES, {"most": COUNTED + 1, "states": states})
        found = {state: (count, oldest) for state, count, oldest in cursor.fetchall()}
    return tuple(tally(lane, look, found, at=at) for lane in LANES.values())


def tally(lane: Lane, look: Look, found: dict[str, tuple[int, datetime | None]], *, at: datetime) -> Tally:
    count = sum(found[state][0] for state in lane.states)
    ages = [oldest for state in lane.states if (oldest := found[state][1])]
    return Tally(
        name=lane.name,
        query=look.on_lane(lane.code).query,
        is_current=lane.code == look.lane and not look.q,
        count=f"{COUNTED:,} or more" if count > COUNTED else f"{count:,}",
        oldest=timesince(min(ages), at, depth=1) if ages else "",
    )


def choices(look: Look) -> tuple[Choice, ...]:
    known = words()
    return tuple(
        Choice(name, name.capitalize(), getattr(look, name), tuple((word.code, word.name) for word in options))
        for name, options in (
            ("foundation", known.foundations),
            ("neighbourhood", known.neighbourhoods),
            ("kind", known.kinds),
        )
    )
