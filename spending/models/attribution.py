"""What is known of each published payment: whom it went to and where. All of it can be made anew from what it rests on.

Read `docs/spending.md`, "From payment to share", before you change a column here.
"""

from django.db import models
from django.db.models import F

from charter.models import Neighbourhood
from spending.models.bodies import Body
from spending.models.files import SourceFile
from spending.models.payees import MatchBasis, Payee
from spending.models.payments import AmountBasis, PayeeClass, Payment
from spending.models.places import Scope, Tier, TierRule
from spending.models.suppliers import SiteBasis, SizeProxy, Supplier, SupplierKind
from stevenage_cwb.common.constraints import filled, one_of


class Department(models.Model):
    """A department as files write it, whatever the capitals."""

    name = models.CharField(max_length=200)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            filled("name"),
            models.UniqueConstraint(models.functions.Lower("name"), name="spending_department_is_written_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A category of spend as files write it, and whether its payments are analysed."""

    name = models.CharField(max_length=200)
    scope = models.CharField(max_length=11, choices=Scope, default=Scope.IN)
    is_scope_decided = models.BooleanField(
        "said by an officer", default=False, help_text="If so, the rules leave it alone."
    )

    class Meta:
        default_permissions = ("change", "view")
        verbose_name_plural = "categories"
        constraints = [
            filled("name"),
            one_of("scope", Scope),
            models.UniqueConstraint(models.functions.Lower("name"), name="spending_category_is_written_once"),
        ]

    def __str__(self) -> str:
        return self.name


class WhyUnknown(models.TextChoices):
    """Why a payment has no place. Each is counted apart."""

    REDACTED = "redacted", "The payee is redacted"
    POOLED = "pooled", "Several payees under one label"
    CODED = "coded", "A number in place of a name"
    BLANK = "blank", "No payee is given"
    UNMATCHED = "unmatched", "We do not know yet who it is"
    NOBODY = "nobody", "It can not be told who it is"
    NO_SITE = "no_site", "We know who it is, not where"
    NO_POSTCODE = "no_postcode", "Its postcode is in no directory we have"


class Attribution(models.Model):
    """One combination of what can be known of a payment. Payments that are known alike share a row."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_basis = models.CharField(max_length=8, choices=AmountBasis)
    payee_class = models.CharField(max_length=8, choices=PayeeClass)
    scope = models.CharField(max_length=11, choices=Scope)
    match_basis = models.CharField(max_length=15, choices=MatchBasis, blank=True)
    tier = models.CharField(max_length=2, choices=Tier)
    tier_rule = models.ForeignKey(TierRule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    why_unknown = models.CharField(max_length=11, choices=WhyUnknown, blank=True)
    site_basis = models.CharField(max_length=10, choices=SiteBasis, blank=True)
    is_branch = models.BooleanField()
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=SupplierKind)
    size = models.CharField(max_length=12, choices=SizeProxy)

    class Meta:
        default_permissions = ()
        constraints = [
            one_of("amount_basis", AmountBasis),
            one_of("payee_class", PayeeClass),
            one_of("scope", Scope),
            one_of("match_basis", MatchBasis, or_empty=True),
            one_of("tier", Tier),
            one_of("why_unknown", WhyUnknown, or_empty=True),
            one_of("site_basis", SiteBasis, or_empty=True),
            one_of("kind", SupplierKind),
            one_of("size", SizeProxy),
            models.CheckConstraint(
                name="spending_a_payment_has_a_tier_or_a_reason",
                condition=(models.Q(tier=Tier.UNKNOWN) & ~models.Q(why_unknown=""))
                | (~models.Q(tier=Tier.UNKNOWN) & models.Q(why_unknown="")),
            ),
            models.CheckConstraint(
                name="spending_only_tier_one_has_a_neighbourhood",
                condition=models.Q(neighbourhood=None) | models.Q(tier=Tier.T1),
            ),
            models.UniqueConstraint(
                fields=[
                    *("body", "amount_basis", "payee_class", "scope", "match_basis", "tier", "tier_rule"),
                    *("why_unknown", "site_basis", "is_branch", "neighbourhood", "kind", "size"),
                ],
                nulls_distinct=False,
                name="spending_attribution_is_one_row",
            ),
        ]


def newest_first() -> list[models.Index]:
    """Return the indexes by which a list of payments is read page by page, whatever it is filtered by.

    The totals do not know payees, suppliers and files: their indexes hold what else a list may ask for, so that
    all of a large supplier's payments can be looked through and added up without a look at the rows themselves.
    """
    order = (F("pay_date").desc(nulls_last=True), F("payment").desc())
    known_by_totals = {
        "newest": (),
        "known": ("attribution",),
        "department": ("department", "attribution"),
        "category": ("category", "attribution"),
    }
    asked_for = ["attribution", "department", "category", "amount_pence"]
    return [
        *(models.Index(*of, *order, name=f"spending_attributed_{name}") for name, of in known_by_totals.items()),
        *(
            models.Index(name, *order, name=f"spending_attributed_{name}", include=asked_for)
            for name in ("payee", "supplier", "file")
        ),
    ]


class AttributedPayment(models.Model):
    """A published payment with what is known of it. Made when its note is accepted, and anew with each decision.

    Derived rows, proved equal to what they come from: the database need not look up the parents of each.
    """

    payment = models.OneToOneField(
        Payment, primary_key=True, on_delete=models.PROTECT, db_constraint=False, related_name="attributed"
    )
    file = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    attribution = models.ForeignKey(
        Attribution, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    pay_date = models.DateField(null=True)
    amount_pence = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = newest_first()
