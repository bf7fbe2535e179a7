"""What somebody asks the wall for, as it stands in an address: filters, a search, where to go on."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import QuerySet

from charter.models import ExampleAction, Foundation, Neighbourhood, PledgerKind
from charter.pages import words
from pledges.models import Stage
from pledges.pages.counted import Counted

# No code of the charter is longer than 60; a search of more than 100 characters is not a search.
LONGEST = {"q": 100}
LONGEST_CODE = 60

CURSOR = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6})-([0-9]{1,18})")
CURSOR_TIME = "%Y%m%dT%H%M%S.%f"

LABELS = {
    "foundation": "Foundation",
    "neighbourhood": "Neighbourhood",
    "kind": "Who pledges",
    "action": "Action",
    "delivery": "What became of it",
    "counted": "Counted as",
    "q": "Search",
}
WORDS: dict[str, QuerySet[Any]] = {
    "foundation": Foundation.objects.all(),
    "neighbourhood": Neighbourhood.objects.defer("outline"),
    "kind": PledgerKind.objects.all(),
    "action": ExampleAction.objects.all(),
}


@dataclass(frozen=True)
class Filters:
    """Codes of the charter's words, a stage, a figure's count, and words to search for. Empty: not asked for."""

    foundation: str = ""
    neighbourhood: str = ""
    kind: str = ""
    action: str = ""
    delivery: str = ""
    counted: str = ""  # see `Counted`
    q: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """Return what an address asks for. PostgreSQL holds no NUL, so that none matches anything."""
        return cls(
            **{
                field.name: query.get(field.name, "").replace("\0", "")[: LONGEST.get(field.name, LONGEST_CODE)].strip()
                for field in fields(cls)
            }
        )

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def codes(self) -> dict[str, str]:
        return {name: value for name, value in self.given.items() if name not in ("counted", "q")}

    @property
    def columns(self) -> dict[str, str]:
        """Return the codes by the columns of a pledge."""
        return {f"{name}_id" if name in WORDS else name: code for name, code in self.codes.items()}

    @property
    def count(self) -> Counted | None:
        """Return what is asked of a figure's count, None where there is no such count."""
        return Counted.read(self.counted)

    def query(self, **more: str) -> str:
        """Return the query that asks for the same, and for `more`. An empty value takes its part away."""
        asked = {name: value for name, value in {**self.given, **more}.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


@dataclass(frozen=True)
class Option:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One list of the filter form."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Chosen:
    """A filter that is on. `without`: the query that takes it away. `is_known`: the charter has it."""

    label: str
    value: str
    without: str
    is_known: bool


@dataclass(frozen=True)
class Word:
    """A stage as the charter's words are: a code and a name."""

    code: str
    name: str


STAGES = tuple(Word(stage.value, stage.label) for stage in Stage)


def choices(filters: Filters) -> tuple[Choice, ...]:
    """Return the lists to choose from, each in the charter's order. Costs no query."""
    known = words()
    lists: dict[str, tuple[Any, ...]] = {
        "foundation": known.foundations,
        "neighbourhood": known.neighbourhoods,
        "kind": known.kinds,
        "action": known.actions,
        "delivery": STAGES,
    }
    return tuple(
        Choice(
            name,
            LABELS[name],
            tuple(Option(word.code, word.name, is_chosen=filters.codes.get(name) == word.code) for word in offered),
        )
        for name, offered in lists.items()
    )


def chosen(filters: Filters) -> tuple[Chosen, ...]:
    """Return the filters that are on. Costs a query for each word that the charter does not offer today."""
    names = {name: name_of(name, code) for name, code in filters.codes.items()}
    counted = {"counted": str(filters.count or "")} if filters.counted else {}
    searched = {"q": filters.q} if filters.q else {}
    return tuple(
        Chosen(
            LABELS[name],
            value=known or filters.given[name],
            without=filters.query(**{name: ""}),
            is_known=bool(known),
        )
        for name, known in {**names, **counted, **searched}.items()
    )


def name_of(what: str, code: str) -> str:
    """Return what a code stands for, a retired one too; nothing where it stands for nothing."""
    if what == "delivery":
        return str(dict(Stage.choices).get(code, ""))
    word = getattr(words(), what)(code) or WORDS[what].filter(pk=code).first()
    return str(word.name) if word else ""


@dataclass(frozen=True)
class Cursor:
    """A place on the wall: after the pledge published at this time, and after this number among equals."""

    at: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place an address names, None where it names none."""
        found = CURSOR.fullmatch(text)
        if found is None:
            return None
        try:
            at = datetime.strptime(found[1], CURSOR_TIME).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(at, int(found[2]))

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).strftime(CURSOR_TIME)}-{self.pk}"
