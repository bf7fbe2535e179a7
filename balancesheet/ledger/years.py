"""Opening a financial year of a ledger, and closing it for ever."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from balancesheet.ledger.limits import lift_limits
from balancesheet.ledger.refusals import AlreadyClosed, refusals
from balancesheet.models import Year


def open_year(*, ledger: str, year_starting: int) -> Year:
    """Open a ledger's next year, or its first. Raises Refused for one that is there or does not follow the last."""
    years = Year.objects.filter(ledger=ledger)
    year = Year(
        ledger_id=ledger, year_starting=year_starting, year_before=year_starting - 1 if years.exists() else None
    )
    with refusals():
        year.save(force_insert=True)
    return year


def close_year(*, ledger: str, year_starting: int, by: User, at: datetime) -> Year:
    """Close and seal a ledger's year. It waits for entries that are being posted; those that come later are refused.

    Raises EarlierYearIsOpen or AlreadyClosed.
    """
    years = Year.objects.filter(ledger=ledger, year_starting=year_starting)
    with refusals(), transaction.atomic():
        lift_limits()
        # The filter, not a read before the write, decides: two officers may press at once.
        if not years.open().update(closed_at=at, closed_by=by):
            raise AlreadyClosed(f"There is no open year of ledger {ledger} that begins in {year_starting}")
    return years.get()
