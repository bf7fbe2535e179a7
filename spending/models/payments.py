"""Single payments, and the rows of a file that could not be read as one."""

from typing import Self

from django.db import models
from django.db.models import Q

from spending.models.files import SourceFile
from stevenage_cwb.common.constraints import one_of


class PayeeClass(models.TextChoices):
    """What stands where the payee's name should."""

    NAMED = "named", "A name"
    REDACTED = "redacted", "Redacted"
    POOLED = "pooled", "Several payees under one label"
    CODED = "coded", "A number in place of a name"
    BLANK = "blank", "Nothing"


class DateKind(models.TextChoices):
    """What the title over the dates says that they are."""

    PAYMENT = "payment", "The day of payment"
    TRANSACTION = "transaction", "The day of the transaction"
    LEDGER = "ledger", "The day of the entry in the ledger"
    INVOICE = "invoice", "The day of the invoice"
    UNSTATED = "unstated", "Not stated"


class AmountBasis(models.TextChoices):
    """Whether the amounts hold value added tax."""

    NET = "net", "Without VAT"
    GROSS = "gross", "With VAT"
    UNSTATED = "unstated", "Not stated"


class Payments(models.QuerySet["Payment"]):
    def counted(self) -> Self:
        """The payments that are in the sums: those of files that nobody has undone."""
        return self.filter(file__undone_at=None)

    def published(self) -> Self:
        """The payments that the public may see: an officer has accepted what we say about their file."""
        return self.counted().filter(file__note__accepted_at__isnull=False)


class Payment(models.Model):
    """One line of a file, as it was read and as it was written. Added, never edited or deleted."""

    # No index of its own: the file and the record number have one. The database does not look the file up for
    # each row either, which would take a fifth of an import: a payment without a file is in no sum and on no page.
    file = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="payments", db_index=False, db_constraint=False
    )
    record_no = models.PositiveIntegerField(help_text="Counted from 1 over the records of the file.")
    pay_date = models.DateField(null=True)
    date_kind = models.CharField(max_length=11, choices=DateKind)
    ref = models.TextField()
    payee_raw = models.TextField(help_text="As it was written. A redacted payee is never attributed to a place.")
    payee_class = models.CharField(max_length=8, choices=PayeeClass)
    amount_pence = models.BigIntegerField()
    amount_basis = models.CharField(max_length=8, choices=AmountBasis)
    irrecoverable_vat_pence = models.BigIntegerField(null=True)
    department = models.TextField()
    purpose = models.TextField()
    category = models.TextField()
    supplier_ref = models.TextField()
    company_no = models.TextField()
    charity_no = models.TextField()
    capital_revenue = models.TextField()
    is_card = models.BooleanField(null=True)
    raw = models.JSONField(help_text="Every cell of the record, in the file's own order.")

    objects = Payments.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            one_of("payee_class", PayeeClass),
            one_of("date_kind", DateKind),
            one_of("amount_basis", AmountBasis),
            models.UniqueConstraint(fields=["file", "record_no"], name="spending_payment_has_its_own_record"),
        ]

    def __str__(self) -> str:
        return f"{self.payee_raw}, record {self.record_no}"


class QuarantinedRow(models.Model):
    """A record that could not be read. It is in no sum, and nothing in it was guessed."""

    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="quarantined_rows", db_index=False)
    record_no = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    column = models.TextField(help_text="The title of the column that could not be read; empty: the whole record.")
    text = models.TextField(help_text="What stood there.")
    raw = models.JSONField()

    class Meta:
        default_permissions = ("view",)
        ordering = ["record_no"]
        constraints = [
            models.CheckConstraint(name="spending_quarantine_says_why", condition=~Q(kind="")),
            models.UniqueConstraint(fields=["file", "record_no"], name="spending_quarantine_has_its_own_record"),
        ]

    def __str__(self) -> str:
        return f"record {self.record_no}: {self.kind}"
