"""What suppliers say of a year's payments: how much of them they spent again in the borough. Read docs/spending.md."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from spending.models.bodies import Body
from spending.models.suppliers import Supplier
from stevenage_cwb.common.constraints import both_or_neither, filled, one_of


class ThirdRoundRates(models.Model):
    """An assumption: how much of local pay, and of local suppliers' income, is spent in the borough once more.

    No survey of ours asks for it. Added with its source, never edited; a published survey keeps the one it was
    published with.
    """

    as_at = models.DateField(unique=True, help_text="The day the source speaks of. The newest is used.")
    staff_low_percent = models.PositiveSmallIntegerField()
    staff_percent = models.PositiveSmallIntegerField(help_text="Of pay: what we hold to be likeliest.")
    staff_high_percent = models.PositiveSmallIntegerField()
    suppliers_low_percent = models.PositiveSmallIntegerField()
    suppliers_percent = models.PositiveSmallIntegerField(help_text="Of local suppliers' income, likewise.")
    suppliers_high_percent = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-as_at"]
        verbose_name_plural = "third round rates"
        constraints = [
            filled("source"),
            *(
                models.CheckConstraint(
                    name=f"spending_{whose}_rates_rise_from_low_to_high",
                    condition=Q(**{f"{whose}_low_percent__lte": F(f"{whose}_percent")})
                    & Q(**{f"{whose}_percent__lte": F(f"{whose}_high_percent")})
                    & Q(**{f"{whose}_high_percent__lte": 100}),
                )
                for whose in ("staff", "suppliers")
            ),
        ]

    def __str__(self) -> str:
        return f"Rates as at {self.as_at:%-d %B %Y}"


class Survey(models.Model):
    """A survey of suppliers that one body paid in a financial year. Its place is always the borough.

    Drafted, opened, closed and published, in this order. Whom it went to stays as it was when it was opened.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="surveys", db_index=False)
    year_starting = models.SmallIntegerField()
    closes_on = models.DateField(help_text="The last day for answers.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    # What we did about it.
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        help_text="Nobody, where its last day passed.",
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)
    rates = models.ForeignKey(ThirdRoundRates, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-year_starting", "-pk"]
        permissions = [("run_surveys", "Can survey suppliers, enter their answers and publish what comes out")]
        constraints = [
            both_or_neither("opened_at", "opened_by"),
            both_or_neither("published_at", "published_by"),
            both_or_neither("published_at", "rates"),
            models.CheckConstraint(
                name="spending_survey_is_opened_then_closed_then_published",
                condition=(Q(closed_at=None) | Q(opened_at__isnull=False))
                & (Q(published_at=None) | Q(closed_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["body", "year_starting"],
                condition=Q(published_at__isnull=False),
                name="spending_year_has_one_published_survey",
            ),
        ]

    def __str__(self) -> str:
        return f"Survey of {self.body}’s suppliers, {self.year}"

    @property
    def year(self) -> str:
        """The financial year, as people write it: 2025-26."""
        return f"{self.year_starting}-{(self.year_starting + 1) % 100:02}"

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class SurveyedSupplier(models.Model):
    """A supplier that a survey asks, and what it was paid in that year: the first round, in the words of LM3.

    Its e-mail address is a contact detail: never public, and forgotten some time after the survey closes.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="asked", db_index=False)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", db_index=False)
    contract_pence = models.BigIntegerField(help_text="Analysed payments of the year, credits taken off.")
    is_chosen = models.BooleanField(help_text="An officer chose it; else it is one of the largest by pounds.")
    email = models.EmailField(blank=True)
    link_number = models.PositiveSmallIntegerField(default=1, help_text="Of its link. A new one ends those before.")

    # What we did about it.
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-contract_pence", "pk"]
        constraints = [
            models.CheckConstraint(name="spending_surveyed_supplier_was_paid", condition=Q(contract_pence__gt=0)),
            models.UniqueConstraint(fields=["survey", "supplier"], name="spending_supplier_is_asked_once_in_a_survey"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} in {self.survey}"


class AnsweredIn(models.TextChoices):
    """What the numbers of an answer are."""

    POUNDS = "pounds", "Pounds"
    PERCENT = "percent", "Percentages of what the council paid"


class AnswerBasis(models.TextChoices):
    """How a supplier knows what it says."""

    RECORDS = "records", "From our records"
    ESTIMATE = "estimate", "A best estimate"


class SurveyReplies(models.QuerySet["SurveyReply"]):
    def newest(self) -> Self:
        """One reply of each supplier: the last correction, which is the one that counts."""
        return self.order_by("asked_id", "-pk").distinct("asked_id")


class SurveyReply(models.Model):
    """What a supplier answered, as it was written and in pence. A correction is another row."""

    asked = models.ForeignKey(SurveyedSupplier, on_delete=models.PROTECT, related_name="replies")
    answered_in = models.CharField(max_length=7, choices=AnsweredIn)
    staff_as_written = models.CharField(max_length=40)
    suppliers_as_written = models.CharField(max_length=40)
    basis = models.CharField(max_length=8, choices=AnswerBasis)
    staff_pence = models.BigIntegerField(help_text="Spent on pay of staff who live in the borough.")
    suppliers_pence = models.BigIntegerField(help_text="Spent with suppliers in the borough.")
    replied_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        help_text="Nobody, where the supplier answered by its link.",
    )

    objects = SurveyReplies.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        verbose_name_plural = "survey replies"
        constraints = [
            filled("staff_as_written"),
            filled("suppliers_as_written"),
            one_of("answered_in", AnsweredIn),
            one_of("basis", AnswerBasis),
            models.CheckConstraint(
                name="spending_respend_is_never_negative", condition=Q(staff_pence__gte=0, suppliers_pence__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"Answer of {self.asked}"
