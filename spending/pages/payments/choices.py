"""The lists of the form above the payments, and what a form must carry along although it offers no list for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min
from django.db.models.functions import Lower

from charter.pages import words
from spending.models import Body, Category, Department, Grain, Total
from spending.pages.filters import NONE, Filters, financial_year, year_in_words, year_starting
from spending.pages.payments.chosen import LABELS, NONES, OFFERED, Chosen

# A list of more names than this is no help, and makes the page heavy: its breakdown on /spending/ is the way then.
MOST_OFFERED = 200

FIRST = ["year", "quarter", "tier", "department", "category"]
MORE = ["kind", "scope", "basis", "why", "neighbourhood", "body"]


@dataclass(frozen=True)
class Option:
    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One list of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Form:
    """first: lists always shown. more: lists to be opened. carried: other filters that are on, by name and value."""

    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    is_more_open: bool
    carried: tuple[tuple[str, str], ...]


def form(filters: Filters, on: Iterable[Chosen]) -> Form:
    """Return the form as the filters fill it. Costs four queries."""
    said = {each.name: each.value for each in on}
    lists = {**lists_of_words(), **lists_of_rows()}
    offered = {name: choice(name, lists[name], filters, said) for name in FIRST + MORE if lists[name]}
    return Form(
        first=tuple(offered[name] for name in FIRST if name in offered),
        more=tuple(offered[name] for name in MORE if name in offered),
        is_more_open=any(name in filters.given for name in MORE),
        carried=tuple(each for each in filters.given.items() if each[0] not in {*offered, "q"}),
    )


def choice(name: str, offered: dict[str, str], filters: Filters, said: dict[str, str]) -> Choice:
    """Return one list. What is asked for stands in it, though it be two values of which the list has each."""
    asked = filters.given.get(name, "")
    if name in NONES:
        offered = {**offered, NONE: NONES[name]}
    if asked and asked not in offered:
        offered = {**offered, asked: said[name]}
    return Choice(name, LABELS[name], tuple(Option(value, of, value == asked) for value, of in offered.items()))


def lists_of_words() -> dict[str, dict[str, str]]:
    lists = {name: {**OFFERED[name]} for name in ("quarter", "tier", "kind", "scope", "basis", "why")}
    neighbourhoods = {each.code: each.name for each in words().neighbourhoods}
    return {**lists, "neighbourhood": neighbourhoods}


def lists_of_rows() -> dict[str, dict[str, str]]:
    bodies = names_of(Body)
    return {
        "year": years(),
        "department": names_of(Department),
        "category": names_of(Category),
        "body": bodies if len(bodies) > 1 else {},
    }


def names_of(model: type[Body | Category | Department]) -> dict[str, str]:
    """Return the names of the rows by their numbers; none where they are too many to choose from."""
    rows = model.objects.order_by(Lower("name")).values_list("pk", "name")[: MOST_OFFERED + 1]
    names = {str(number): name for number, name in rows}
    return names if len(names) <= MOST_OFFERED else {}


def years() -> dict[str, str]:
    """Return the financial years from the first payment to the last, the newest first."""
    ends = Total.objects.filter(grain=Grain.ALL).aggregate(first=Min("quarter"), last=Max("quarter"))
    if ends["first"] is None:
        return {}
    first, last = map(year_starting, (ends["first"], ends["last"]))
    return {financial_year(year): year_in_words(year) for year in range(last, first - 1, -1)}
