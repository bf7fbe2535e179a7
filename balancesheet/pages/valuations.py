"""What a year's hours, and whatever else has a proxy, may be said to be worth. Illustrative: derived, never posted.

It stands below the line of a statement and is never added to money. A happening is valued once, in its primary unit.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from balancesheet.measures import Worth, worth
from balancesheet.models import MonthTotal, Posting, Proxy, Unit

# What restates another year is of that one, and a happening is valued in its primary unit, if at all. Said twice over
# so that only entries in the two small indexes of such ones are read: 0001_initial.
NOT_TO_VALUE = Q(entry__restates__isnull=False) | Q(entry__event__isnull=False)
NOT_TO_VALUE &= Q(entry__restates__isnull=False) | ~Q(entry__event__primary_unit=F("unit"))

# Of a ledger, to an account, in a month by its first day: so many smallest parts.
CameIn = Counter[tuple[str, str, date]]


@dataclass(frozen=True)
class Valuation:
    """What came in to an account while one proxy held, and its worth in pence.

    parts: of the unit, smallest, in each ledger. proxy, worth: none where no proxy holds, so that the worth is not
    available.
    """

    account: str
    unit: Unit
    of_ledgers: tuple[int, ...]
    proxy: Proxy | None
    worth: Worth | None

    @property
    def parts(self) -> int:
        return sum(self.of_ledgers)


def valuations(*, ledgers: Collection[str], year_starting: int) -> list[Valuation]:
    """Return the valuations of ledgers together, over a financial year. Three queries.

    Each ledger's worth is rounded for itself: those of the ledgers add up to the borough's, to the penny. Nothing is
    said of an account that no proxy ever values, or to which nothing came.
    """
    proxies = list(Proxy.objects.select_related("unit"))
    units = {account: proxy.unit for proxy in proxies for account in proxy.accounts}
    parts: dict[tuple[str, Proxy | None], Counter[str]] = {}
    came_in = to_value(units, ledgers=ledgers, year_starting=year_starting)
    for (code, account, month), amount in sorted(came_in.items(), key=lambda found: found[0][1:]):
        proxy = proxy_of(account, proxies, on=month)
        parts.setdefault((account, proxy), Counter())[code] += amount
    return [
        valuation(account, units[account], proxy, tuple(of_ledgers.values()))
        for (account, proxy), of_ledgers in parts.items()
        if any(of_ledgers.values())
    ]


def valuation(account: str, unit: Unit, proxy: Proxy | None, of_ledgers: tuple[int, ...]) -> Valuation:
    worths = None
    if proxy:
        rates = Worth(proxy.low_pence, proxy.central_pence, proxy.high_pence)
        worths = sum((worth(parts, scale=unit.scale, rates=rates) for parts in of_ledgers), Worth(0, 0, 0))
    return Valuation(account=account, unit=unit, of_ledgers=of_ledgers, proxy=proxy, worth=worths)


def proxy_of(account: str, proxies: Iterable[Proxy], *, on: date) -> Proxy | None:
    """Return the one proxy that counts for an account on a day: the last that was added."""
    return max((proxy for proxy in proxies if proxy.values(account, on=on)), key=lambda proxy: proxy.pk, default=None)


def to_value(accounts: Collection[str], *, ledgers: Collection[str], year_starting: int) -> CameIn:
    """Return what came in to accounts in the year, less what is not to be valued in it."""
    days = {"gte": date(year_starting, 4, 1), "lt": date(year_starting + 1, 4, 1)}
    months = MonthTotal.objects.filter(ledger__in=ledgers, account__in=accounts, **within("month", days))
    postings = Posting.objects.filter(NOT_TO_VALUE, ledger__in=ledgers, **within("dated", days))
    found: CameIn = Counter()
    for *key, amount in months.values_list("ledger_id", "account_id", "month", F("credit") - F("debit")):
        found[*key] = amount
    # What was moved from one account to another stands on both sides.
    for *key, amount in moved(postings, "credit", accounts).union(moved(postings, "debit", accounts), all=True):
        found[*key] -= amount
    return found


def within(field: str, days: dict[str, date]) -> dict[str, date]:
    return {f"{field}__{bound}": day for bound, day in days.items()}


def moved(postings: QuerySet[Posting], side: str, accounts: Collection[str]) -> QuerySet[Posting, tuple[Any, ...]]:
    """Return what postings make of accounts on one of their sides: by ledger, account and month."""
    of_month = postings.filter(**{f"{side}__in": accounts}).annotate(month=TruncMonth("dated")).order_by()
    made = Sum("amount") if side == "credit" else -Sum("amount")
    return of_month.values_list("ledger_id", f"{side}_id", "month").annotate(made=made)
