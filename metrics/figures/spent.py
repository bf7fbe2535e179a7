"""The analysed payments of a period, and what can be said of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from metrics.figures.inputs import Input, not_available
from metrics.models import Period, Span
from spending import measures
from spending.models import Scope, Tier
from spending.pages.filters import payments_address
from stevenage_cwb.common.years import year_name

PLACED = frozenset(set(Tier) - {Tier.UNKNOWN})


class Cell(NamedTuple):
    """Analysed payments of one quarter that are known alike."""

    quarter: date
    tier: str
    kind: str
    size: str
    pence: int
    payments: int


@dataclass(frozen=True)
class Spent:
    """The analysed payments of one period, as far as they are known alike."""

    period: Period
    body: int
    cells: tuple[Cell, ...]
    is_open: bool

    def pence(self, tiers: Collection[str] = frozenset(Tier), **known: Collection[str]) -> int:
        """Return the pounds to some tiers, in pence; kind=, size=: to such suppliers alone."""
        return sum(
            cell.pence
            for cell in self.cells
            if cell.tier in tiers and all(getattr(cell, name) in values for name, values in known.items())
        )

    @property
    def payments(self) -> int:
        return sum(cell.payments for cell in self.cells)

    def rows(self, **asked: object) -> str:
        """Return the address of the analysed payments of the period."""
        quarter = (self.period.starts_on.month - 4) % 12 // 3 + 1
        when = {"quarter": quarter} if self.period.span == Span.QUARTER else {}
        year = year_name(self.period.year_starting)
        return payments_address(body=self.body, year=year, scope=Scope.IN, **when, **asked)

    def share(self, tiers: Collection[str], *, of: Collection[str] = PLACED) -> Input:
        """Return what went to some tiers of what went to others, with bounds; nothing where too little has a place."""
        part, whole = self.pence(tiers), self.pence(of)
        located, unknown = self.pence(PLACED), self.pence({Tier.UNKNOWN})
        analysed = located + unknown
        try:
            measures.share_of(part, whole, located=located, analysed=analysed)
            bounds = measures.bounds(local=part, unknown=unknown, analysed=analysed)
        except measures.TooLittleKnown:
            note = f"Less than {measures.LEAST_COVERAGE * 100}% of the pounds have a place"
            return not_available(note, whole_rows=self.rows())
        except measures.NotAvailable:
            return not_available("There is nothing to divide by", whole_rows=self.rows())
        return Input(
            numerator=part,
            denominator=whole,
            lower=int(bounds.lower * analysed),
            upper=int(bounds.upper * analysed),
            bounds_of=analysed,
            base=self.payments,
            is_open=self.is_open,
            rows=self.rows(tier=in_order(tiers)),
            whole_rows=self.rows(tier=in_order(of)),
            inputs=self.cells,
        )

    def part(self, part: int, whole: int, *, rows: str, whole_rows: str, **more: str) -> Input:
        """Return a part of a whole, or that there is none: credits can make any sum less than nothing."""
        if whole <= 0 or not 0 <= part <= whole:
            return not_available("There is nothing to divide by", whole_rows=whole_rows)
        return Input(
            numerator=part,
            denominator=whole,
            base=self.payments,
            is_open=self.is_open,
            rows=rows,
            whole_rows=whole_rows,
            inputs=self.cells,
            **more,  # type: ignore[arg-type]
        )


def in_order(tiers: Collection[str]) -> tuple[Tier, ...]:
    return tuple(tier for tier in Tier if tier in tiers)
