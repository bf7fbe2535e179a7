"""The times that figures are of: a month, a quarter, a half or a whole of a financial year."""

from datetime import date
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Q

from stevenage_cwb.common.years import APRIL, months_after, year_name, year_of

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Span(models.TextChoices):
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    HALF = "half", "Half year"
    YEAR = "year", "Financial year"


def begins_where_its_span_does() -> models.CheckConstraint:
    """Return the rule that `starts_on` is the first day of a `span` of a financial year."""
    first_months: dict[str, list[int]] = {
        Span.MONTH: list(range(1, 13)),
        Span.QUARTER: [1, 4, 7, 10],
        Span.HALF: [4, 10],
        Span.YEAR: [4],
    }
    condition = Q()
    for span, months in first_months.items():
        condition |= Q(span=span, starts_on__month__in=months)
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_begins_where_its_span_does", condition=Q(starts_on__day=1) & condition
    )


class Period(NamedTuple):
    """A span of a financial year. A figure at a date is of the span that ends on it."""

    span: str
    starts_on: date

    @classmethod
    def of(cls, span: str, *, on: date) -> Self:
        """Return the span that a day lies in."""
        since_april = (on.month - APRIL) % 12
        return cls(span, months_after(date(year_of(on), APRIL, 1), since_april // MONTHS[span] * MONTHS[span]))

    @classmethod
    def year(cls, year_starting: int) -> Self:
        return cls(Span.YEAR, date(year_starting, APRIL, 1))

    @property
    def ends_before(self) -> date:
        """The first day that is not of it any more."""
        return months_after(self.starts_on, MONTHS[self.span])

    @property
    def before(self) -> "Period":
        return Period(self.span, months_after(self.starts_on, -MONTHS[self.span]))

    @property
    def year_before(self) -> "Period":
        return Period(self.span, months_after(self.starts_on, -12))

    @property
    def year_starting(self) -> int:
        return year_of(self.starts_on)

    @property
    def code(self) -> str:
        """Return it as data and addresses write it: 2025-26, 2025-26-H1, 2025-26-Q3, 2025-26-M04."""
        part = ((self.starts_on.month - APRIL) % 12) // MONTHS[self.span] + 1
        year = year_name(self.year_starting)
        of_year = {"year": "", "half": f"-H{part}", "quarter": f"-Q{part}", "month": f"-M{self.starts_on.month:02}"}
        return year + of_year[self.span]
