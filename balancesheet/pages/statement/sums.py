"""What a statement adds up: each account's parts in each ledger, read from the years' totals in one query.

However many entries there are, a ledger's account has four rows a year: one for each grade of evidence.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, Sum, Value, When

from balancesheet.models import Grade, UnitKind, YearTotal
from balancesheet.pages.parts import SPANS, Part, totals_of
from balancesheet.pages.statement.named import named

# Each part once: what is added and what is lost are the two sides of the year.
READ = (Part.OPENING, Part.RESTATED_OPENING, Part.YEAR, Part.CLOSING, Part.BEFORE, Part.RESTATED_BEFORE)
SIDES = ("debit", "credit")
# What may tell of few people.
OF_PEOPLE = (UnitKind.PEOPLE, UnitKind.TIME)


@dataclass(frozen=True)
class Sums:
    """One account's totals in one ledger, or in several: by part and side, and by part and grade (debits less credits).

    known: the parts for which anything was ever posted, up to their last year. people: how many gave hours, where
    returns say so.
    """

    sides: dict[tuple[Part, str], int]
    grades: dict[tuple[Part, str], int]
    known: frozenset[Part]
    people: dict[Part, int] = field(default_factory=dict)

    def amount(self, part: Part, *, up: str) -> int:
        """Return what a part comes to. up: the side that makes the account more."""
        side = SPANS[part].side
        down = SIDES[up == "debit"]
        if side:
            return self.sides[Part.YEAR, up if side == "more" else down]
        return self.sides[part, up] - self.sides[part, down]


def read(ledgers: Collection[str], *, year: int) -> dict[str, tuple[Sums, ...]]:
    """Return the sums of each account that anything was posted to, up to the end of a year. One query, of hours two.

    Those of all ledgers together; of people and their time each ledger's own, for a borough must not give away a
    neighbourhood's few.
    """
    sums = {
        f"{part}_{side}": Sum(F(side), filter=totals_of(part, year=year), default=0) for part in READ for side in SIDES
    }
    known = {
        f"known_{part}": Sum(F("debits") + F("credits"), filter=totals_of(part, year=year), default=0)
        for part in (Part.OPENING, Part.RESTATED_OPENING)
    }
    apart = Case(When(account__unit__kind__in=OF_PEOPLE, then="ledger_id"), default=Value(""))
    totals = YearTotal.objects.filter(ledger__in=ledgers, year_starting__lte=year).annotate(apart=apart)
    rows = totals.values("account_id", "apart", "grade").annotate(**sums, **known)
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in rows.order_by("account_id", "apart", "grade"):
        found.setdefault(row["account_id"], {}).setdefault(row["apart"], []).append(dict(row))
    people = named(ledgers, found, year=year)
    return {
        account: tuple(of_rows(rows, people.get((ledger, account), {})) for ledger, rows in of_ledgers.items())
        for account, of_ledgers in found.items()
    }


def of_rows(rows: list[dict[str, Any]], people: dict[Part, int]) -> Sums:
    """Return the sums of an account's rows, one for each grade."""
    known = {Part.ADDED, Part.LOST, Part.YEAR, Part.CLOSING}
    if any(row[f"known_{Part.OPENING}"] for row in rows):
        known |= {Part.OPENING, Part.BEFORE}
    if any(row[f"known_{Part.RESTATED_OPENING}"] for row in rows):
        known |= {Part.RESTATED_OPENING, Part.RESTATED_BEFORE}
    return Sums(
        sides={(part, side): int(sum(row[f"{part}_{side}"] for row in rows)) for part in READ for side in SIDES},
        grades={
            (part, row["grade"]): int(row[f"{part}_debit"] - row[f"{part}_credit"])
            for row in rows
            for part in (Part.YEAR, Part.CLOSING)
        },
        known=frozenset(known),
        people=people,
    )


def together(many: Iterable[Sums]) -> Sums:
    """Return the sums of several ledgers or accounts, side by side: what is posted to one of them is known of all."""
    sides = dict.fromkeys(((part, side) for part in READ for side in SIDES), 0)
    grades = dict.fromkeys(((part, grade) for part in (Part.YEAR, Part.CLOSING) for grade in Grade.values), 0)
    known: set[Part] = set()
    people: dict[Part, int] = {}
    for each in many:
        known |= each.known
        for part, count in each.people.items():
            people[part] = people.get(part, 0) + count
        for key, amount in each.sides.items():
            sides[key] += amount
        for key, amount in each.grades.items():
            grades[key] += amount
    return Sums(sides, grades, frozenset(known), people)
