"""Which pledges an officer looks at: a lane or a search, narrowed by filters. No walk is longer than its window."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Lower
from django.http import QueryDict

from charter.pages import words
from pledges.models import NameShown, Pledge, State
from pledges.pages.search import can_be_searched

PAGE_ROWS = 25
# How far a filter or a search looks along an index before it stops, or takes another way.
WINDOW_ROWS = 2000
LONGEST_QUERY = 254
LARGEST_KEY = 2**63 - 1
AWAITING = (State.NEW, State.RETURNED)
REFERENCE = re.compile(r"CWB-[0-9A-Z]{4}-[0-9A-Z]{4}", re.IGNORECASE)

SHOWN_COLUMNS = [
    *("reference", "version", "state", "public_name", "name_shown", "text", "submitted_at", "decided_at"),
    *("kind_id", "foundation_id", "claimed_at"),
    *("claimed_by__username", "claimed_by__first_name", "claimed_by__last_name"),
]


@dataclass(frozen=True)
class Lane:
    """Pledges that wait for the same thing."""

    code: str
    name: str
    states: tuple[State, ...]
    newest_decision_first: bool = False


LANES = {
    lane.code: lane
    for lane in (
        Lane("new", "New", (State.NEW,)),
        Lane("returned", "Returned", (State.RETURNED,)),
        Lane("waiting", "Waiting for the pledger", (State.UNCONFIRMED, State.CHANGES)),
        Lane(
            "decided",
            "Decided",
            (State.APPROVED, State.REFUSED, State.EXPIRED),
            newest_decision_first=True,
        ),
        Lane("spam", "Spam", (State.SPAM,)),
    )
}


@dataclass(frozen=True)
class Look:
    """What an officer looks at: a lane or a search, narrowed by filters. The address keeps it."""

    lane: str = "new"
    q: str = ""
    foundation: str = ""
    neighbourhood: str = ""
    kind: str = ""
    after: str = ""

    @classmethod
    def asked_for(cls, query: QueryDict) -> Self:
        """Return what the address asks for, leaving out what there is not."""
        asked = {field.name: query.get(field.name, "").replace("\0", "").strip() for field in fields(cls)}
        known = words()
        return cls(
            lane=asked["lane"] if asked["lane"] in LANES else "new",
            q=asked["q"][:LONGEST_QUERY],
            foundation=asked["foundation"] if known.foundation(asked["foundation"]) else "",
            neighbourhood=asked["neighbourhood"] if known.neighbourhood(asked["neighbourhood"]) else "",
            kind=asked["kind"] if known.kind(asked["kind"]) else "",
            after=asked["after"],
        )

    @property
    def query(self) -> str:
        """Return the part of an address that asks for this."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def filters(self) -> dict[str, str]:
        return {
            f"{name}_id": value for name in ("foundation", "neighbourhood", "kind") if (value := getattr(self, name))
        }

    @property
    def from_its_start(self) -> "Look":
        return replace(self, after="")

    def on_lane(self, lane: str) -> "Look":
        return replace(self, lane=lane, q="", after="")


@dataclass(frozen=True)
class Found:
    """A page of pledges, and one more where there are more."""

    pledges: list[Pledge]
    next_query: str = ""  # "" where no page follows
    looked_at: int = 0  # how many a filter looked at where it stopped before the page was full


def find(look: Look, *, by: User) -> Found:
    """Return what the officer sees. One query, two more with a filter or a search."""
    return searched(look, by=by) if look.q else in_lane(look)


def next_pledge(look: Look, *, after: Pledge, by: User, at: datetime) -> Pledge | None:
    """Return the next pledge that nobody else holds, from the start of the lane where none comes after."""
    free = (
        other
        for other in candidates(look, after=after, by=by)
        if other.pk != after.pk and not other.claim_is_held_by_another(by, at=at)
    )
    return next(free, None)


def candidates(look: Look, *, after: Pledge, by: User) -> Iterator[Pledge]:
    if look.q:
        found = [other for other in searched(look, by=by).pledges if other.state in AWAITING]
        yield from sorted(found, key=lambda other: (other.pk >= after.pk, -other.pk))
        return
    yield from in_lane(replace(look, after=cursor(after, LANES[look.lane]))).pledges
    yield from in_lane(look.from_its_start).pledges


