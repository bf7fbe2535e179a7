"""What somebody asks the page of the local share for, as it stands in an address: filters, switches, a breakdown."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from spending.models import Tier

# No number or name that means something is longer.
LONGEST = 20


@dataclass(frozen=True)
class Area:
    """What is called local: its tiers, and its name as it stands in a sentence."""

    name: str
    where: str
    tiers: tuple[Tier, ...]


AREAS = {
    "borough": Area("Stevenage", "in Stevenage", (Tier.T1,)),
    "county": Area("Hertfordshire", "in Hertfordshire", (Tier.T1, Tier.T2)),
    "bordering": Area("Hertfordshire and bordering areas", "in or next to Hertfordshire", (Tier.T1, Tier.T2, Tier.T3)),
    "region": Area(
        "These and the East of England",
        "in the East of England or next to Hertfordshire",
        (Tier.T1, Tier.T2, Tier.T3, Tier.T4),
    ),
}
OF = {
    "located": "What we could place",
    "analysed": "All that is analysed",
    "files": "All that is in the files",
}
BY = {"pounds": "Pounds", "payments": "Payments", "suppliers": "Suppliers"}
BRANCHES = {"in": "Counted as local", "out": "Not counted as local"}
BREAKDOWNS = {
    "category": "Category",
    "department": "Department",
    "kind": "Kind of supplier",
    "size": "Size of supplier",
    "neighbourhood": "Neighbourhood",
    "quarter": "Quarter",
}
# The first position of each is where it stands unasked.
SWITCHES: dict[str, tuple[str, Mapping[str, str]]] = {
    "local": ("Local means in", {code: area.name for code, area in AREAS.items()}),
    "of": ("Share of", OF),
    "by": ("Counted by", BY),
    "branches": ("Branches of firms from elsewhere", BRANCHES),
}

POSITIONS: dict[str, Mapping[str, str]] = {
    **{name: positions for name, (_, positions) in SWITCHES.items()},
    "breakdown": BREAKDOWNS,
}


@dataclass(frozen=True)
class Look:
    """Empty: not asked for. body, department, category: numbers; a part without one is "none"."""

    body: str = ""
    year: str = ""  # 2025-26
    department: str = ""
    category: str = ""
    local: str = "borough"
    of: str = "located"
    by: str = "pounds"
    branches: str = "in"
    breakdown: str = "category"

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """Return what an address asks for. A switch put where it has no position stands at its first."""
        given = {
            field.name: query.get(field.name, "").replace("\0", "")[:LONGEST].strip() or str(field.default)
            for field in fields(cls)
        }
        unknown = {name: getattr(cls, name) for name in POSITIONS if given[name] not in POSITIONS[name]}
        return cls(**{**given, **unknown}).possible()

    def possible(self) -> Self:
        """Return what can be counted and broken down.

        Suppliers are counted in no file's total, by no branch, and under one filter at most. What the page is narrowed
        to one part of has no parts.
        """
        look = self
        if look.breakdown in look.filters:
            look = replace(look, breakdown=next(name for name in BREAKDOWNS if name not in look.filters))
        if look.by == "suppliers" and look.department and look.category:
            return replace(look, by="pounds")
        if look.by == "suppliers":
            return replace(look, of="located" if look.of == "files" else look.of, branches="in")
        return look

    def query(self, **more: str) -> str:
        """Return the query that asks for the same, and for `more`. What stands unasked is left out."""
        given = {**vars(self), **more}
        asked = {field.name: given[field.name] for field in fields(self) if given[field.name] != field.default}
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def area(self) -> Area:
        return AREAS[self.local]

    @property
    def is_counted_otherwise(self) -> bool:
        """Return whether a switch other than that of what is local does not stand at its first position."""
        return any(getattr(self, name) != getattr(Look, name) for name in SWITCHES if name != "local")

    @property
    def filters(self) -> dict[str, str]:
        return {name: value for name in ("department", "category") if (value := getattr(self, name))}


@dataclass(frozen=True)
class Option:
    """A position of a switch, with the query that puts it there."""

    name: str
    query: str
    is_on: bool


@dataclass(frozen=True)
class Switch:
    name: str
    options: tuple[Option, ...]


def switches(look: Look) -> tuple[Switch, ...]:
    """Return the switches that can be moved, each with the positions that it can take. The first says what is local."""
    made = (switch(look, name, words, positions) for name, (words, positions) in SWITCHES.items())
    return tuple(each for each in made if len(each.options) > 1)


def switch(look: Look, name: str, words: str, positions: Mapping[str, str]) -> Switch:
    moved = {code: replace(look, **{name: code}).possible() for code in positions}
    return Switch(
        words,
        tuple(
            Option(positions[code], to.query(), is_on=getattr(look, name) == code)
            for code, to in moved.items()
            if getattr(to, name) == code
        ),
    )
