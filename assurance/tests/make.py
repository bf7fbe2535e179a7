"""Rows for tests. A test names only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from assurance import actions
from assurance.models import Finding, Meeting, Outcome, Verdict

MONDAY = datetime(2026, 6, 22, 9, 0, tzinfo=UTC)
DIGEST, ANOTHER = "a" * 64, "b" * 64


def make_officer(username: str, *, group: str = "") -> User:
    officer = User.objects.create_user(username=username, password="a long password", is_staff=True)
    officer.groups.add(*Group.objects.filter(name=group))
    return officer


def anybody(username: str) -> User:
    return User.objects.filter(username=username).first() or make_officer(username)


def make_finding(subject: str = "metrics:P01:2025-26", *, digest: str = DIGEST, **fields: Any) -> Finding:
    said = {"text": "A quarter of our spend stays.", "by": anybody("steward"), "at": MONDAY, **fields}
    return actions.submit(subject=subject, digest=digest, **said)


def make_meeting(held_on: date = date(2026, 6, 24), **fields: Any) -> Meeting:
    said = {
        "members": "Cllr A, Leader (chair)\nCllr B, member\n\nC D, specialist",
        "interests": "None.",
        "recorded_by": anybody("clerk"),
        "recorded_at": MONDAY,
        **fields,
    }
    return Meeting.objects.create(held_on=held_on, **said)


def make_verdict(
    finding: Finding, verdict: str = Outcome.VALIDATED, *, meeting: Meeting | None = None, **fields: Any
) -> Verdict:
    held = meeting or Meeting.objects.first() or make_meeting()
    said = {"caveat": "", "by": anybody("clerk"), "at": MONDAY, **fields}
    return actions.record(finding=finding, meeting=held, verdict=verdict, **said)
