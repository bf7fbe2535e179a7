"""What changes assurance: a finding is submitted, the Group's verdict on it is recorded."""

import hashlib
from datetime import datetime

from django.contrib.auth.models import User

from assurance.models import Finding, Meeting, Verdict


class OwnFinding(Exception):
    """Whoever submitted a finding does not record the verdict on it."""


def submit(*, subject: str, text: str, digest: str = "", by: User, at: datetime) -> Finding:
    """Ask the Group to validate a figure as its digest pins it; a statement, which has none, is pinned by its text."""
    return Finding.objects.create(
        subject=subject, text=text, digest=digest or digest_of(text), submitted_by=by, submitted_at=at
    )


def digest_of(text: str) -> str:
    """Return SHA-256 of a statement."""
    return hashlib.sha256(text.encode()).hexdigest()


def record(*, finding: Finding, meeting: Meeting, verdict: str, caveat: str = "", by: User, at: datetime) -> Verdict:
    """Record what the Group decided. Raises OwnFinding; the database refuses it too."""
    if finding.submitted_by_id == by.pk:
        raise OwnFinding
    return Verdict.objects.create(
        finding=finding, meeting=meeting, verdict=verdict, caveat=caveat, recorded_by=by, recorded_at=at
    )
