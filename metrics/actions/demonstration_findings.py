"""Findings and verdicts for the demonstration: on figures of the last whole year, one of them still waiting."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from assurance import actions
from assurance.models import Meeting, Outcome
from metrics.models import Period
from metrics.pages.assured import subject_of
from metrics.pages.observed import newest
from stevenage_cwb.common.years import day_of, year_of

SUBMITTED_BEFORE, HELD_BEFORE = timedelta(days=40), timedelta(days=20)
# A metric, what is found, the verdict, and the caveat. Without a verdict it waits.
FINDINGS = (
    ("P01", "The share of our spend that stays is as shown (made up).", Outcome.WITH_CAVEAT, "Part has no place."),
    ("G01", "So many pledges were made (made up).", Outcome.VALIDATED, ""),
    ("C08", "Neighbours gave so many hours (made up).", None, ""),
)


def load_findings(*, submitter: User, recorder: User, at: datetime) -> int:
    """Put figures to the CWB Group as they are now, and record what it decided. Return how many."""
    year = Period.year(year_of(day_of(at)) - 1)
    points = {point.code: point for point in newest(since=year.starts_on) if point.period == year and point.digest}
    meeting = Meeting.objects.create(
        held_on=day_of(at - HELD_BEFORE),
        members="A Leader (made up), chair\nB Councillor (made up), member\nC Specialist (made up), invited",
        interests="None.",
        recorded_by=recorder,
        recorded_at=at - HELD_BEFORE,
    )
    found = [each for each in FINDINGS if each[0] in points]
    for code, text, verdict, caveat in found:
        finding = actions.submit(
            subject=subject_of(code, year),
            text=text,
            digest=points[code].digest,
            by=submitter,
            at=at - SUBMITTED_BEFORE,
        )
        if verdict:
            actions.record(
                finding=finding, meeting=meeting, verdict=verdict, caveat=caveat, by=recorder, at=at - HELD_BEFORE
            )
    return len(found)
