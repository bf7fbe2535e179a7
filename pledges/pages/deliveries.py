"""What a year's pledges came to: the counts that the balance sheet prints beside its lines, and two metrics.

Everything is a sum over `Outturn`, which the database keeps by month: it costs the same at a thousand pledges and at
a million. Only pledges that everybody can see count; one that is taken down leaves its year's figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from pledges.models import Outturn, Unit, What
from pledges.pages.amounts import how_much
from stevenage_cwb.common.years import APRIL

# Whole months after the month it was due in: as long as somebody may still answer.
ANSWERED_WITHIN_MONTHS = 3


@dataclass(frozen=True)
class Amount:
    """What verified reports of one outcome add up to in one unit. Units are never added to each other."""

    outcome: What
    unit: Unit
    hundredths: int

    @property
    def said(self) -> str:
        return how_much(self.hundredths, self.unit)


@dataclass(frozen=True)
class Memorandum:
    """A financial year's pledges of a neighbourhood or of the borough, as they stand published today.

    made: first published in the year.
    kept, partly, not_kept: verified as such, of a day in the year.
    due: due for review in a month of the year that is over: the day by which it was to be done, or a year after it
    was first published where there is none.
    responded: of those due, with a report that nobody took back, checked or not.
    open: of those due and not responded, due within the last three whole months.
    lapsed: of those due and not responded, due before that.
    due = responded + open + lapsed. A pledge that was reported early counts as responded when its month is over.
    """

    made: int
    kept: int
    partly: int
    not_kept: int
    due: int
    responded: int
    open: int
    lapsed: int
    amounts: tuple[Amount, ...]

    @property
    def reviewed(self) -> int:
        """Return how many were verified, whatever became of them. G02 is kept ÷ reviewed; G03, responded ÷ due."""
        return self.kept + self.partly + self.not_kept


def memorandum(*, neighbourhood: str | None, year_starting: int, on: date) -> Memorandum:
    """Return the counts of a financial year as they are known on a day.

    `neighbourhood` is a code; "" are the pledges of no one neighbourhood; None is the whole borough. Costs one query.
    Source: docs/domain.md, "What became of pledges".
    """
    rows = list(months_of(neighbourhood, year_starting))
    due, responded = (past(rows, what, before=first_of_month(on)) for what in (What.DUE, What.ANSWERED))
    lapsing = months_before(first_of_month(on), ANSWERED_WITHIN_MONTHS)
    lapsed = past(rows, What.DUE, before=lapsing) - past(rows, What.ANSWERED, before=lapsing)
    return Memorandum(
        made=pledges(rows, What.MADE),
        kept=pledges(rows, What.KEPT),
        partly=pledges(rows, What.PARTLY),
        not_kept=pledges(rows, What.NOT_KEPT),
        due=due,
        responded=responded,
        open=due - responded - lapsed,
        lapsed=lapsed,
        amounts=tuple(amounts(rows)),
    )


@dataclass(frozen=True)
class Month:
    """The pledges of one month that were counted for one thing, in one unit."""

    month: date
    what: What
    unit: str
    pledges: int
    hundredths: int


def months_of(neighbourhood: str | None, year_starting: int) -> Iterable[Month]:
    year = Outturn.objects.filter(month__gte=date(year_starting, APRIL, 1), month__lt=date(year_starting + 1, APRIL, 1))
    there: QuerySet[Outturn] = year if neighbourhood is None else year.filter(neighbourhood=neighbourhood)
    summed = there.values_list("month", "what", "unit").annotate(Sum("pledges"), Sum("hundredths")).order_by()
    for month, what, unit, count, hundredths in summed:
        yield Month(month, What(what), unit, count, int(hundredths))


def pledges(rows: Iterable[Month], what: What) -> int:
    return sum(row.pledges for row in rows if row.what == what)


def past(rows: Iterable[Month], what: What, *, before: date) -> int:
    return pledges((row for row in rows if row.month < before), what)


def amounts(rows: list[Month]) -> Iterable[Amount]:
    """Yield what was verified as kept or partly kept, unit by unit."""
    for outcome in (What.KEPT, What.PARTLY):
        for unit in Unit:
            hundredths = sum(row.hundredths for row in rows if row.what == outcome and row.unit == unit)
            if hundredths:
                yield Amount(outcome, unit, hundredths)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def months_before(first: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
