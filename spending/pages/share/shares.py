"""What can be said of one sum of spending: its amounts, and its local share or why there is none."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from spending import measures
from spending.models import Scope, Tier
from spending.pages.filters import payments_address
from spending.pages.share.look import Look
from spending.pages.share.sums import EVERYWHERE, PLACED, Spend
from stevenage_cwb.common.figures import Figure, Marker, Unit

UNITS = {"pounds": Unit.PENCE, "payments": Unit.PAYMENTS, "suppliers": Unit.SUPPLIERS}


@dataclass(frozen=True)
class Rows:
    """The payments under a figure, by the filters that find them."""

    filters: dict[str, Any]

    def address(self, **more: object) -> str:
        return payments_address(**{**self.filters, **more})

    def analysed(self, **more: object) -> str:
        return self.address(scope=Scope.IN, **more)

    def narrowed(self, **more: object) -> "Rows":
        return Rows({**self.filters, **more})


@dataclass(frozen=True)
class Shares:
    """What is said of one sum. whole: what the share is of. missing: the part of the analysed that has no place.

    possible: what is local or has no place. is_sure: so much of it has a place that the share needs no bounds.
    """

    local: Figure
    located: Figure
    unknown: Figure
    possible: Figure
    analysed: Figure
    whole: Figure
    share: Figure
    leakage: Figure
    coverage: Figure
    missing: Figure
    lower: Figure
    upper: Figure
    is_sure: bool


def shares(spend: Spend, look: Look, rows: Rows) -> Shares:
    """Return what the switches ask for. No query."""
    if look.by == "suppliers" and spend.parties is None:
        return NOT_COUNTED
    local = amount(spend, look, look.area.tiers, with_branches=look.branches == "in")
    located, unknown, analysed = (amount(spend, look, tiers) for tiers in (PLACED, (Tier.UNKNOWN,), EVERYWHERE))
    files = amount(spend, look, scopes=tuple(Scope))
    addresses = {"located": rows.analysed(tier=PLACED), "analysed": rows.analysed(), "files": rows.address()}
    whole = {"located": located, "analysed": analysed, "files": files}[look.of]
    percent = partial(percentage, base=base_of(spend, look))
    bounds = partial(measures.bounds, local=local, unknown=unknown, analysed=analysed)
    coverage = partial(measures.coverage, located=located, analysed=analysed)
    share = partial(measures.share_of, local, whole, located=located, analysed=analysed)
    unit = UNITS[look.by]
    return Shares(
        local=Figure(local, unit, rows.analysed(**local_filters(look))),
        located=Figure(located, unit, addresses["located"]),
        unknown=Figure(unknown, unit, rows.analysed(tier=Tier.UNKNOWN)),
        possible=Figure(local + unknown, unit, rows.analysed(**local_filters(look, Tier.UNKNOWN))),
        analysed=Figure(analysed, unit, addresses["analysed"]),
        whole=Figure(whole, unit, addresses[look.of]),
        share=percent(share),
        leakage=percent(lambda: measures.leakage(share())),
        coverage=percent(coverage),
        missing=percent(lambda: measures.part_of(unknown, analysed)),
        lower=percent(lambda: bounds().lower),
        upper=percent(lambda: bounds().upper),
        is_sure=measures.is_sure(located=located, analysed=analysed),
    )


def amount(
    spend: Spend,
    look: Look,
    tiers: Collection[str] = EVERYWHERE,
    *,
    scopes: Collection[str] = (Scope.IN,),
    with_branches: bool = True,
) -> int:
    """Return pence, payments or suppliers, as is asked for. Suppliers that nobody counted are none."""
    if look.by == "suppliers":
        return spend.count(tiers) or 0
    added = spend.sum(tiers, scopes=scopes, with_branches=with_branches)
    return added.pence if look.by == "pounds" else added.payments


def base_of(spend: Spend, look: Look) -> int:
    """Return what decides how finely a percentage is said: how many suppliers or payments are analysed."""
    return amount(spend, look) if look.by == "suppliers" else spend.sum().payments


def supplier_count(count: int | None) -> Figure:
    return Figure(count, Unit.SUPPLIERS, marker=Marker.NOT_COUNTED if count is None else Marker.NONE)


def local_filters(look: Look, *more: Tier) -> dict[str, Any]:
    """Return the filters that find what is called local, and more tiers. What has no place is no branch."""
    return {"tier": (*look.area.tiers, *more)} | ({} if look.branches == "in" else {"branch": "no"})


def percentage(measure: Callable[[], Fraction], *, base: int) -> Figure:
    """Return a measure as a percentage, or why there is none."""
    try:
        exact = measure()
    except measures.TooLittleKnown:
        return Figure(None, Unit.PERCENT, marker=Marker.TOO_LITTLE_KNOWN)
    except measures.NotAvailable:
        return Figure(None, Unit.PERCENT, marker=Marker.NOT_AVAILABLE)
    value = measures.percent(exact, base=base)
    return Figure(value, Unit.PERCENT, marker=Marker.ROUNDS_TO_ZERO if exact and not value else Marker.NONE)


_NONE = Figure(None, Unit.SUPPLIERS, marker=Marker.NOT_COUNTED)
_NO_PERCENT = Figure(None, Unit.PERCENT, marker=Marker.NOT_COUNTED)
NOT_COUNTED = Shares(
    local=_NONE,
    located=_NONE,
    unknown=_NONE,
    possible=_NONE,
    analysed=_NONE,
    whole=_NONE,
    share=_NO_PERCENT,
    leakage=_NO_PERCENT,
    coverage=_NO_PERCENT,
    missing=_NO_PERCENT,
    lower=_NO_PERCENT,
    upper=_NO_PERCENT,
    is_sure=False,
)
