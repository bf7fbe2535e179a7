"""What people ask about a line of a statement, and the officers' answers, which stay with the line for ever."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q

from balancesheet.models.charts import Account
from balancesheet.models.entries import Entry
from balancesheet.models.ledgers import Ledger
from stevenage_cwb.common.constraints import both_or_neither, filled

WORDS_MAX, ANSWER_MAX = 1000, 2000


class Questions(models.QuerySet["Question"]):
    def with_answered(self) -> Self:
        return self.annotate(is_answered=Exists(Answer.objects.filter(question=OuterRef("pk"))))

    def waiting(self) -> Self:
        """What nobody has answered or refused yet."""
        return self.with_answered().filter(is_answered=False, refused_at=None)

    def public(self) -> Self:
        """What stands beside the statement: published or answered, and not refused."""
        return self.with_answered().filter(Q(is_answered=True) | Q(published_at__isnull=False), refused_at=None)


class Question(models.Model):
    """A question about a line, or about a whole statement. Its words are public once an officer has let them be."""

    ledger = models.ForeignKey(
        Ledger, on_delete=models.PROTECT, null=True, related_name="questions", db_index=False, help_text="None: all."
    )
    year_starting = models.SmallIntegerField()
    account = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Whose line it is about. None: the whole statement.",
    )
    words = models.CharField(max_length=WORDS_MAX)
    email = models.EmailField(blank=True, help_text="For the answer. Never public, and taken out with the answer.")
    form_token = models.UUIDField(unique=True, help_text="A form that is sent twice asks once.")
    asked_at = models.DateTimeField()

    # What we did about it. Answers are rows of their own.
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=300, blank=True)

    objects = Questions.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [("answer_question", "Can publish, answer and refuse questions about lines")]
        ordering = ["-pk"]
        constraints = [
            both_or_neither("published_at", "published_by"),
            # Of a refused question the words may have to go, and the reason stays.
            models.CheckConstraint(
                name="balancesheet_question_asks_something", condition=~Q(words="") | Q(refused_at__isnull=False)
            ),
            models.CheckConstraint(
                name="balancesheet_question_is_refused_for_a_reason",
                condition=Q(refused_at=None, refused_by=None, refused_why="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_why="")),
            ),
        ]
        indexes = [models.Index(fields=["year_starting", "ledger", "id"], name="balancesheet_questions_on")]

    def __str__(self) -> str:
        return f"Question {self.pk}"


class Answer(models.Model):
    """An officer's answer. A later one may say what has changed since. Added, never changed."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    words = models.CharField(max_length=ANSWER_MAX)
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="What was corrected because of the question.",
    )
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [filled("words")]
