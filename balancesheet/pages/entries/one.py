"""The page of one entry: what it says and moves, its evidence, who answers for it, and what became of it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from balancesheet.models import Account, ChartLine, Entry, EntryKind, Grade, Posting
from balancesheet.pages.entries.asked import Filters, Sought
from balancesheet.pages.entries.listing import shown_of
from balancesheet.pages.origins import Origin, origin_of
from balancesheet.pages.parts import FLOWS, Part
from balancesheet.pages.places import Place, places
from balancesheet.pages.statement.figures import UNITS, Entries
from balancesheet.pages.statement.sums import OF_PEOPLE
from stevenage_cwb.common.figures import Figure, Marker
from stevenage_cwb.common.years import day_of, year_name


@dataclass(frozen=True)
class Moved:
    """One line: an amount from one account to another."""

    credit: str
    debit: str
    figure: Figure


@dataclass(frozen=True)
class Counts:
    """A line of the statement that this entry is in. address: of the list under the figure."""

    line: str
    address: str


@dataclass(frozen=True)
class EntryPage:
    """said: the text that the digest is of; empty where it, and the digest too, would tell of few people."""

    entry: Entry
    place: Place
    moved: tuple[Moved, ...]
    counts: tuple[Counts, ...]
    reverses: str
    reversed_by: str
    answered: str
    origin: Origin
    said: str

    @property
    def year(self) -> str:
        return year_name(self.entry.year_starting)

    @property
    def kind(self) -> str:
        return EntryKind(self.entry.kind).label

    @property
    def grade(self) -> str:
        return Grade(self.entry.grade).label

    @property
    def corrects(self) -> str:
        return year_name(self.entry.restates) if self.entry.restates is not None else ""

    @property
    def statement(self) -> str:
        return reverse("balancesheet:statement", args=[self.place.slug, self.year])


def entry_page(number: int) -> EntryPage | None:
    """Return the page of an entry, None where there is none. Five queries, those of its origin, and of people more."""
    entry = Entry.objects.select_related("reversed_by", "event", "foundation").filter(pk=number).first()
    if entry is None:
        return None
    place = next(place for place in places() if place.ledgers == (entry.ledger_id,))
    postings = list(entry.postings.select_related("debit__unit", "credit__unit").order_by("line_no"))
    names = names_of(entry)
    hidden = {posting.pk: is_hidden(posting, entry, place) for posting in postings}
    return EntryPage(
        entry=entry,
        place=place,
        moved=tuple(moved(posting, names, is_hidden=hidden[posting.pk]) for posting in postings),
        counts=tuple(counts_in(entry, place, postings, names)),
        reverses=address_of(entry.reverses_id),
        reversed_by=address_of(getattr(entry, "reversed_by", None) and entry.reversed_by.pk),
        answered=answered(entry),
        origin=origin_of(entry),
        said="" if any(hidden.values()) else digested(entry),
    )


def names_of(entry: Entry) -> dict[str, str]:
    """Return the names of accounts on the chart of the entry's year."""
    lines = ChartLine.objects.filter(chart__first_year__lte=entry.year_starting).order_by("chart__first_year")
    return dict(lines.values_list("account_id", "name"))


def is_hidden(posting: Posting, entry: Entry, place: Place) -> bool:
    """Return whether an amount would tell of few people: itself, or what a list that it is in comes to less this one.

    Of people and hours nothing is told that stands in no list of its year.
    """
    if posting.debit.unit.kind not in OF_PEOPLE:
        return False
    parts = [(account, part_of(entry, account, [posting])) for account in (posting.debit, posting.credit)]
    asked = [Sought(place, entry.year_starting, (account,), part, Filters()) for account, part in parts if part]
    return len(asked) < len(parts) or not all(shown_of(each).with_amounts for each in asked)


def moved(posting: Posting, names: dict[str, str], *, is_hidden: bool) -> Moved:
    unit = UNITS[posting.unit_id]
    figure = Figure(None, unit, marker=Marker.SUPPRESSED) if is_hidden else Figure(posting.amount, unit)
    return Moved(names[posting.credit_id], names[posting.debit_id], figure)


def counts_in(entry: Entry, place: Place, postings: list[Posting], names: dict[str, str]) -> list[Counts]:
    """Return the lines of the year's statement that the entry counts in, each account once."""
    accounts: dict[str, Account] = {}
    for posting in postings:
        accounts |= {account.code: account for account in (posting.debit, posting.credit)}
    entries = Entries(reverse("balancesheet:entries", args=[place.slug, year_name(entry.year_starting)]))
    parts = [(code, account, part_of(entry, account, postings)) for code, account in sorted(accounts.items())]
    return [Counts(names[code], entries.of((account,), part)) for code, account, part in parts if part]


def part_of(entry: Entry, account: Account, postings: list[Posting]) -> Part | None:
    """Return where in its year's statement an entry stands with an account: nowhere, if it tells of long ago."""
    is_opening = any(code.startswith("3000") for posting in postings for code in (posting.debit_id, posting.credit_id))
    about = (entry.year_starting if entry.restates is None else entry.restates) - is_opening
    if account.type not in FLOWS:
        return Part.CLOSING if about == entry.year_starting else Part.RESTATED_OPENING
    return {entry.year_starting: Part.YEAR, entry.year_starting - 1: Part.RESTATED_BEFORE}.get(about)


def answered(entry: Entry) -> str:
    """Return who answers for it, by what they do and not by name."""
    if entry.entered_at is None or entry.checked_at is None:
        return "The portal took it from a record of its own. Nobody entered it by hand."
    entered, checked = said_day(entry.entered_at), said_day(entry.checked_at)
    return f"An officer entered it on {entered}, and another checked it on {checked}."


def said_day(at: datetime) -> str:
    return f"{day_of(at):%-d %B %Y}"


def address_of(number: int | None) -> str:
    return reverse("balancesheet:entry", args=[number]) if number else ""


def digested(entry: Entry) -> str:
    """Return the text that the digest is the SHA-256 of, as docs/ledger.md has it."""
    said = [
        *(entry.ledger_id, entry.dated.isoformat(), entry.source, entry.source_ref, entry.kind, entry.restates),
        *(entry.why, entry.words, entry.foundation_id, entry.event_id, entry.grade, entry.lines),
    ]
    return json.dumps(said, ensure_ascii=False)
