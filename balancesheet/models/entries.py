"""What was entered: entries with their postings, and the totals that the database keeps of them.

The database fills and guards all of this, whoever writes: see migrations 0002 to 0006 before you change a column.
`balancesheet.ledger` is the only writer.
"""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from balancesheet.models.charts import Account, Unit
from balancesheet.models.ledgers import Ledger
from charter.models import Foundation
from stevenage_cwb.common.constraints import filled, one_of


class Event(models.Model):
    """One happening, which entries may count in several units: hours and people, say. Only one may be valued."""

    ref = models.CharField(primary_key=True, max_length=120, help_text="What its source calls it.")
    words = models.CharField(max_length=300)
    primary_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        default_permissions = ("view",)
        constraints = [filled("words")]

    def __str__(self) -> str:
        return self.words


class EntryKind(models.TextChoices):
    OPENING = "opening", "Opening balance"
    MOVEMENT = "movement", "Movement"
    REVERSAL = "reversal", "Reversal"
    RESTATEMENT = "restatement", "Restatement"


class Grade(models.TextChoices):
    """How good the evidence is."""

    DOCUMENT = "A", "A document, kept with its digest"
    REGISTER = "B", "A public register"
    RETURN = "C", "A signed return"
    ESTIMATE = "D", "An estimate"


class Entry(models.Model):
    """What moved amounts in one ledger on one day, and where we know it from. Added, never changed.

    It carries its lines, and the database makes the postings of them in the same statement: there is no entry without
    its postings, and no posting without its entry.
    """

    # No foreign key: the trigger that takes the year's lock finds the ledger with it, and years are never deleted.
    ledger = models.ForeignKey(
        Ledger, on_delete=models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    dated = models.DateField()
    year_starting = models.SmallIntegerField(help_text="Of the day. The database fills it in.")
    source = models.CharField(max_length=60, help_text="Where it comes from: spend, pledge, return.")
    source_ref = models.CharField(
        max_length=200, help_text="What the source calls it. The same one is never posted twice."
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that it says, postings included.")
    lines = models.JSONField(help_text="[unit, debit, credit, amount] of each posting. The database lays them out.")
    kind = models.CharField(max_length=11, choices=EntryKind)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    restates = models.SmallIntegerField(null=True, help_text="The closed financial year that it corrects.")
    why = models.CharField(max_length=300, blank=True, help_text="The reason for a reversal or a restatement.")
    words = models.CharField(max_length=300)
    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="entries", db_index=False)
    grade = models.CharField(max_length=1, choices=Grade)
    # Who answers for it: two people, or nobody where the portal took it from records of its own.
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    checked_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "entries"
        ordering = ["dated", "pk"]
        # What else holds of an entry is asked by one trigger, 0003_entries: PostgreSQL reads each constraint anew for
        # every statement, and five of them took a quarter of the time of posting.
        constraints = [
            one_of("kind", EntryKind),
            one_of("grade", Grade),
            models.UniqueConstraint(fields=["source", "source_ref"], name="balancesheet_source_is_posted_once"),
        ]
        indexes = [
            models.Index(fields=["ledger", "dated", "id"], name="balancesheet_entries_by_day"),
            models.Index(fields=["event"], condition=Q(event__isnull=False), name="balancesheet_entry_of_an_event"),
            models.Index(
                fields=["ledger", "restates"], condition=Q(restates__isnull=False), name="balancesheet_restating"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_ref}"


class Posting(models.Model):
    """An amount from one account to another, in one unit: the only kind of row there is, so nothing can be unbalanced.

    Made by the database of an entry's lines, for looking up by account. Both accounts are held to the unit by the key
    of their totals: see 0020_year_totals.
    """

    pk = models.CompositePrimaryKey("entry_id", "line_no")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="postings", db_constraint=False, db_index=False
    )
    line_no = models.SmallIntegerField(help_text="From 1, in the order of the entry's lines.")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    dated = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    amount = models.BigIntegerField(help_text="In the unit's smallest part. Never zero or less.")

    class Meta:
        default_permissions = ("view",)
        ordering = ["entry", "line_no"]
        constraints = [
            models.CheckConstraint(
                name="balancesheet_posting_moves_something_somewhere",
                condition=Q(amount__gt=0) & ~Q(debit=F("credit")),
            ),
        ]
        indexes = [
            models.Index(fields=["ledger", "debit", "dated", "entry"], name="balancesheet_debits_of"),
            models.Index(fields=["ledger", "credit", "dated", "entry"], name="balancesheet_credits_of"),
        ]


class MonthTotal(models.Model):
    """All debits and all credits of an account in a month. Kept by the database as postings come; see 0005_totals."""

    pk = models.CompositePrimaryKey("ledger_id", "account_id", "month")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField(help_text="Its first day.")
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["ledger", "account", "month"]


class YearTotal(models.Model):
    """All debits and all credits of an account in a financial year, by grade and by the year that they are about.

    Kept by the database as postings come; see 0020_year_totals. What a statement is read from.
    """

    pk = models.CompositePrimaryKey("ledger_id", "account_id", "unit_id", "year_starting", "about", "grade")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # In the key: what is posted in another unit is another row, which the key of account and unit refuses.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    year_starting = models.SmallIntegerField(help_text="Of the entries’ days.")
    about = models.SmallIntegerField(
        help_text="The year that they tell of: theirs, one that they restate, or the one before an opening balance."
    )
    grade = models.CharField(max_length=1, help_text="As their entries have it, which are held to it.")
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()
    debits = models.BigIntegerField(help_text="How many postings.")
    credits = models.BigIntegerField(help_text="How many postings.")

    class Meta:
        default_permissions = ()
        ordering = ["ledger", "account", "unit", "year_starting", "about", "grade"]
