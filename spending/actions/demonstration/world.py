"""The suppliers of the demonstration: made up, named so that nobody can take one for a real one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle, product
from pathlib import Path
from typing import Any, Self

SHIPPED = Path(__file__).resolve().parents[2] / "shipped" / "demonstration.json"
FICTIONAL = "(fictional)"

# Suppliers take turns: of ten, so many are in each tier, and known in each way.
TIERS = ("T1", "T2", "T5", "T4", "T1", "T2", "T5", "T3", "T2", "T5")
WAYS = (
    "register",
    "register",
    "master",
    "register",
    "register",
    "branch",
    "register",
    "register",
    "register",
    "nobody",
)
WAY_OF_FORM = {"Trust": "charity"}
ABROAD, ABROAD_EVERY = "abroad", 50
REGISTERED, IN_RECORDS = ("register", "branch"), ("master", "branch", ABROAD)
# Of three, so are the accounts that tell a company's size.
ACCOUNTS = ("MICRO ENTITY", "TOTAL EXEMPTION FULL", "FULL")

Row = dict[str, Any]


@dataclass(frozen=True)
class MadeUpSupplier:
    """One that is paid. way: who knows where it is; nobody: it cannot be found. pounds: of an ordinary payment."""

    number: int
    name: str
    form: str
    way: str
    tier: str
    postcode: str
    category: str
    department: str
    pounds: int

    @property
    def company_no(self) -> str:
        """Its number in the register of companies. No real number begins with ZZ."""
        return f"ZZ{self.number + 1:06}"

    @property
    def supplier_no(self) -> str:
        """Its number in the council's records."""
        return f"M{self.number:04}" if self.way in IN_RECORDS else ""


@dataclass(frozen=True)
class World:
    """All that is made up but the payments. The years are the two financial years before today's, and its part."""

    council: str
    today: date
    suppliers: tuple[MadeUpSupplier, ...]
    places: tuple[Row, ...]
    people: tuple[str, ...]
    nameless: dict[str, int]
    not_analysed: tuple[Row, ...]

    @classmethod
    def shipped(cls, *, today: date) -> Self:
        told = json.loads(SHIPPED.read_text(encoding="utf-8"))
        return cls(
            council=told["council"],
            today=today,
            suppliers=tuple(suppliers(told)),
            places=tuple(told["places"]),
            people=tuple(told["people"]),
            nameless=told["nameless"],
            not_analysed=tuple(told["not_analysed"]),
        )

    @property
    def first_year(self) -> int:
        """The year in which the earlier financial year began."""
        began = self.today.year if self.today >= date(self.today.year, 4, 1) else self.today.year - 1
        return began - 2


def suppliers(told: Row) -> Iterator[MadeUpSupplier]:
    """Yield one supplier for each trade and first word. Every trade has some near and some far."""
    places = {tier: cycle([place for place in told["places"] if place["tier"] == tier]) for tier in TIERS}
    for number, (prefix, trade) in enumerate(product(told["prefixes"], told["trades"])):
        turn, place_in_turn = divmod(number, len(told["trades"]))
        # Steps of which no two make the same round.
        tier = TIERS[(place_in_turn * 7 + turn * 3) % len(TIERS)]
        way = WAYS[(place_in_turn + turn * 3) % len(WAYS)]
        yield MadeUpSupplier(
            number=number,
            name=f"{prefix} {trade['trade']} {trade['form']} {FICTIONAL}",
            form=trade["form"],
            way=ABROAD if number % ABROAD_EVERY == 0 else WAY_OF_FORM.get(trade["form"], way),
            tier=tier,
            postcode=next(places[tier])["postcode"],
            category=trade["category"],
            department=trade["department"],
            pounds=trade["pounds"],
        )
