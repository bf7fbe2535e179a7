"""What is on each account: ever, and over a financial year. Read from the months' totals, never from the postings."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from balancesheet.models import AccountType, MonthTotal

# Carried on from year to year. What came in and went out begins each year at nothing.
STOCKS = [AccountType.ASSET, AccountType.LIABILITY, AccountType.EQUITY]


@dataclass(frozen=True)
class Balance:
    """An account of a ledger over a time, in the unit's smallest part. Debits count up, credits count down."""

    ledger: str
    account: str
    unit: str
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit


def balances() -> list[Balance]:
    """Return every account that ever moved, with all that moved on it: the trial balance. One query."""
    return read(MonthTotal.objects.all(), first_day=date.min)


def year_balances(*, year_starting: int, ledger: str | None = None) -> list[Balance]:
    """Return the accounts of a ledger, or of all, over a financial year. One query.

    An account that neither holds nor moved anything is left out.
    """
    first_day = date(year_starting, 4, 1)
    months = MonthTotal.objects.filter(month__lt=date(year_starting + 1, 4, 1))
    months = months.filter(Q(month__gte=first_day) | Q(account__type__in=STOCKS))
    return read(months.filter(ledger=ledger) if ledger else months, first_day=first_day)


def read(months: QuerySet[MonthTotal], *, first_day: date) -> list[Balance]:
    before, since = Q(month__lt=first_day), Q(month__gte=first_day)
    rows = (
        months.values("ledger_id", "account_id", "account__unit_id")
        .annotate(
            opening=Sum(F("debit") - F("credit"), filter=before, default=0),
            debits=Sum("debit", filter=since, default=0),
            credits=Sum("credit", filter=since, default=0),
        )
        .order_by("ledger_id", "account_id")
    )
    of_each = ("ledger_id", "account_id", "account__unit_id", "opening", "debits", "credits")
    return [Balance(*row) for row in rows.values_list(*of_each)]
