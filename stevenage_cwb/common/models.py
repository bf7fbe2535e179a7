"""What every app shares: the audit history, the outbox of e-mails, and counters of attempts."""

from typing import Self

from django.db import models
from django.db.models import Q

from stevenage_cwb.common.constraints import filled


class AuditEvent(models.Model):
    """One change of one row, written by the database's own triggers (see audit.py). Never edited."""

    at = models.DateTimeField()
    table_name = models.TextField()
    row_key = models.TextField()
    act = models.CharField(max_length=8)
    actor = models.TextField(blank=True, default="", help_text="The officer, where one was signed in.")
    db_user = models.TextField()
    application = models.TextField(blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["table_name", "row_key", "id"], name="audit_by_row"),
            models.Index(fields=["actor", "id"], condition=Q(actor__gt=""), name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key} {self.act}"


class OutboxMessages(models.QuerySet["OutboxMessage"]):
    def given_up(self) -> Self:
        """What could not be delivered. Not what was forgotten: that has no address any more."""
        return self.filter(given_up_at__isnull=False).exclude(to="")


class OutboxMessage(models.Model):
    """An e-mail to be sent once, written in the transaction of what it tells."""

    key = models.CharField(
        max_length=120, unique=True, help_text="about:circumstance:count. The same thing is told once."
    )
    about = models.CharField(max_length=60, help_text="What it is about, such as a pledge's reference.")
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=120, help_text="Made once: a second copy is known by it.")
    created_at = models.DateTimeField()

    # What we did about it.
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=200, blank=True)

    objects = OutboxMessages.as_manager()

    class Meta:
        verbose_name = "e-mail"
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
                name="outbox_due",
            ),
            models.Index(fields=["about"], name="outbox_by_about"),
            models.Index(
                fields=["given_up_at"],
                condition=Q(given_up_at__isnull=False),
                name="outbox_given_up",
            ),
        ]
        constraints = [
            filled("subject"),
            # A line break in a header would let a person write headers of their own.
            models.CheckConstraint(name="common_outbox_subject_is_one_line", condition=~Q(subject__regex=r"[\r\n]")),
            models.CheckConstraint(
                name="common_outbox_waits_or_ended",
                condition=Q(next_attempt_at__isnull=False, sent_at=None, given_up_at=None)
                | Q(next_attempt_at=None, sent_at__isnull=False, given_up_at=None)
                | Q(next_attempt_at=None, sent_at=None, given_up_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Attempt(models.Model):
    """Somebody tried something that is limited. `who` is a keyed digest, kept for a day at most."""

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "who", "at"], name="attempt_lately")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%H:%M:%S}"
