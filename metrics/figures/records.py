"""What the other apps hold of all periods, read once for a whole computing."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property

from django.db.models import Min
from django.db.models import Sum as Added

from balancesheet.models import Ledger, Year, YearTotal
from charter.models import Neighbourhood
from metrics.figures.spent import Cell, Spent
from metrics.models import Period
from pledges.models import Outturn
from spending.models import Scope
from spending.pages.share.found import LAST_DAYS, chosen_body
from spending.pages.share.look import Look
from spending.pages.share.sums import Published, published_bodies, totals_of
from stevenage_cwb.common.years import year_of


class Records:
    """What the other apps hold, read once for a whole computing on a day."""

    def __init__(self, *, today: date) -> None:
        self.today = today

    @cached_property
    def body(self) -> Published | None:
        """The council's own payments, else those of the body with most."""
        bodies = published_bodies()
        return chosen_body(bodies, Look()) if bodies else None

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        if self.body is None:
            return ()
        known = ("quarter", "attribution__tier", "attribution__kind", "attribution__size")
        rows = totals_of(self.body.body, {}).filter(attribution__scope=Scope.IN, quarter__isnull=False).order_by(*known)
        return tuple(
            Cell(*row) for row in rows.values_list(*known).annotate(pence=Added("pence"), payments=Added("payments"))
        )

    def spent(self, period: Period) -> Spent | None:
        """Return the analysed payments of a period, None where there are none."""
        cells = tuple(cell for cell in self.cells if period.starts_on <= cell.quarter < period.ends_before)
        if self.body is None or not cells:
            return None
        is_open = self.body.last_day is None or self.body.last_day < period.ends_before - LAST_DAYS
        return Spent(period, self.body.body, cells, is_open)

    @cached_property
    def ledgers(self) -> Mapping[str, Ledger]:
        return {ledger.code: ledger for ledger in Ledger.objects.all()}

    @cached_property
    def open_years(self) -> Mapping[int, bool]:
        """The financial years that are on record, and whether any ledger's is open still."""
        years: dict[int, bool] = {}
        for starting, closed_at in Year.objects.order_by().values_list("year_starting", "closed_at"):
            years[starting] = years.get(starting, False) or closed_at is None
        return years

    @cached_property
    def first_year(self) -> int | None:
        """The first financial year of which there is anything, None where there is nothing at all."""
        first_pledge = Outturn.objects.aggregate(Min("month"))["month__min"]
        firsts = [*map(year_of, filter(None, [first_pledge])), *(year_of(cell.quarter) for cell in self.cells[:1])]
        return min([*firsts, *self.open_years], default=None)

    @cached_property
    def accounts_in_use(self) -> frozenset[str]:
        return frozenset(YearTotal.objects.values_list("account_id", flat=True).distinct())

    def moved(self, accounts: Collection[str], period: Period) -> tuple[tuple[str, str, int], ...]:
        """Return what came in on accounts in a financial year, by ledger and account: credits less debits.

        As the statement of that year has it: what was restated of other years is theirs.
        """
        of_the_year = YearTotal.objects.filter(year_starting=period.year_starting, about=period.year_starting)
        rows = of_the_year.filter(account__in=accounts).order_by("ledger", "account").values_list("ledger", "account")
        return tuple(rows.annotate(came_in=Added("credit") - Added("debit")))

    @cached_property
    def neighbourhoods(self) -> tuple[str, ...]:
        return tuple(Neighbourhood.objects.order_by("short_code").values_list("code", flat=True))
