"""What somebody says happened, read from what they typed: the same for a form on the desk and for a row of a CSV file.

A text that cannot be taken comes back as a fault that names the column and the value, and says what to do.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Self

from balancesheet.ledger.drafts import LARGEST
from balancesheet.models import KINDS, Kind, Ledger, Unit, Year
from balancesheet.models.ledgers import WHOLE_TOWN
from charter.models import Foundation
from spending.actions.reading.dates import DAY_FIRST, in_words, numbers
from stevenage_cwb.common import personal_details
from stevenage_cwb.common.spreadsheets import FORMULA_STARTS
from stevenage_cwb.common.years import day_of, year_name, year_of

# The columns of a file, and the names of the form's fields.
COLUMNS = ("neighbourhood", "kind", "date", "amount", "unit", "group", "what happened", "foundation", "people")
MAY_BE_LEFT_OUT = frozenset({"foundation", "people"})
LONGEST = {"group": 120, "what happened": 300}
SHOWN_CHARACTERS = 60
# What fits into the column of people.
MOST_PEOPLE = 1_000_000

AMOUNT = re.compile(r"£?\s*(?P<sign>[-−–])?\s*£?\s*(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?")
# What people write for a unit.
SIGNS = {"pounds": "£"}
WHOLE = re.compile(r"[0-9]{1,9}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}\S*")


class Unfit(Exception):
    """A text cannot be taken, and the message says what to do."""


class Fault(NamedTuple):
    """What is wrong with a value, and what to do about it."""

    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said to have happened. amount: in the smallest part of the kind's unit, above 0."""

    ledger: str
    kind: Kind
    dated: date
    amount: int
    group: str
    words: str
    foundation: str | None = None
    people: int | None = None


@dataclass(frozen=True)
class Books:
    """What a claim may name, as the database has it: ledgers and foundations by every name, years, units; and today."""

    ledgers: Mapping[str, str]
    names: Mapping[str, str]
    years: Mapping[tuple[str, int], bool]
    units: Mapping[str, Unit]
    foundations: Mapping[str, str]
    foundation_names: Sequence[str]
    today: date

    @classmethod
    def at(cls, moment: datetime) -> Self:
        """Return the books as they are at a moment. 4 queries."""
        rows = list(Ledger.objects.select_related("neighbourhood"))
        foundations = list(Foundation.objects.values_list("code", "name"))
        years = Year.objects.values_list("ledger", "year_starting", "closed_at")
        return cls(
            ledgers={name: ledger.code for ledger in rows for name in names_of(ledger)},
            names={ledger.code: str(ledger) for ledger in rows},
            years={(ledger, starting): closed is None for ledger, starting, closed in years},
            units=Unit.objects.in_bulk(),
            foundations={name.casefold(): code for code, name in foundations}
            | {code.casefold(): code for code, _ in foundations},
            foundation_names=[name for _, name in foundations],
            today=day_of(moment),
        )

    def open_years(self, ledger: str) -> list[int]:
        return sorted(starting for (code, starting), is_open in self.years.items() if code == ledger and is_open)

    def first_year(self, ledger: str) -> int | None:
        return min((starting for code, starting in self.years if code == ledger), default=None)


def names_of(ledger: Ledger) -> list[str]:
    """Return every name by which a ledger is known, in small letters."""
    if ledger.code == WHOLE_TOWN or ledger.neighbourhood is None:
        return ["town", "whole town", "whole-town", str(ledger).casefold()]
    place = ledger.neighbourhood
    return [ledger.code.casefold(), place.code.casefold(), place.name.casefold()]


def read_claim(cells: Mapping[str, str], books: Books) -> Claim | list[Fault]:
    """Return what the cells say, by column; or all that is wrong with them."""
    faults: list[Fault] = []

    def taken(column: str, read: Callable[..., Any], *known: Any) -> Any:
        """Return what a column says; nothing where it is unfit, or where a column that it depends on was."""
        text = tidy(cells.get(column, ""))
        if None in known:
            return None
        try:
            return read(text, *known, books)
        except Unfit as unfit:
            faults.append(Fault(column, text[:SHOWN_CHARACTERS], str(unfit)))
            return None

    ledger = taken("neighbourhood", ledger_of)
    kind = taken("kind", kind_of)
    taken("unit", check_unit, kind)
    day = taken("date", day_read)
    taken("date", check_day, day, ledger, kind)
    claim = Claim(
        ledger=ledger,
        kind=kind,
        dated=day,
        amount=taken("amount", amount_of, kind),
        group=taken("group", said_by),
        words=taken("what happened", said),
        foundation=taken("foundation", foundation_of),
        people=taken("people", people_of, kind),
    )
    return faults or claim


def tidy(text: str) -> str:
    """Return a text in one line, without blanks around it."""
    return " ".join(text.split())


def ledger_of(text: str, books: Books) -> str:
    if not text:
        raise Unfit("Enter the neighbourhood, or “whole town” for what belongs to no part of it")
    name = text.casefold().replace("&", "and")
    if name not in books.ledgers:
        raise Unfit(f"There is no such neighbourhood. Write one of {listed(books.names.values())}")
    return books.ledgers[name]


def kind_of(text: str, books: Books) -> Kind:
    if not text:
        raise Unfit("Enter the kind of return, by its code")
    kind = KINDS.get(text.casefold())
    if kind is None:
        raise Unfit("There is no such kind of return. Copy a code from the list of kinds, like hours_residents")
    return kind


def check_unit(text: str, kind: Kind, books: Books) -> None:
    if text.casefold() not in (kind.counted_in.casefold(), kind.unit.casefold(), SIGNS.get(kind.counted_in)):
        told = "Enter the unit" if not text else "That is the wrong unit"
        raise Unfit(f"{told}: “{kind.name}” is counted in {kind.counted_in}. Write {kind.counted_in}")


