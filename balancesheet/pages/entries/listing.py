"""The entries under a figure: a page of them with their count and sum, and all of them for a download."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from balancesheet.models import ChartLine, UnitKind
from balancesheet.pages.entries.asked import Filters, NotAsked, Sought, sought
from balancesheet.pages.entries.found import Counted, Place, counted, has_few, newest
from balancesheet.pages.entries.shown import PublicPosting, shown
from balancesheet.pages.parts import SPANS, Part
from balancesheet.pages.places import Place as PlaceOfSheet
from balancesheet.pages.places import place_of
from balancesheet.pages.statement.figures import FEWEST, UNITS, Entries, Row
from balancesheet.pages.statement.sums import read
from stevenage_cwb.common.figures import Figure, Marker
from stevenage_cwb.common.years import year_name

# Rows held in memory at once by a download.
BATCH = 2_000


@dataclass(frozen=True)
class Choice:
    """A line, a part or a grade that can be asked for."""

    value: str
    words: str
    is_on: bool


@dataclass(frozen=True)
class EntriesPage:
    """One page of the list. count, sum: of all that match; the sum is the figure. problem: why nothing is listed."""

    place: PlaceOfSheet
    year_starting: int
    filters: Filters
    lines: tuple[Choice, ...]
    part: str
    problem: str
    count: int
    sum: Figure | None
    postings: tuple[PublicPosting, ...]
    is_newest: bool
    older: str

    @property
    def year(self) -> str:
        return year_name(self.year_starting)

    @property
    def address(self) -> str:
        return reverse("balancesheet:entries", args=[self.place.slug, self.year])

    @property
    def query(self) -> str:
        return self.filters.query()

    @property
    def older_query(self) -> str:
        return self.filters.query(after=self.older)

    @property
    def several(self) -> bool:
        return sum(choice.is_on for choice in self.lines) > 1

    @property
    def line(self) -> str:
        return " and ".join(choice.words for choice in self.lines if choice.is_on)


@dataclass(frozen=True)
class Found:
    """What matches. with_amounts: whether its amounts tell of so many people that they may be shown."""

    counted: Counted
    sum: Figure
    with_amounts: bool


def entries_page(
    *, slug: str, year_starting: int, filters: Filters, after: Place | None = None, size: int
) -> EntriesPage | None:
    """Return a page of the entries; None where there is no such place. Six queries, of people eight."""
    place = place_of(slug)
    if place is None:
        return None
    problem, count, total, older, part = "", 0, None, "", ""
    postings: tuple[PublicPosting, ...] = ()
    try:
        asked = sought(filters, place=place, year_starting=year_starting)
        part = SPANS[asked.part].words
        found = look(asked)
        moved = newest(asked, after=after, size=size + 1)
        count, total = found.counted.postings, found.sum
        postings = shown(moved[:size], asked.accounts, with_amounts=found.with_amounts)
        older = str(moved[size - 1].place) if len(moved) > size else ""
    except NotAsked as why:
        problem = str(why)
    return EntriesPage(
        place=place,
        year_starting=year_starting,
        filters=filters,
        lines=line_choices(filters, year_starting=year_starting),
        part=part,
        problem=problem,
        count=count,
        sum=total,
        postings=postings,
        is_newest=after is None,
        older=older,
    )


def look(asked: Sought) -> Found:
    """Return what matches, or as much of it as may be told of few people. Raises NotAsked."""
    count = counted(asked)
    unit = UNITS[asked.accounts[0].unit_id]
    if asked.accounts[0].unit.kind != UnitKind.PEOPLE:
        return Found(count, Figure(count.amount, unit), with_amounts=True)
    # A part of a list of people could be told from the whole less the rest.
    if tells_of_few(asked) or asked.is_narrowed or asked.filters.grade:
        return Found(count, Figure(None, unit, marker=Marker.SUPPRESSED), with_amounts=False)
    return Found(count, Figure(count.amount, unit), with_amounts=not has_few(asked, fewest=FEWEST))


def tells_of_few(asked: Sought) -> bool:
    """Return whether the statement does not show the figure that this is the list of. One query."""
    sums = read(asked.place.ledgers, year=asked.year_starting)
    found = tuple(each for account in asked.accounts for each in sums.get(account.code, ()))
    row = Row(asked.accounts, found, Entries(""))
    return row.is_hidden(asked.part)


def every_posting(*, slug: str, year_starting: int, filters: Filters, batch: int = BATCH) -> Iterator[PublicPosting]:
    """Yield all entries of the filters, newest first, read a batch at a time; none where nothing can be listed.

    Each batch is queries of its own, so that a slow reader holds no transaction open.
    """
    place = place_of(slug)
    if place is None:
        return
    try:
        asked = sought(filters, place=place, year_starting=year_starting)
        with_amounts = look(asked).with_amounts
    except NotAsked:
        return
    after: Place | None = None
    while True:
        moved = newest(asked, after=after, size=batch)
        yield from shown(moved, asked.accounts, with_amounts=with_amounts)
        if len(moved) < batch:
            return
        after = moved[-1].place


def line_choices(filters: Filters, *, year_starting: int) -> tuple[Choice, ...]:
    """Return the lines of the year's chart. One query."""
    on = set(filters.account.split(","))
    lines = ChartLine.objects.filter(chart__first_year__lte=year_starting).order_by("-chart__first_year", "position")
    found = list(lines.values_list("chart", "account", "name"))
    return tuple(Choice(code, name, code in on) for chart, code, name in found if chart == found[0][0])


PARTS = tuple((part.value, SPANS[part].words) for part in Part)
