"""The entries under a figure: a page of them with their count and sum, and all of them for a download."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from balancesheet.models import Account, ChartLine, UnitKind
from balancesheet.pages.entries.asked import Filters, NotAsked, Sought, sought
from balancesheet.pages.entries.found import Counted, Place, counted, has_few, newest
from balancesheet.pages.entries.shown import PublicPosting, shown
from balancesheet.pages.parts import FLOWS, SPANS, Part
from balancesheet.pages.places import Place as PlaceOfSheet
from balancesheet.pages.places import place_of, places
from balancesheet.pages.statement.figures import FLOW, STOCK, UNITS, Entries, Row
from balancesheet.pages.statement.named import FEWEST, hours_of_few
from balancesheet.pages.statement.sums import OF_PEOPLE, Sums, read
from stevenage_cwb.common.figures import AFTER, MONEY, Figure, Marker
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
    """One page of the list. count, sum: of all that match; the sum is the figure. problem: why nothing is listed.

    names: of the ledgers, where there are several.
    """

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
    names: dict[str, str]

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
    def sum_said(self) -> str:
        """Return the sum with its unit, where the number does not say what it counts."""
        if self.sum is None or self.sum.value is None or self.sum.unit in {*MONEY, *AFTER}:
            return str(self.sum.said) if self.sum else ""
        return f"{self.sum.said} {self.sum.unit_said}"

    @property
    def rows(self) -> tuple[tuple[PublicPosting, str], ...]:
        """Return the postings, each with the name of its place, where the list is of several."""
        return tuple((posting, self.names.get(posting.ledger, "")) for posting in self.postings)

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
    """Return a page of the entries; None where there is no such place. Six queries, of people nine at most."""
    every = places()
    place = next((each for each in every if each.slug == slug), None)
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
        names={each.ledgers[0]: each.name for each in every if not each.is_borough} if place.is_borough else {},
    )


def look(asked: Sought) -> Found:
    """Return what matches, or as much of it as may be told of few people. Raises NotAsked."""
    count = counted(asked)
    unit = UNITS[asked.accounts[0].unit_id]
    is_hidden, with_amounts = shown_of(asked)
    # A part of a list of people could be told from the whole less the rest.
    if is_hidden or (not with_amounts and (asked.is_narrowed or asked.filters.grade)):
        return Found(count, Figure(None, unit, marker=Marker.SUPPRESSED), with_amounts=False)
    return Found(count, Figure(count.amount, unit), with_amounts=with_amounts)


class Shown(NamedTuple):
    """is_hidden: the statement does not show the figure that is sought. with_amounts: all under it are shown."""

    is_hidden: bool
    with_amounts: bool


def shown_of(asked: Sought) -> Shown:
    """Return what may be shown of a whole list. No query for what is not of people; else four at most."""
    if asked.accounts[0].unit.kind not in OF_PEOPLE:
        return Shown(is_hidden=False, with_amounts=True)
    sums = read(asked.place.ledgers, year=asked.year_starting)
    is_hidden = any(hides(account, sums, asked.part) for account in asked.accounts)
    return Shown(is_hidden=is_hidden, with_amounts=not is_hidden and not any_few(asked))


def hides(account: Account, sums: Mapping[str, tuple[Sums, ...]], part: Part) -> bool:
    """Return whether a part of an account is not shown. Nor is one that the statement has no figure of.

    Two of these, one less the other, would tell what a year is not to tell.
    """
    if part not in (FLOW if account.type in FLOWS else STOCK):
        return True
    return account.code in sums and Row.of(account, sums, Entries("")).is_hidden(part)


def any_few(asked: Sought) -> bool:
    """Return whether any entry of the whole list is of few people, or of hours that few gave."""
    if asked.accounts[0].unit.kind == UnitKind.PEOPLE:
        return has_few(asked, fewest=FEWEST)
    return hours_of_few(asked.place.ledgers, [account.code for account in asked.accounts], days=asked.days)


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
