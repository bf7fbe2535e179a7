"""The list of payments: a page of what the filters ask for, with its count and sum, and all of it for a download."""

from collections.abc import Iterator
from dataclasses import dataclass

from spending.pages.filters import Filters
from spending.pages.payments import search
from spending.pages.payments.chosen import LABELS, Chosen, chosen
from spending.pages.payments.counted import Counted, counted
from spending.pages.payments.newest import Cursor, newest
from spending.pages.payments.shown import PublicPayment, shown
from spending.pages.payments.sought import Sought, sought
from stevenage_cwb.common.money import pounds

# Rows held in memory at once by a download.
BATCH = 2_000


@dataclass(frozen=True)
class Asked:
    """What the filters ask for. problems: why no payment can match; then nothing is sought."""

    filters: Filters
    chosen: tuple[Chosen, ...]
    problems: tuple[str, ...] = ()
    sought: Sought | None = None


@dataclass(frozen=True)
class PaymentsPage:
    """One page of the list. counted: of all that match."""

    asked: Asked
    counted: Counted
    payments: tuple[PublicPayment, ...]
    is_newest: bool
    # The cursor of the next page; empty on the last.
    older: str

    @property
    def query(self) -> str:
        return self.asked.filters.query()

    @property
    def older_query(self) -> str:
        return self.asked.filters.query(after=self.older)

    @property
    def sum(self) -> str:
        """Return the sum of all that match in pounds; nothing where nobody added them up."""
        return "" if self.counted.pence is None else pounds(self.counted.pence)


def payments_page(*, filters: Filters, after: Cursor | None = None, size: int) -> PaymentsPage:
    """Return the newest `size` payments of the filters; of those after a cursor, where one is given.

    Costs three queries; what is known, a search and each number asked for one more, what is rare two.
    """
    asked = asked_for(filters)
    count, found = Counted(), []
    if asked.sought is not None:
        count = counted(asked.sought, filters)
        found = newest(asked.sought, after=after, size=size + 1, by_quarter=count.by_quarter) if count.payments else []
    return PaymentsPage(
        asked=asked,
        counted=count,
        payments=shown([place.payment for place in found[:size]]),
        is_newest=after is None,
        older=str(found[size - 1]) if len(found) > size else "",
    )


def asked_for(filters: Filters) -> Asked:
    on = chosen(filters)
    problems = [f"{each.label}: {each.problem}" for each in on if each.problem]
    payees = None
    try:
        payees = search.payees(filters.q) if filters.q else None
    except search.NotSearchable as why:
        problems.append(f"{LABELS['q']}: {why}")
    if problems:
        return Asked(filters, on, problems=tuple(problems))
    return Asked(filters, on, sought=sought(filters, payees=payees))


def every_payment(*, filters: Filters, batch: int = BATCH) -> Iterator[PublicPayment]:
    """Yield all payments of the filters, newest first, read a batch at a time.

    Each batch is queries of its own, so that a slow reader holds no transaction open.
    """
    asked = asked_for(filters)
    if asked.sought is None:
        return
    by_quarter = counted(asked.sought, filters).by_quarter
    after = None
    while True:
        found = newest(asked.sought, after=after, size=batch, by_quarter=by_quarter)
        yield from shown([place.payment for place in found])
        if len(found) < batch:
            return
        after = found[-1]
