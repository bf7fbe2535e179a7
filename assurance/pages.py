"""What is said of findings: how a figure stands with the CWB Group, and the list that everybody can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from urllib.parse import quote, urlencode

from django.db.models import Prefetch, QuerySet

from assurance.models import GOOD, Finding, Outcome, Verdict
from stevenage_cwb.common.years import APRIL, UNITED_KINGDOM, day_of, year_name, year_of


class State(StrEnum):
    """The words are what a page says. Validated is the Group's word alone: said, evidenced and verified are others'."""

    NOT_SUBMITTED = "Not yet put to the CWB Group"
    AWAITS = "Awaits a verdict of the CWB Group"
    VALIDATED = "Validated by the CWB Group"
    WITH_CAVEAT = "Validated by the CWB Group, with a caveat"
    NOT_VALIDATED = "Not validated by the CWB Group"
    COULD_NOT_CHECK = "The CWB Group could not check it"
    CHANGED = "Changed since it was put to the CWB Group"


STATES = {
    Outcome.VALIDATED: State.VALIDATED,
    Outcome.WITH_CAVEAT: State.WITH_CAVEAT,
    Outcome.NOT_VALIDATED: State.NOT_VALIDATED,
    Outcome.COULD_NOT_CHECK: State.COULD_NOT_CHECK,
}


@dataclass(frozen=True)
class Standing:
    """How a subject stands with the Group. held_on: when it decided, None where it has not.

    members: how many were present. interests: what they declared. minutes: an address, or nothing.
    """

    state: State
    caveat: str = ""
    held_on: date | None = None
    members: int = 0
    interests: str = ""
    minutes: str = ""


@dataclass(frozen=True)
class Listed:
    """A finding as everybody can read it. address: of the figure that it is on, or nothing for a statement."""

    number: int
    title: str
    address: str
    text: str
    submitted_on: date
    standing: Standing


@dataclass(frozen=True)
class Findings:
    """The findings of a financial year. years: those with any, the newest first. is_good: only what was validated."""

    year: str
    years: tuple[str, ...]
    is_good: bool
    listed: tuple[Listed, ...]


def verdict_on(subject: str, digest: str) -> Standing:
    """Return how a subject stands, as it is now. Of many, ask `verdicts_on` once. Two queries."""
    return verdicts_on({subject: digest})[subject]


def verdicts_on(digests: Mapping[str, str]) -> dict[str, Standing]:
    """Return how subjects stand, by the digest that each has now. Two queries, however many."""
    found: dict[str, list[Finding]] = {}
    for finding in with_verdicts().filter(subject__in=digests):
        found.setdefault(finding.subject, []).append(finding)
    return {subject: _now(found.get(subject, []), digest) for subject, digest in digests.items()}


def waiting() -> int:
    """Return how many findings have no verdict yet. One query."""
    return Finding.objects.filter(verdicts=None).count()


def subjects_of(app: str) -> set[str]:
    """Return the subjects of an app on which there are findings. One query."""
    return set(Finding.objects.filter(subject__startswith=f"{app}:").values_list("subject", flat=True).distinct())


def findings(*, year_starting: int | None, is_good: bool) -> Findings:
    """Return the findings submitted in a financial year, the newest first; of the latest where none is named.

    Three queries.
    """
    days = Finding.objects.order_by("-submitted_at").values_list("submitted_at", flat=True)
    years = list(dict.fromkeys(year_of(day_of(at)) for at in days))
    year = year_starting if year_starting is not None else next(iter(years), None)
    rows = [] if year is None else submitted_in(year)
    return Findings(
        year=year_name(year) if year is not None else "",
        years=tuple(map(year_name, years)),
        is_good=is_good,
        listed=tuple(map(_listed, rows if not is_good else filter(was_validated, rows))),
    )


def submitted_in(year_starting: int) -> list[Finding]:
    """Return the findings submitted from 1 April to 31 March, by days of the United Kingdom. Two queries."""
    since, before = (
        datetime.combine(date(year, APRIL, 1), time.min, UNITED_KINGDOM) for year in (year_starting, year_starting + 1)
    )
    return list(with_verdicts().filter(submitted_at__gte=since, submitted_at__lt=before))


def was_validated(finding: Finding) -> bool:
    """Return whether the newest verdict validates it, with a caveat or without."""
    newest = next(iter(finding.verdicts.all()), None)
    return newest is not None and newest.verdict in GOOD


def with_verdicts() -> QuerySet[Finding]:
    newest = Verdict.objects.select_related("meeting").order_by("-pk")
    return Finding.objects.prefetch_related(Prefetch("verdicts", newest)).order_by("-pk")


def standing(finding: Finding) -> Standing:
    newest = next(iter(finding.verdicts.all()), None)
    if newest is None:
        return Standing(State.AWAITS)
    meeting = newest.meeting
    return Standing(
        STATES[Outcome(newest.verdict)],
        caveat=newest.caveat,
        held_on=meeting.held_on,
        members=meeting.present,
        interests=meeting.interests,
        minutes=meeting.minutes_address,
    )


def _now(submitted: Sequence[Finding], digest: str) -> Standing:
    """Return how what is there now stands; what was put to the Group otherwise has changed since."""
    if not submitted:
        return Standing(State.NOT_SUBMITTED)
    same = next((each for each in submitted if each.digest == digest), None)
    return standing(same) if same else replace(standing(submitted[0]), state=State.CHANGED)


def _listed(finding: Finding) -> Listed:
    title, address = named(finding.subject)
    return Listed(finding.pk, title, address, finding.text, day_of(finding.submitted_at), standing(finding))


def named(subject: str) -> tuple[str, str]:
    """Return what a subject is called, and its address: metrics:P01:2025-26 is Figure P01, 2025-26."""
    app, _, rest = subject.partition(":")
    if app != "metrics":
        return subject, ""
    code, year, place, *_ = [*rest.split(":"), "", ""]
    asked = {name: value for name, value in (("year", year), ("neighbourhood", place)) if value}
    return f"Figure {', '.join(filter(None, (code, year, place)))}", f"/metrics/{quote(code)}/?{urlencode(asked)}"
