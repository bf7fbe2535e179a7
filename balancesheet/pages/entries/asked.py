"""What somebody asks the entries of a place's year for, as it stands in an address: every figure is opened by it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Self
from urllib.parse import urlencode

from balancesheet.models import Account, Grade
from balancesheet.pages.parts import FLOWS, SPANS, Part
from balancesheet.pages.places import Place

LONGEST = {"account": 600, "q": 100}
LONGEST_VALUE = 60
APRIL = 4


@dataclass(frozen=True)
class Filters:
    """Empty: not asked for."""

    account: str = ""  # codes; where there are several, commas stand between them
    part: str = ""  # one of Part
    grade: str = ""  # one of Grade
    source: str = ""
    q: str = ""  # words of what the entry says

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """Return what an address asks for. PostgreSQL holds no NUL, so that none matches anything."""
        return cls(**{field.name: cleaned(field.name, query.get(field.name, "")) for field in fields(cls)})

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}

    def query(self, **more: str) -> str:
        """Return the query that asks for the same, and for `more`. An empty value takes its part away."""
        asked = {name: value for name, value in {**self.given, **more}.items() if value}
        return f"?{urlencode(asked, safe=',')}" if asked else ""


def cleaned(name: str, value: str) -> str:
    return value.replace("\0", "")[: LONGEST.get(name, LONGEST_VALUE)].strip()


@dataclass(frozen=True)
class Sought:
    """What the filters come to: accounts of one unit, in a place's ledgers, over a part of a year."""

    place: Place
    year_starting: int
    accounts: tuple[Account, ...]
    part: Part
    filters: Filters

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for what no total knows."""
        return bool(self.filters.source or self.filters.q)

    @property
    def days(self) -> tuple[date, date]:
        """Return the first day, and the first day after the last."""
        span = SPANS[self.part]
        first = date(self.year_starting + span.since, APRIL, 1) if span.since is not None else date.min
        return first, date(self.year_starting + span.until + 1, APRIL, 1)


class NotAsked(Exception):
    """Nothing can be listed. The message says why, in words for the page."""


def sought(filters: Filters, *, place: Place, year_starting: int) -> Sought:
    """Return what filters come to. Without a part: all of the year. One query. Raises NotAsked."""
    codes = list(dict.fromkeys(code for code in filters.account.split(",") if code))
    if not codes:
        raise NotAsked("Choose a line")
    known = Account.objects.select_related("unit").in_bulk(codes)
    missing = [code for code in codes if code not in known]
    if missing:
        raise NotAsked(f"There is no line “{missing[0]}”")
    accounts = tuple(known[code] for code in codes)
    if len({account.unit_id for account in accounts}) > 1:
        raise NotAsked("These lines are counted in different units, and are never added up")
    if filters.part and filters.part not in set(Part):
        raise NotAsked(f"There is no part “{filters.part}”")
    if filters.grade and filters.grade not in Grade.values:
        raise NotAsked(f"There is no grade “{filters.grade}”")
    part = Part(filters.part) if filters.part else Part.YEAR if all(a.type in FLOWS for a in accounts) else Part.CLOSING
    return Sought(place, year_starting, accounts, part, filters)
