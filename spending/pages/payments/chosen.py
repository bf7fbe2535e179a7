"""The filters that are on, in words. A value that nothing bears is said to be so: none is passed over in silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from charter.models import Neighbourhood
from spending.models import (
    Body,
    Category,
    Department,
    MatchBasis,
    PayeeClass,
    Scope,
    SizeProxy,
    SourceFile,
    SupplierKind,
    Tier,
    WhyUnknown,
)
from spending.pages.filters import NONE, Filters, days_of, year_in_words
from spending.pages.payments.people import paid_payees, paid_suppliers

LABELS = {
    "q": "Name of the payee",
    "year": "Year",
    "quarter": "Quarter",
    "undated": "Date",
    "tier": "Where",
    "department": "Department",
    "category": "Category",
    "kind": "Kind of supplier",
    "scope": "Analysed or left out",
    "basis": "How sure we are",
    "why": "Why its place is not known",
    "neighbourhood": "Neighbourhood",
    "body": "Paid by",
    "size": "Size of supplier",
    "payee_class": "What stands for the payee",
    "branch": "Branch of a firm elsewhere",
    "supplier": "Supplier",
    "payee": "Payee",
    "file": "File",
}
# The values of each filter that chooses among words of ours.
OFFERED: dict[str, Mapping[str, str]] = {
    "quarter": {"1": "April to June", "2": "July to September", "3": "October to December", "4": "January to March"},
    "undated": {"yes": "Not given"},
    "tier": dict(Tier.choices),
    "kind": dict(SupplierKind.choices),
    "scope": dict(Scope.choices),
    "basis": dict(MatchBasis.choices),
    "why": dict(WhyUnknown.choices),
    "size": dict(SizeProxy.choices),
    "payee_class": dict(PayeeClass.choices),
    "branch": {"yes": "Yes", "no": "No"},
}
# What "none" means, where it means something.
NONES = {
    "department": "None given",
    "category": "None given",
    "basis": "Not matched",
    "why": "Its place is known",
    "neighbourhood": "Not known, or not in Stevenage",
}
# The filters that name one row by its number, and the rows that they may name.
NUMBERED: dict[str, QuerySet[Any]] = {
    "department": Department.objects.all(),
    "category": Category.objects.all(),
    "body": Body.objects.all(),
    "supplier": paid_suppliers(),
    "payee": paid_payees(),
    "file": SourceFile.objects.counted().filter(note__accepted_at__isnull=False),
}
# The filters that take several values.
SEVERAL = {"tier", "kind", "scope", "basis", "why", "size", "payee_class", "neighbourhood"}
MOST_DIGITS = 18


@dataclass(frozen=True)
class Chosen:
    """A filter that is on. `without`: the query that takes it away. `problem`: why no payment can match, or empty."""

    name: str
    label: str
    value: str
    without: str
    problem: str


def chosen(filters: Filters) -> tuple[Chosen, ...]:
    """Return the filters that are on. Costs a query for each that names a row by its number or code."""
    return tuple(chosen_one(name, value, filters) for name, value in filters.given.items())


def chosen_one(name: str, value: str, filters: Filters) -> Chosen:
    words = [word(name, each) for each in (filters.values(name) if name in SEVERAL else [value])]
    problem = "" if all(words) else f"there is no “{value}”"
    if name == "quarter" and not filters.year:
        problem = "choose its year too"
    said = " or ".join(words) if all(words) else value
    return Chosen(name, LABELS[name], said, without=filters.query(**{name: ""}), problem=problem)


def word(name: str, value: str) -> str:
    """Return what a value stands for; nothing where it stands for nothing."""
    if name == "q":
        return value
    if value == NONE:
        return NONES.get(name, "")
    if name in OFFERED:
        return OFFERED[name].get(value, "")
    if name == "year":
        days = days_of(year=value, quarter="")
        return year_in_words(days[0].year) if days else ""
    if name == "neighbourhood":
        return text_of(Neighbourhood.objects.defer("outline").filter(pk=value))
    is_number = value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS
    return text_of(NUMBERED[name].filter(pk=int(value))) if is_number else ""


def text_of(rows: QuerySet[Any]) -> str:
    row = rows.first()
    return str(row) if row is not None else ""
