"""Where the numbers of each computed metric come from: the only part that reads the other apps for them.

A feed returns what there is to say of one period. It reads the totals that the apps keep, never the rows under them:
each is proved equal to its rows (`check_spending`, `check_ledger`, the tests of tallies), so figures cost the same at
any volume.
"""

from collections.abc import Callable, Iterable

from metrics.figures.assured import findings_validated, published_when_due
from metrics.figures.inputs import Input
from metrics.figures.ledger import came_in, of_what_came_in
from metrics.figures.pledges import days_to_decide, pledges_kept, pledges_made, reviews_answered
from metrics.figures.records import Records
from metrics.figures.spending import p01, p02, p03, p04, p05, p10, p11, p12
from metrics.models import Period

Feed = Callable[[Records, Period], Iterable[Input]]
HOURS_GIVEN = {"4200", "4210", "4220"}
FEEDS: dict[str, Feed] = {
    "P01": p01,
    "P02": p02,
    "P03": p03,
    "P04": p04,
    "P05": p05,
    "P10": p10,
    "P11": p11,
    "P12": p12,
    "C06": came_in({"4020"}),
    "C07": of_what_came_in({"4015"}, {"4010", "4015"}),
    "C08": came_in(HOURS_GIVEN),
    "C09": of_what_came_in({"4030"}, {"4010", "4015", "4020"}),
    "G01": pledges_made,
    "G02": pledges_kept,
    "G03": reviews_answered,
    "G04": days_to_decide,
    "G05": findings_validated,
    "G06": published_when_due,
}

__all__ = ["FEEDS", "Feed", "Input", "Records"]
