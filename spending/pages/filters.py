"""What somebody asks the payments for, as it stands in an address: every figure is opened by these names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from typing import Self
from urllib.parse import urlencode

from django.urls import reverse

# No value that means something is longer; a search of more than 100 characters is not a search.
LONGEST_VALUE = 120
LONGEST = {"q": 100}

# What stands for a value of nothing that can be read.
BLANK = "(nothing)"

# Asks for the payments that have no value: no department, no category, no neighbourhood, …
NONE = "none"

APRIL = 4
YEAR = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})")


@dataclass(frozen=True)
class Filters:
    """Empty: not asked for. Where a name takes several values, commas stand between them: "T1,T2"."""

    year: str = ""  # financial: 2025-26
    quarter: str = ""  # 1 to 4, of the financial year; says nothing without one
    undated: str = ""  # yes
    tier: str = ""  # several of Tier
    scope: str = ""  # several of Scope
    department: str = ""  # its number, or none
    category: str = ""  # its number, or none
    kind: str = ""  # several of SupplierKind
    size: str = ""  # several of SizeProxy
    basis: str = ""  # several of MatchBasis, or none
    why: str = ""  # several of WhyUnknown; none: those whose place is known
    payee_class: str = ""  # several of PayeeClass
    branch: str = ""  # yes or no
    neighbourhood: str = ""  # several codes, or none
    body: str = ""  # its number
    supplier: str = ""  # its number; never an individual's
    payee: str = ""  # its number; never an individual's
    file: str = ""  # its number
    q: str = ""  # words of a payee's name

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """Return what an address asks for. PostgreSQL holds no NUL, so that none matches anything."""
        return cls(**{field.name: cleaned(field.name, query.get(field.name, "")) for field in fields(cls)})

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}

    def values(self, name: str) -> list[str]:
        """Return the values that a name was given, each once, in their order."""
        given: str = getattr(self, name)
        return list(dict.fromkeys(given.split(","))) if given else []

    def query(self, **more: str) -> str:
        """Return the query that asks for the same, and for `more`. An empty value takes its part away."""
        asked = {name: value for name, value in {**self.given, **more}.items() if value}
        return f"?{'&'.join(query_part(*each) for each in asked.items())}" if asked else ""


@lru_cache(maxsize=2_000)
def query_part(name: str, value: str) -> str:
    """Return one part of a query. A page of figures has two hundred addresses made of a few dozen parts."""
    return urlencode({name: value}, safe=",")


def cleaned(name: str, value: str) -> str:
    text = value.replace("\0", "")[: LONGEST.get(name, LONGEST_VALUE)].strip()
    # A box with a space in it looks for nothing; any other filter was given a value, which nothing bears.
    return text or (BLANK if value and name != "q" else "")


def payments_address(**asked: object) -> str:
    """Return the address of the payments with these filters, named as the fields of Filters.

    None asks for those that have none; several values may stand in a tuple. Raises TypeError for a name that is none.
    """
    return payments_path() + Filters(**{name: as_text(value) for name, value in asked.items()}).query()


@cache
def payments_path() -> str:
    return reverse("spending:payments")


def as_text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(as_text, value))
    return NONE if value is None else str(value)


def year_starting(day: date) -> int:
    """Return the year in whose April the financial year of a day began."""
    return day.year - (day.month < APRIL)


def financial_year(starting: int) -> str:
    """Return the name of the financial year that starts in April of a year: 2025-26."""
    return f"{starting}-{(starting + 1) % 100:02}"


def year_in_words(starting: int) -> str:
    return f"{starting} to {starting + 1}"


def days_of(*, year: str, quarter: str) -> tuple[date, date] | None:
    """Return the first day of a financial year, or of one of its quarters, and the first day after it.

    None where there is no such year or quarter.
    """
    found = YEAR.fullmatch(year)
    if found is None or financial_year(int(found[1])) != year or quarter not in {"", "1", "2", "3", "4"}:
        return None
    starting = int(found[1])
    if not quarter:
        return date(starting, APRIL, 1), date(starting + 1, APRIL, 1)
    begins = [date(starting, month, 1) for month in (4, 7, 10)] + [date(starting + 1, month, 1) for month in (1, 4)]
    return begins[int(quarter) - 1], begins[int(quarter)]
