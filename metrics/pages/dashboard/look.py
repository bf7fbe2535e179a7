"""What is looked at: the filters of an address, and what of the portal they name. The same for page, CSV and JSON."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from charter.models import Foundation, Neighbourhood
from metrics.models import Marker, Observation, Span
from spending.pages.filters import year_in_words
from stevenage_cwb.common.years import year_name, year_of

LONGEST_VALUE = 60
YEAR = re.compile(r"(20\d\d)-\d\d")
# The metrics that are of no foundation are of the charter itself.
CHARTER = "charter"
CHARTER_NAME = "The charter and its pledges"


@dataclass(frozen=True)
class Look:
    """What an address asks for, as it asks for it. Nothing: everything, the whole borough, the latest whole year."""

    neighbourhood: str = ""
    foundation: str = ""
    year: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        names = [field.name for field in fields(cls)]
        return cls(**{name: query.get(name, "").replace("\0", "")[:LONGEST_VALUE].strip() for name in names})

    def query(self, **changes: str) -> str:
        """Return the query that asks for the same, with changes. An empty value takes its part away."""
        given = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True)
class Option:
    name: str
    query: str
    is_on: bool


@dataclass(frozen=True)
class Switch:
    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Unknown:
    """A filter that names nothing. without: the query that takes it away."""

    label: str
    asked: str
    without: str


@dataclass(frozen=True)
class Looked:
    """What the filters name. years: those with figures, the newest first."""

    look: Look
    neighbourhoods: tuple[Neighbourhood, ...]
    foundations: tuple[Foundation, ...]
    years: tuple[int, ...]
    latest: int

    @cached_property
    def neighbourhood(self) -> Neighbourhood | None:
        return next((each for each in self.neighbourhoods if each.code == self.look.neighbourhood), None)

    @property
    def place(self) -> str:
        return self.neighbourhood.name if self.neighbourhood else "Stevenage"

    @property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """Return the code and name of each foundation, and of what is of none."""
        return (*((each.code, each.name) for each in self.foundations), (CHARTER, CHARTER_NAME))

    @cached_property
    def year_starting(self) -> int:
        return year_asked(self.look.year) or self.latest

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """Return the filters that name nothing, and so find nothing."""
        known = {
            "neighbourhood": {each.code for each in self.neighbourhoods},
            "foundation": {code for code, _ in self.groups},
            "year": {year_name(year) for year in self.years},
        }
        return tuple(
            Unknown(name.capitalize(), asked, self.look.query(**{name: ""}))
            for name, asked in asdict(self.look).items()
            if asked and asked not in known[name]
        )

    def switches(self, *, with_foundations: bool) -> tuple[Switch, ...]:
        """Return what can be chosen between; nothing where there is only one."""
        places = [("", "All Stevenage"), *((each.code, each.name) for each in self.neighbourhoods)]
        years = [(year_name(year), year_in_words(year)) for year in self.years]
        found = [
            self._switch("Year", "year", years, on=self.look.year or year_name(self.latest)),
            self._switch("Neighbourhood", "neighbourhood", places, on=self.look.neighbourhood),
        ]
        if with_foundations:
            groups = [("", "All"), *self.groups]
            found.append(self._switch("Foundation", "foundation", groups, on=self.look.foundation))
        return tuple(switch for switch in found if len(switch.options) > 1)

    def _switch(self, label: str, name: str, choices: Sequence[tuple[str, str]], *, on: str) -> Switch:
        return Switch(
            label, tuple(Option(words, self.look.query(**{name: value}), is_on=value == on) for value, words in choices)
        )


def looked_at(look: Look, *, this_year: int) -> Looked:
    """Return what the filters name. this_year: shown where there is no figure at all. Three queries."""
    whole = Observation.objects.filter(span=Span.YEAR).order_by("-starts_on")
    seen = list(whole.values_list("starts_on", "marker").distinct())
    years = tuple(dict.fromkeys(year_of(starts_on) for starts_on, _ in seen))
    # Not the year that has only just begun, where there is another one.
    settled = [year_of(starts_on) for starts_on, marker in seen if marker in {"", Marker.REVISED, Marker.BREAK}]
    return Looked(
        look=look,
        neighbourhoods=tuple(Neighbourhood.objects.order_by("name")),
        foundations=tuple(Foundation.objects.order_by("order")),
        years=years,
        latest=next(iter([*settled, *years]), this_year),
    )


def year_asked(asked: str) -> int | None:
    """Return the year that 2025-26 starts in, None for what is no such name."""
    found = YEAR.fullmatch(asked)
    return int(found[1]) if found and year_name(int(found[1])) == asked else None