def amount_of(text: str, kind: Kind, books: Books) -> int:
    """Return whole smallest parts of the kind's unit."""
    scale, called = books.units[kind.unit].scale, kind.counted_in
    decimals = len(str(scale)) - 1
    example = "120.50" if decimals else "12"
    if not text:
        raise Unfit(f"Enter how many {called}, like {example}")
    found = AMOUNT.fullmatch(text)
    if not found:
        raise Unfit(f"This is no number of {called}. Write digits, like {example}")
    digits = found["whole"].replace(",", "")
    part = (found["part"] or "").rstrip("0")
    if len(part) > decimals:
        raise Unfit(
            f"{called.capitalize()} are counted to {decimals} decimal places: round it, like {example}"
            if decimals
            else f"{called.capitalize()} are counted whole: write it without decimals, like {example}"
        )
    parts = int(Decimal(f"{digits}.{part or 0}").scaleb(decimals)) if len(digits) <= len(str(LARGEST)) else LARGEST + 1
    if not parts:
        raise Unfit("0 moves nothing: enter an amount above 0, or leave it out")
    if found["sign"]:
        raise Unfit("Enter an amount above 0. For what went the other way there is another kind of return")
    if parts > LARGEST:
        raise Unfit(f"That is more than the books can hold. Check the digits: the most is {kind_most(kind, books)}")
    return parts


def kind_most(kind: Kind, books: Books) -> str:
    return f"{books.units[kind.unit].said(LARGEST)} {kind.counted_in}"


@lru_cache(maxsize=20_000)
def day_of_text(text: str) -> date | None:
    """Return the day that a text says, day first; of a moment with its zone, the day that it is in the UK."""
    if MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        return day_of(moment) if moment.tzinfo else moment.date()
    return numbers(text, DAY_FIRST) or in_words(text)


def day_read(text: str, books: Books) -> date:
    """Return the day, which is not to come."""
    if not text:
        raise Unfit("Enter the date, like 31/03/2026")
    day = day_of_text(text)
    if WHOLE.fullmatch(text):
        raise Unfit("This is how a spreadsheet counts days. Let it show the column as dates, like 31/03/2026")
    if day is None:
        raise Unfit("This is no date. Write day, month and year, like 31/03/2026")
    if day > books.today:
        raise Unfit("This day has not come yet. Return it when it has happened, or correct the year")
    return day


def check_day(text: str, day: date, ledger: str, kind: Kind, books: Books) -> None:
    """Raise Unfit for a day that lies in no open year of the ledger, or where no opening balance can be."""
    check_year(day, ledger, books)
    first = books.first_year(ledger)
    if kind.is_opening and first is not None and day != date(first, 4, 1):
        raise Unfit(f"An opening balance is dated the first day of the first year: write 01/04/{first}")


def check_year(day: date, ledger: str, books: Books) -> None:
    """Raise Unfit for a day outside the ledger's open years."""
    year, is_open = year_of(day), books.years.get((ledger, year_of(day)))
    if is_open:
        return
    where, open_years = books.names[ledger], books.open_years(ledger)
    if not open_years:
        raise Unfit(f"{where} has no open year. Ask for one to be opened")
    told = "is closed" if is_open is False else "is not on record"
    raise Unfit(
        f"The year {year_name(year)} of {where} {told}. Use a date in {listed(map(year_name, open_years))}:"
        " what is found out late is dated the day it was found"
    )


def said_by(text: str, books: Books) -> str:
    if not text:
        raise Unfit("Enter the group or organisation that returns it")
    return fit_text(text, "group")


def said(text: str, books: Books) -> str:
    if not text:
        raise Unfit("Say what happened, like “Weekly litter pick, spring 2026”")
    return fit_text(text, "what happened")


def fit_text(text: str, column: str) -> str:
    """Return a text that everybody may read. Raises Unfit for one that is not fit for that."""
    if len(text) > LONGEST[column]:
        raise Unfit(f"Use {LONGEST[column]} characters or fewer: there are {len(text)}")
    if text.startswith(FORMULA_STARTS):
        raise Unfit(f"A spreadsheet would take this for a formula: begin with a letter or a number, not {text[0]}")
    if "\0" in text or "\ufffd" in text:
        raise Unfit("A character of it cannot be read. Save the file as CSV UTF-8, or type it anew")
    if found := personal_details.find(text):
        raise Unfit(f"Leave out {found[0].kind}: everybody can read this")
    return text


def foundation_of(text: str, books: Books) -> str | None:
    if not text:
        return None
    if text.casefold() not in books.foundations:
        raise Unfit(f"There is no such foundation. Leave it empty, or write one of {listed(books.foundation_names)}")
    return books.foundations[text.casefold()]


def people_of(text: str, kind: Kind, books: Books) -> int | None:
    """Return how many people gave the hours; nothing where nobody counted them."""
    if not text:
        return None
    if not kind.with_people:
        raise Unfit("Leave this empty: people are asked for with volunteer hours only")
    if not WHOLE.fullmatch(text) or not 0 < int(text) <= MOST_PEOPLE:
        raise Unfit("Enter how many people gave the hours, as a whole number above 0, or leave it empty")
    return int(text)


def listed(names: Iterable[str]) -> str:
    """Return names of which one is to be chosen, as a sentence lists them."""
    *others, last = names
    # A neighbourhood’s name may have a comma in it.
    between = "; " if any("," in name for name in (*others, last)) else ", "
    return f"{between.join(others)} or {last}" if others else last
