"""What the page of a metric says besides its figures, as data: what it means, its targets, notes and revisions."""

from collections.abc import Iterable

from metrics.models import Definition, ExternalSeries
from metrics.pages.dashboard.history import Revision
from metrics.pages.dashboard.metric import MetricPage
from metrics.pages.targets import Aim, From

SAID_OF_A_VERSION = (
    "version",
    "first_year",
    "name",
    "question",
    "definition",
    "why",
    "would_change",
    "numerator",
    "denominator",
    "unit",
    "kind",
    "shown",
    "polarity",
    "cumulation",
    "aggregation",
    "span",
    "source",
    "limits",
    "breakdowns",
    "least_people",
    "margin_percent",
    "comparability",
    "changed",
)


def told(page: MetricPage) -> dict[str, object]:
    return {
        "metric": page.metric.code,
        "foundation": page.metric.foundation_id,
        "status": page.metric.status,
        "owner": page.metric.owner,
        "reviewer": page.metric.reviewer,
        "year": page.year,
        "answer": str(page.sentence),
        "bounds": str(page.bounds or ""),
        "standing": page.standing.value,
        "definitions": [_version(each) for each in page.versions],
        "targets": [_target(each) for _, each in page.aims],
        "baseline": page.baseline and _baseline(page.baseline),
        "annotations": list(page.annotations),
        "revisions": [_revision(each) for each in page.revisions],
        "elsewhere": list(_elsewhere(page.elsewhere)),
    }


def _version(each: Definition) -> dict[str, object]:
    return {name: getattr(each, name) for name in SAID_OF_A_VERSION}


def _target(aim: Aim) -> dict[str, object]:
    return {
        "period": aim.period.code,
        "neighbourhood": aim.neighbourhood,
        "said": aim.said,
        "why": aim.why,
        "set_on": aim.set_on,
        "was_late": aim.was_late,
        "replaced_on": aim.replaced_on,
    }


def _baseline(found: From) -> dict[str, object]:
    return {"period": found.period.code, "basis": found.basis.value, "said": found.figure.said, "why": found.why}


def _revision(each: Revision) -> dict[str, object]:
    return {"period": each.new.period.code, "old": each.old.figure.said, "new": each.new.figure.said, "on": each.on}


def _elsewhere(found: Iterable[ExternalSeries]) -> Iterable[dict[str, object]]:
    for series in found:
        yield {
            "place": series.place,
            "measure": series.measure,
            "source": series.source,
            "source_address": series.source_address,
            "caution": series.caution,
            "points": [{"period": point.period, "said": point.said} for point in series.points.all()],
        }
