"""What metrics say of the ledger: what came in on its accounts, from the years' totals that it keeps."""

from collections.abc import Callable, Collection, Iterator

from django.urls import reverse

from balancesheet.models import Ledger
from balancesheet.models.ledgers import WHOLE_TOWN
from metrics.figures.inputs import Input, not_available
from metrics.figures.records import Records
from metrics.models import Period
from stevenage_cwb.common.years import year_name


def entries(ledger: Ledger | None, accounts: Collection[str], period: Period) -> str:
    """Return the address of the entries on accounts in a financial year: of one ledger, or of the borough."""
    place = "stevenage" if ledger is None else ledger.neighbourhood_id or "whole-town"
    asked = f"?account={','.join(sorted(accounts))}"
    return f"{reverse('balancesheet:entries', args=[place, year_name(period.year_starting)])}{asked}"


def came_in(accounts: Collection[str]) -> Callable[[Records, Period], Iterator[Input]]:
    """Return the feed of what came in on accounts: the borough, and each neighbourhood."""

    def feed(records: Records, period: Period) -> Iterator[Input]:
        if period.year_starting not in records.open_years:
            return
        if not records.accounts_in_use & set(accounts):
            yield not_available("Nothing has been recorded yet")
            return
        moved = records.moved(accounts, period)
        for ledger in (None, *records.ledgers.values()):
            if ledger is not None and ledger.code == WHOLE_TOWN:
                continue
            own = tuple(row for row in moved if ledger is None or row[0] == ledger.code)
            yield Input(
                numerator=sum(row[-1] for row in own),
                is_open=records.open_years[period.year_starting],
                neighbourhood=ledger.neighbourhood_id if ledger else None,
                rows=entries(ledger, accounts, period),
                inputs=own,
            )

    return feed


def of_what_came_in(part: Collection[str], whole: Collection[str]) -> Callable[[Records, Period], Iterator[Input]]:
    """Return the feed of what came in on some accounts over what came in on others."""

    def feed(records: Records, period: Period) -> Iterator[Input]:
        if period.year_starting not in records.open_years:
            return
        moved = records.moved({*part, *whole}, period)
        numerator, denominator = (sum(row[-1] for row in moved if row[1] in accounts) for accounts in (part, whole))
        if denominator <= 0:
            yield not_available("There is nothing to divide by")
            return
        yield Input(
            numerator=numerator,
            denominator=denominator,
            is_open=records.open_years[period.year_starting],
            rows=entries(None, part, period),
            whole_rows=entries(None, whole, period),
            inputs=moved,
        )

    return feed
