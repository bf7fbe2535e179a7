"""How the measures of each foundation stand, for the wheel: counted from the figures that the overview shows."""

from collections import defaultdict
from datetime import date

from django.urls import reverse

from charter.pages import Counted
from metrics.measures import Standing
from metrics.models import Definition, Metric, Period, Status
from metrics.pages.dashboard.look import Look, looked_at
from metrics.pages.dashboard.standing import standing
from metrics.pages.observed import newest
from metrics.pages.targets import in_force, targets
from stevenage_cwb.common.years import year_of

GOOD = {Standing.MET, Standing.ON_TRACK}


def counted(*, on: date) -> dict[str, Counted]:
    """Return the counts by foundation: of the whole borough, in the year that the overview opens with. on: today."""
    period = Period.year(looked_at(Look(), this_year=year_of(on)).year_starting)
    points = {point.code: point for point in newest(since=period.starts_on) if point.period == period}
    aims = in_force(targets())
    owners = dict(Metric.objects.exclude(status=Status.RETIRED).values_list("code", "foundation"))
    stand: dict[str, list[Standing]] = defaultdict(list)
    for meant in Definition.objects.of_year(period.year_starting):
        if foundation := owners.get(meant.metric_id):
            aim = aims.get((meant.metric_id, period, ""))
            stand[foundation].append(standing(points.get(meant.metric_id), aim, meant, on=on))
    return {foundation: _counted(found, foundation) for foundation, found in stand.items()}


def _counted(found: list[Standing], foundation: str) -> Counted:
    return Counted(
        measures=len(found),
        good=sum(each in GOOD for each in found),
        behind=found.count(Standing.BEHIND),
        gaps=found.count(Standing.NO_DATA),
        address=reverse("metrics:overview") + Look(foundation=foundation).query(),
    )
