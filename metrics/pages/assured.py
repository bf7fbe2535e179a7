"""How figures stand with the CWB Group: each is pinned by the digest of all that went into it."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

import assurance.pages
from assurance.pages import Standing, State
from metrics.models import Observation, Period, Span
from metrics.pages.observed import Point

METRICS = "metrics"


def subject_of(code: str, period: Period, neighbourhood: str = "") -> str:
    """Return what a finding on a figure is about: metrics:P01:2025-26, metrics:G01:2025-26:bedwell."""
    return ":".join(filter(None, (METRICS, code, period.code, neighbourhood)))


def verdict_of(point: Point) -> Standing:
    """Return how a figure stands. Two queries."""
    return assurance.pages.verdict_on(subject_of(point.code, point.period, point.neighbourhood), point.digest)


def submitting(point: Point) -> str:
    """Return the address of the desk where a figure is put to the Group, as it is now."""
    asked = {"subject": subject_of(point.code, point.period, point.neighbourhood), "digest": point.digest}
    return f"{reverse('admin:assurance_finding_add')}?{urlencode(asked)}"


def changed_since() -> int:
    """Return how many figures of whole years are others now than when they were put to the Group. Four queries."""
    subjects = assurance.pages.subjects_of(METRICS)
    digests = {subject: digest for subject, digest in _now(subjects) if subject in subjects}
    return sum(each.state == State.CHANGED for each in assurance.pages.verdicts_on(digests).values())


def _now(subjects: Iterable[str]) -> list[tuple[str, str]]:
    codes = {subject.split(":")[1] for subject in subjects}
    rows = Observation.objects.filter(span=Span.YEAR, dimension="", definition__metric__in=codes)
    return [
        (subject_of(row.definition.metric_id, row.period, row.neighbourhood_id or ""), row.inputs_digest)
        for row in rows.newest().select_related("definition")
    ]
