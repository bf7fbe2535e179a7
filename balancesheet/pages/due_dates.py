"""When a year's accounts and balance sheets are due: from the table, and by the base rule after it."""

from dataclasses import dataclass
from datetime import date, timedelta

from balancesheet.models import DueDate
from stevenage_cwb.common.years import working_day_after

# Accounts and Audit Regulations 2015, regulation 14.
INSPECTION_DAYS = 30
# The dates of regulation 9A end with 2027-28.
FIRST_BASE_YEAR = 2028
BASE_SOURCE = "Accounts and Audit Regulations 2015, regulations 10 and 15"
BASE_NOTE = "The base rule: inspection includes the first 10 working days of June, the audit is due by 31 July"


@dataclass(frozen=True)
class Due:
    """The days by which a year's draft and audited accounts have to be out, and who says so."""

    year_starting: int
    draft_due: date
    draft_source: str
    audited_due: date
    audited_source: str
    note: str = ""

    @property
    def inspection_first(self) -> date:
        """Return the first day on which anybody may inspect the accounts: the draft is out the day before."""
        return working_day_after(self.draft_due + timedelta(days=1), 1)

    @property
    def inspection_last(self) -> date:
        """Return the last of the 30 working days. Source: regulation 14."""
        return working_day_after(self.draft_due + timedelta(days=1), INSPECTION_DAYS)


def due(year_starting: int) -> Due | None:
    """Return when a year's accounts are due; None for a year from before the table. One query."""
    row = DueDate.objects.filter(year_starting=year_starting).order_by("-pk").first()
    if row is None:
        return base_rule(year_starting) if year_starting >= FIRST_BASE_YEAR else None
    return Due(
        year_starting=year_starting,
        draft_due=row.draft_due,
        draft_source=row.draft_source,
        audited_due=row.audited_due,
        audited_source=row.audited_source,
        note=row.note,
    )


def base_rule(year_starting: int) -> Due:
    return Due(
        year_starting=year_starting,
        draft_due=date(year_starting + 1, 5, 31),
        draft_source=BASE_SOURCE,
        audited_due=date(year_starting + 1, 7, 31),
        audited_source=BASE_SOURCE,
        note=BASE_NOTE,
    )
