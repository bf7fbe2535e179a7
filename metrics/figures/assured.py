"""What metrics say of the CWB Group's work, and of balance sheets that were out when they were due."""

from collections.abc import Iterator

from django.urls import reverse

import assurance.pages
from balancesheet.pages.due_dates import due
from balancesheet.pages.frozen import published_on_time
from metrics.figures.inputs import Input, not_available
from metrics.figures.records import Records
from metrics.models import Period
from stevenage_cwb.common.years import year_name


def findings_validated(records: Records, period: Period) -> Iterator[Input]:
    """Findings submitted in a year that the Group validated, with a caveat or without, of all that were submitted."""
    submitted = assurance.pages.submitted_in(period.year_starting)
    if not submitted:
        yield not_available("No finding was put to the CWB Group")
        return
    rows = f"{reverse('assurance:findings')}?year={year_name(period.year_starting)}"
    yield Input(
        numerator=sum(map(assurance.pages.was_validated, submitted)),
        denominator=len(submitted),
        base=len(submitted),
        rows=f"{rows}&verdict=validated",
        whole_rows=rows,
    )


def published_when_due(records: Records, period: Period) -> Iterator[Input]:
    """Neighbourhoods' balance sheets of a year that were frozen by the day they were due, of all that were due.

    Before that day nobody can say: the year they are of is over three months before it.
    """
    day = due(period.year_starting)
    on_time, all_due = published_on_time(period.year_starting)
    if day is None or not all_due or records.today <= day.draft_due:
        yield not_available("None is due yet" if day and all_due else "None was due")
        return
    page = reverse("balancesheet:index")
    yield Input(numerator=on_time, denominator=all_due, base=all_due, rows=page, whole_rows=page)
