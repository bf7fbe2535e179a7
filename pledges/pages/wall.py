"""The wall: which published pledges a filter or a search shows, newest first, page by page.

Every page costs the same at a thousand pledges and at a million: no OFFSET, no count over the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet, Sum

from pledges.models import Pledge, Tally
from pledges.pages import search
from pledges.pages.card import Card, card_of
from pledges.pages.filters import Choice, Chosen, Cursor, Filters, choices, chosen

# Rows held in memory at once by a download.
BATCH = 2_000

# What a card prints: not the outline of a neighbourhood, nor the index of a text.
PRINTED = [
    *("reference", "public_name", "text", "quantity_hundredths", "unit", "place", "due_on"),
    *("published_at", "kind__name", "foundation__name", "benefit__name", "action__name"),
    "neighbourhood__name",
    *("delivery", "outcome", "delivered_on", "delivered_hundredths", "delivered_unit"),
]


class NoLongerShown(Exception):
    """The pledge was public once."""


@dataclass(frozen=True)
class Wall:
    """One page of the wall."""

    cards: tuple[Card, ...]
    filters: Filters
    published: int  # all pledges of the filters, whatever is searched for
    is_newest: bool
    older: str  # the cursor of the next page; empty on the last
    can_be_searched: bool
    choices: tuple[Choice, ...]
    chosen: tuple[Chosen, ...]

    @property
    def query(self) -> str:
        return self.filters.query()

    @property
    def older_query(self) -> str:
        return self.filters.query(before=self.older)


def wall(*, filters: Filters, before: Cursor | None = None, size: int) -> Wall:
    """Return the newest `size` pledges of the filters; of those before a cursor, where one is given.

    Costs two queries, and a search two or three more.
    """
    published = count(filters)
    can_be_searched = not filters.q or search.can_be_searched(filters.q)
    rows = newest(filters, before, size + 1, of=published) if published and can_be_searched else []
    return Wall(
        cards=tuple(card_of(row) for row in rows[:size]),
        filters=filters,
        published=published,
        is_newest=before is None,
        older=str(cursor_after(rows[size - 1])) if len(rows) > size else "",
        can_be_searched=can_be_searched,
        choices=choices(filters),
        chosen=chosen(filters),
    )


def every_card(*, filters: Filters, batch: int = BATCH) -> Iterator[Card]:
    """Yield the cards of all pledges of the filters, newest first, read a batch at a time.

    Each batch is a query of its own, so that a slow reader holds no transaction open.
    """
    if filters.q and not search.can_be_searched(filters.q):
        return
    before = None
    while True:
        pledges = matching(filters, before)
        if filters.q:
            words = SearchQuery(filters.q, config="english", search_type="websearch")
            pledges = pledges.filter(search=words)
        rows = list(with_words(pledges)[:batch])
        yield from map(card_of, rows)
        if len(rows) < batch:
            return
        before = cursor_after(rows[-1])


def latest(count: int) -> tuple[Card, ...]:
    """Return the cards of the newest pledges. Costs one query."""
    return tuple(card_of(row) for row in with_words(Pledge.objects.published())[:count])


def pledge(*, reference: str) -> Card | None:
    """Return the card of a published pledge, None where there is none. Raises NoLongerShown where there was.

    Costs one query, or two where there is nothing to show.
    """
    row = with_words(Pledge.objects.published()).filter(reference=reference).first()
    if row is not None:
        return card_of(row)
    was_public = Pledge.objects.filter(reference=reference, first_published_at__isnull=False)
    if was_public.exists():
        raise NoLongerShown
    return None


def count(filters: Filters) -> int:
    """Return how many pledges of the filters are published. What is searched for does not count."""
    if filters.counted:
        return matching(filters, None).count()
    total: int | None = Tally.objects.filter(**filters.codes).aggregate(sum=Sum("published"))["sum"]
    return total or 0


def newest(filters: Filters, before: Cursor | None, size: int, *, of: int) -> list[Pledge]:
    pledges = matching(filters, before)
    if filters.q:
        found = search.newest_found(pledges, filters.q, size=size, of=of)
        pledges = Pledge.objects.published().filter(pk__in=found)
    return list(with_words(pledges)[:size])


def matching(filters: Filters, before: Cursor | None) -> QuerySet[Pledge]:
    """Return the published pledges of the filters, whatever is searched for."""
    pledges = Pledge.objects.published().filter(**filters.columns)
    if filters.counted:
        pledges = pledges.filter(filters.count.condition()) if filters.count else pledges.none()
    if before is None:
        return pledges
    # The first condition is the one an index understands; the second leaves out the equals already seen.
    return pledges.filter(Q(published_at__lt=before.at) | Q(pk__lt=before.pk), published_at__lte=before.at)


def with_words(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Return the pledges newest first, each with the words its card prints, in the same query."""
    related = ("kind", "foundation", "benefit", "action", "neighbourhood")
    return pledges.select_related(*related).only(*PRINTED).order_by("-published_at", "-pk")


def cursor_after(row: Pledge) -> Cursor:
    if row.published_at is None:
        raise ValueError("Only a published pledge has a place on the wall.")
    return Cursor(row.published_at, row.pk)
