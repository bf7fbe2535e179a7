"""Who is paid: organisations with their numbers, names and sites, each with where we know it from and since when."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from stevenage_cwb.common.constraints import ends_after_it_begins, filled, one_of


class SupplierKind(models.TextChoices):
    """The legal form of an organisation, as far as its basis says."""

    COMPANY = "company", "Company"
    PARTNERSHIP = "partnership", "Partnership"
    CIC = "cic", "Community interest company"
    CHARITY = "charity", "Charity"
    CIO = "cio", "Charitable incorporated organisation"
    MUTUAL = "mutual", "Co-operative or community benefit society"
    PUBLIC_BODY = "public_body", "Public body"
    INDIVIDUAL = "individual", "Individual or sole trader"
    OVERSEAS = "overseas", "Overseas organisation"
    UNKNOWN = "unknown", "Not known"


class KindBasis(models.TextChoices):
    """Where we know an organisation's kind from."""

    REGISTER = "register", "A public register"
    MASTER = "master", "The council's supplier records"
    CONTRACTS = "contracts", "A contracts register or an award notice"
    NAME = "name", "Its name"
    PERSON = "person", "An officer"
    NONE = "none", "Not known"


class SizeProxy(models.TextChoices):
    """How large a company is likely to be, told by the kind of accounts it files. A proxy: never call it SME."""

    LIKELY_SMALL = "likely_small", "Likely small"
    NOT_SMALL = "not_small", "Not small"
    UNKNOWN = "unknown", "Not known"


class SiteBasis(models.TextChoices):
    """What a supplier does at a site, the best ground for calling it local first."""

    TRADING = "trading", "It trades there"
    ORDERING = "ordering", "Orders go there"
    REMITTANCE = "remittance", "Invoices and payments go there"
    REGISTERED = "registered", "Its registered office"
    DECLARED = "declared", "It said so in a bid"


class Supplier(models.Model):
    """An organisation that is paid. Payments reach it through decisions about the names on them."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=SupplierKind, default=SupplierKind.UNKNOWN)
    kind_basis = models.CharField(max_length=9, choices=KindBasis, default=KindBasis.NONE)
    size = models.CharField(max_length=12, choices=SizeProxy, default=SizeProxy.UNKNOWN)
    alive_from = models.DateField(null=True, blank=True, help_text="Nothing: since before anybody asked.")
    alive_to = models.DateField(null=True, blank=True, help_text="The first day it no longer was.")

    class Meta:
        ordering = ["name"]
        constraints = [
            filled("name"),
            one_of("kind", SupplierKind),
            one_of("kind_basis", KindBasis),
            one_of("size", SizeProxy),
            ends_after_it_begins("alive_from", "alive_to"),
            models.CheckConstraint(
                name="spending_a_known_kind_has_a_basis",
                condition=Q(kind=SupplierKind.UNKNOWN, kind_basis=KindBasis.NONE)
                | (~Q(kind=SupplierKind.UNKNOWN) & ~Q(kind_basis=KindBasis.NONE)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SupplierIdentifier(models.Model):
    """A supplier's number in a register. Schemes are those of org-id.guide: GB-COH, GB-CHC, GB-MPR, …

    A council's own number for a supplier has the scheme `council:` and the body's key.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta:
        default_permissions = ("add", "delete", "view")
        ordering = ["scheme", "value"]
        constraints = [
            filled("scheme"),
            filled("value"),
            models.UniqueConstraint(fields=["scheme", "value"], name="spending_number_is_of_one_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class SupplierName(models.Model):
    """A name that a supplier has or had. Names compare by their key: see `spending.pages.names`."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True)
    used_from = models.DateField(null=True, blank=True)
    used_to = models.DateField(null=True, blank=True, help_text="The first day it was no longer used.")
    source = models.CharField(max_length=200)

    class Meta:
        default_permissions = ("add", "delete", "view")
        constraints = [
            filled("name"),
            filled("source"),
            ends_after_it_begins("used_from", "used_to"),
            models.UniqueConstraint(
                fields=["supplier", "key", "used_from"],
                nulls_distinct=False,
                name="spending_supplier_name_is_said_once",
            ),
        ]
        indexes = [GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="spending_supplier_likeness")]

    def __str__(self) -> str:
        return self.name


class SupplierSites(models.QuerySet["SupplierSite"]):
    def current(self) -> Self:
        return self.filter(valid_to=None)


class SupplierSite(models.Model):
    """Where a supplier is, on what basis, from when to when. One that moves gets a new site and keeps the old."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="sites")
    postcode = models.CharField(max_length=8, blank=True, help_text="With one space. Empty: outside the UK.")
    is_outside_uk = models.BooleanField(default=False)
    is_branch = models.BooleanField(default=False, help_text="A site of a firm whose head office is elsewhere.")
    basis = models.CharField(max_length=10, choices=SiteBasis)
    source = models.CharField(max_length=200)
    as_at = models.DateField(help_text="The day the source speaks of.")
    valid_from = models.DateField(null=True, blank=True, help_text="Nothing: as far back as we know of the supplier.")
    valid_to = models.DateField(null=True, blank=True, help_text="The first day it was no longer there.")

    objects = SupplierSites.as_manager()

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["-as_at", "-pk"]
        constraints = [
            filled("source"),
            one_of("basis", SiteBasis),
            ends_after_it_begins(),
            models.CheckConstraint(
                name="spending_site_has_a_postcode_or_is_outside_uk",
                condition=(Q(is_outside_uk=True, postcode="")) | (Q(is_outside_uk=False) & ~Q(postcode="")),
            ),
            models.UniqueConstraint(
                fields=["supplier", "basis"],
                condition=Q(valid_to=None),
                name="spending_supplier_has_one_site_of_a_basis_now",
            ),
        ]

    def __str__(self) -> str:
        return self.postcode or "outside the UK"