def in_lane(look: Look) -> Found:
    """Return a page of the lane, from where the address says."""
    lane = LANES[look.lane]
    rows = from_cursor(ordered(lane), lane, look.after)
    if not look.filters:
        found = list(for_rows(rows)[: PAGE_ROWS + 1])
        return Found(found, following(look, found, lane))
    matching = Pledge.objects.filter(pk__in=first_fitting(rows[:WINDOW_ROWS], look.filters))
    found = list(for_rows(in_order(matching, lane)))
    last = rows[WINDOW_ROWS - 1 : WINDOW_ROWS].first() if len(found) <= PAGE_ROWS else None
    if last is None:
        return Found(found, following(look, found, lane))
    return Found(found, replace(look, after=cursor(last, lane)).query, WINDOW_ROWS)


def first_fitting(window: QuerySet[Pledge], filters: dict[str, str]) -> list[int]:
    """Return the keys of the first pledges that fit, one more than a page. Reads no further than it must."""
    rows, parameters = window.values("id", *filters).query.sql_with_params()
    fits = " AND ".join(f"{column} = %s" for column in filters)
    with connection.cursor() as cursor:
        # The columns are the names in Look; only values come from the address.
        cursor.execute(
            f"SELECT id FROM ({rows}) window_rows WHERE {fits} LIMIT %s",  # noqa: S608
            [*parameters, *filters.values(), PAGE_ROWS + 1],
        )
        return [key for (key,) in cursor.fetchall()]


def following(look: Look, found: list[Pledge], lane: Lane) -> str:
    if len(found) <= PAGE_ROWS:
        return ""
    return replace(look, after=cursor(found[PAGE_ROWS - 1], lane)).query


def ordered(lane: Lane) -> QuerySet[Pledge]:
    return in_order(Pledge.objects.filter(state__in=lane.states), lane)


def in_order(pledges: QuerySet[Pledge], lane: Lane) -> QuerySet[Pledge]:
    if lane.newest_decision_first:
        return pledges.order_by("-decided_at", "-pk")
    return pledges.order_by("submitted_at", "pk")


def cursor(pledge: Pledge, lane: Lane) -> str:
    """Return where a pledge stands in its lane, as it goes into an address."""
    at = pledge.decided_at if lane.newest_decision_first else pledge.submitted_at
    return f"{at.isoformat()}_{pledge.pk}" if at else ""


def from_cursor(pledges: QuerySet[Pledge], lane: Lane, after: str) -> QuerySet[Pledge]:
    """Return what comes after the cursor; everything where nobody of ours made the cursor."""
    written_at, _, number = after.partition("_")
    try:
        at, pk = datetime.fromisoformat(written_at), int(number)
    except ValueError:
        return pledges
    if at.tzinfo is None or not 0 < pk <= LARGEST_KEY:
        return pledges
    if lane.newest_decision_first:
        return pledges.filter(decided_at__lte=at).exclude(decided_at=at, pk__gte=pk)
    return pledges.filter(submitted_at__gte=at).exclude(submitted_at=at, pk__lte=pk)


def searched(look: Look, *, by: User) -> Found:
    """Return the newest pledges of any lane that the search finds, one more than a page."""
    everything = Pledge.objects.filter(**look.filters)
    if REFERENCE.fullmatch(look.q):
        found = everything.filter(reference=look.q.upper())
    elif "@" in look.q and by.has_perm("pledges.see_contact"):
        found = everything.alias(address=Lower("contact__email")).filter(address=look.q.lower())
    else:
        return Found(with_words(everything, look.q))
    return Found(list(for_rows(found.order_by("-pk"))[: PAGE_ROWS + 1]))


def with_words(pledges: QuerySet[Pledge], q: str) -> list[Pledge]:
    """Return the newest pledges with the words.

    A common word fills the page from the newest rows; only a rarer one is worth asking the text index, which
    knows no order.
    """
    if not can_be_searched(q):
        return []
    found = pledges.filter(search=SearchQuery(q, config="english", search_type="websearch"))
    newest = Pledge.objects.order_by("-pk").values("pk")[:WINDOW_ROWS]
    lately = list(for_rows(found.filter(pk__in=newest).order_by("-pk"))[: PAGE_ROWS + 1])
    if len(lately) > PAGE_ROWS:
        return lately
    # Minus the key, not descending: that keeps the planner from reading a million rows in the key's order.
    return list(for_rows(found.order_by(F("pk") * Value(-1)))[: PAGE_ROWS + 1])


def for_rows(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Fetch what a row shows. Only an organisation's name is looked up: many residents share theirs."""
    others = Pledge.objects.filter(public_name=OuterRef("public_name"), name_shown=NameShown.ORGANISATION).exclude(
        pk=OuterRef("pk")
    )
    return (
        pledges.select_related("claimed_by")
        .only(*SHOWN_COLUMNS)
        .annotate(
            has_namesakes=Case(
                When(name_shown=NameShown.ORGANISATION, then=Exists(others)),
                default=False,
                output_field=BooleanField(),
            )
        )
    )
