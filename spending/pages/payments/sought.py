"""What the filters of an address come to: conditions on attributed payments, and on the totals over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from spending.models import Attribution, Grain, Total
from spending.pages.filters import NONE, Filters, days_of

# Which column of an attribution each filter looks at, where "none" is an empty text.
KNOWN = {
    "tier": "tier",
    "kind": "kind",
    "scope": "scope",
    "basis": "match_basis",
    "why": "why_unknown",
    "size": "size",
    "payee_class": "payee_class",
}
OF_THE_PAYMENT = ("department", "category", "supplier", "payee", "file")


@dataclass(frozen=True)
class Sought:
    """Conditions on attributed payments. None: no such condition."""

    attributions: tuple[int, ...] | None = None
    # Numbers by column; None: the column is empty.
    columns: Mapping[str, int | None] = field(default_factory=dict)
    payees: tuple[int, ...] | None = None
    # The first day, and the first day after.
    days: tuple[date, date] | None = None
    is_undated: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for what no total knows: certain payees, a supplier, a file."""
        return self.payees is not None or not {"supplier", "payee", "file"}.isdisjoint(self.columns)

    @property
    def is_everything(self) -> bool:
        """Whether any payment of the days will do."""
        return self.payees is None and self.attributions is None and not self.columns

    def totals(self) -> QuerySet[Total]:
        """Return the totals that add up to it. Raises ValueError where it is narrow."""
        if self.is_narrow:
            raise ValueError("No total knows payees, suppliers or files.")
        totals = Total.objects.filter(grain=GRAINS[frozenset(self.columns)])
        for column, number in self.columns.items():
            totals = totals.filter(**{column: number})
        if self.attributions is not None:
            totals = totals.filter(attribution__in=self.attributions)
        if self.is_undated:
            totals = totals.filter(quarter=None)
        if self.days is not None:
            totals = totals.filter(quarter__gte=self.days[0], quarter__lt=self.days[1])
        return totals

    def sql(self, *, but: str = "") -> str:
        """Return the conditions in SQL, without those on the days, and without that on one column."""
        among = {"attribution_id": self.attributions, "payee_id": self.payees}
        parts = [f"{name} = ANY(%({name}s)s::bigint[])" for name, of in among.items() if of is not None and name != but]
        parts += [
            f"{name}_id IS NULL" if number is None else f"{name}_id = %({name})s"
            for name, number in self.columns.items()
        ]
        return " AND ".join(parts) or "TRUE"

    def parameters(self) -> dict[str, Any]:
        return {
            **self.columns,
            "attribution_ids": list(self.attributions or ()),
            "payee_ids": list(self.payees or ()),
        }


GRAINS = {
    frozenset[str](): Grain.ALL,
    frozenset({"department"}): Grain.DEPARTMENT,
    frozenset({"category"}): Grain.CATEGORY,
    frozenset({"department", "category"}): Grain.BOTH,
}


def sought(filters: Filters, *, payees: tuple[int, ...] | None = None) -> Sought:
    """Return what filters without a problem come to. `payees`: those that a search found.

    Costs a query where something that is known of payments is asked for, else none.
    """
    return Sought(
        attributions=attributions(filters),
        columns={name: number(filters.given[name]) for name in OF_THE_PAYMENT if name in filters.given},
        payees=payees,
        days=days_of(year=filters.year, quarter=filters.quarter) if filters.year else None,
        is_undated=bool(filters.undated),
    )


def number(value: str) -> int | None:
    return None if value == NONE else int(value)


def attributions(filters: Filters) -> tuple[int, ...] | None:
    """Return the combinations of what is known that the filters ask for: some hundreds; None where they ask not."""
    asked = Q()
    for name, column in KNOWN.items():
        if filters.given.get(name):
            asked &= Q(**{f"{column}__in": ["" if value == NONE else value for value in filters.values(name)]})
    if filters.neighbourhood:
        codes = filters.values("neighbourhood")
        asked &= Q(neighbourhood__in=codes) | (Q(neighbourhood=None) if NONE in codes else Q(pk__in=[]))
    if filters.branch:
        asked &= Q(is_branch=filters.branch == "yes")
    if filters.body:
        asked &= Q(body=int(filters.body))
    return tuple(Attribution.objects.filter(asked).values_list("pk", flat=True)) if asked else None
