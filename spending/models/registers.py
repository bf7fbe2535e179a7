"""What public registers say, loaded whole: names are told apart only by all that could bear them."""

from django.contrib.auth.models import User
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from spending.models.suppliers import SizeProxy, SupplierKind
from stevenage_cwb.common.constraints import ends_after_it_begins, filled, one_of


class ReferenceKind(models.TextChoices):
    """The files that tell who suppliers are and where."""

    SUPPLIERS = "suppliers", "The council's supplier records"
    CONTRACTS = "contracts", "Contracts register"
    COMPANIES = "companies", "Companies House (bulk data)"
    CHARITIES = "charities", "Charity Commission (register extract)"
    AWARDS = "awards", "Find a Tender or Contracts Finder (OCDS)"
    POSTCODES = "postcodes", "ONS Postcode Directory"


class ReferenceFile(models.Model):
    """A file about suppliers or places that was taken in. The same bytes again change nothing."""

    kind = models.CharField(max_length=9, choices=ReferenceKind)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it came.")
    as_at = models.DateField(help_text="The day the file speaks of.")
    rows_taken = models.IntegerField()
    rows_refused = models.IntegerField()
    changes = models.JSONField(default=dict, help_text="How many of what were added, moved or closed.")
    faults = models.JSONField(default=list, help_text="The first hundred rows and cells that were not taken, in words.")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        help_text="Nobody, where it was imported on the command line.",
    )

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            filled("name"),
            one_of("kind", ReferenceKind),
            models.UniqueConstraint(fields=["kind", "digest"], name="spending_reference_file_is_taken_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterEntry(models.Model):
    """An organisation as a register has it. It becomes a supplier when it is paid."""

    scheme = models.CharField(max_length=10, help_text="GB-COH, GB-CHC.")
    number = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=SupplierKind)
    size = models.CharField(max_length=12, choices=SizeProxy, default=SizeProxy.UNKNOWN)
    postcode = models.CharField(max_length=8, blank=True)
    alive_from = models.DateField(null=True)
    alive_to = models.DateField(null=True)
    company_no = models.CharField(max_length=8, blank=True, help_text="Of a charity that is a company too.")
    as_at = models.DateField(help_text="The register's date.")

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "register entries"
        constraints = [
            one_of("kind", SupplierKind),
            one_of("size", SizeProxy),
            models.UniqueConstraint(fields=["scheme", "number"], name="spending_register_number_is_used_once"),
        ]
        indexes = [
            models.Index(
                fields=["company_no"], condition=~models.Q(company_no=""), name="spending_charity_and_company"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterName(models.Model):
    """A name of a register entry, by its key, with the days it was used."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="names")
    key = models.CharField(max_length=200)
    used_from = models.DateField(null=True)
    used_to = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [ends_after_it_begins("used_from", "used_to")]
        indexes = [
            models.Index(fields=["key"], name="spending_register_name_key"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="spending_register_likeness"),
        ]

    def __str__(self) -> str:
        return self.key
