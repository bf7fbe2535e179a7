"""The nouns of assurance: findings, the CWB Group's meetings, and its verdicts. Kept as they were written.

The Group is a body: it validates at a meeting, item by item, and an officer records it. Report to the Executive,
March 2020: the CWB Group validates the findings of impact work. It changes no figure.
"""

import re

from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from stevenage_cwb.common.constraints import filled, one_of

DIGEST = re.compile(r"[0-9a-f]{64}")


class Finding(models.Model):
    """Something that the Group is asked to validate: a figure, or a statement, as it was on that day."""

    subject = models.CharField(
        max_length=120, help_text="What it is about: metrics:P01:2025-26 for a figure, or a few words for a statement."
    )
    text = models.TextField(help_text="What is found, in full sentences, with its limits. Everybody can read it.")
    digest = models.CharField(
        max_length=64,
        blank=True,
        validators=[RegexValidator(f"^{DIGEST.pattern}$", "A digest is 64 figures and letters from a to f.")],
        help_text="The digest of the figure, or of the text: later changes are not looked at. None: the text's.",
    )
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-pk"]
        constraints = [
            filled("subject"),
            filled("text"),
            models.CheckConstraint(
                name="assurance_a_finding_is_pinned", condition=Q(digest__regex=f"^{DIGEST.pattern}$")
            ),
            models.UniqueConstraint(
                fields=["subject", "digest"],
                name="assurance_a_finding_is_submitted_once",
                violation_error_message="This was submitted already, and has not changed since.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Meeting(models.Model):
    """A meeting of the CWB Group. Names and roles are copied: they stay true when people move on."""

    held_on = models.DateField(unique=True)
    members = models.TextField("members present", help_text="One a line: name, role.")
    interests = models.TextField("interests declared", help_text="Who, of what, and whether they left. None: “None”.")
    minutes_address = models.URLField("address of the minutes", blank=True, max_length=500)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["-held_on"]
        constraints = [filled("members"), filled("interests")]

    def __str__(self) -> str:
        return f"CWB Group, {self.held_on:%-d %B %Y}"

    @property
    def present(self) -> int:
        return sum(bool(line.strip()) for line in self.members.splitlines())


class Outcome(models.TextChoices):
    VALIDATED = "validated", "Validated"
    WITH_CAVEAT = "validated_with_caveat", "Validated with a caveat"
    NOT_VALIDATED = "not_validated", "Not validated"
    COULD_NOT_CHECK = "could_not_check", "Could not be checked"


GOOD = [Outcome.VALIDATED, Outcome.WITH_CAVEAT]


class Verdict(models.Model):
    """What the Group decided on one finding at one meeting. The newest counts."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="verdicts")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=21, choices=Outcome)
    caveat = models.TextField(blank=True, help_text="What to know of it, or why it was not validated.")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-pk"]
        constraints = [
            one_of("verdict", Outcome),
            models.CheckConstraint(
                name="assurance_all_but_validated_says_why",
                condition=Q(verdict=Outcome.VALIDATED, caveat="") | ~Q(verdict=Outcome.VALIDATED) & ~Q(caveat=""),
                violation_error_message="Write the caveat or the reason. A finding that is validated has none.",
            ),
            models.UniqueConstraint(
                fields=["finding", "meeting"],
                name="assurance_a_meeting_decides_once",
                violation_error_message="This meeting has decided on this finding already.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
