"""Where: postcodes with the areas they lie in, and the rule by which a place is called local."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stevenage_cwb.common.constraints import ends_after_it_begins, filled, one_of


class Tier(models.TextChoices):
    """How near a supplier is. Kept in this order on every page, the unknown last."""

    T1 = "T1", "Stevenage"
    T2 = "T2", "Rest of Hertfordshire"
    T3 = "T3", "Bordering counties and boroughs"
    T4 = "T4", "Rest of the East of England"
    T5 = "T5", "Rest of the UK"
    T6 = "T6", "Outside the UK"
    UNKNOWN = "U", "Not attributable"


class Postcode(models.Model):
    """The areas of a postcode, by their ONS codes, from an edition of the ONS Postcode Directory on.

    An edition adds a row only where a postcode's areas changed. Terminated postcodes stay: a payment of their time
    still has a place.
    """

    postcode = models.CharField(max_length=8, help_text="With one space.")
    introduced_on = models.DateField(null=True)
    terminated_on = models.DateField(null=True)
    district = models.CharField(max_length=9, blank=True)
    county = models.CharField(max_length=9, blank=True)
    region = models.CharField(max_length=9, blank=True)
    country = models.CharField(max_length=9, blank=True)
    travel_to_work = models.CharField(max_length=9, blank=True)
    small_area = models.CharField(max_length=9, blank=True, help_text="Lower-layer super output area, 2021.")
    valid_from = models.DateField(null=True, help_text="Nothing: from the first edition we have, and before.")
    valid_to = models.DateField(null=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            filled("postcode"),
            ends_after_it_begins(),
            models.UniqueConstraint(
                fields=["postcode", "valid_from"], nulls_distinct=False, name="spending_postcode_begins_once"
            ),
            models.UniqueConstraint(
                fields=["postcode"], condition=models.Q(valid_to=None), name="spending_postcode_has_one_place_now"
            ),
        ]

    def __str__(self) -> str:
        return self.postcode


class TierRule(models.Model):
    """What is called local, in force from a day until the next rule's day. Added, never edited."""

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField(unique=True)
    borough_codes = ArrayField(models.CharField(max_length=9), help_text="Districts of tier 1.")
    county_codes = ArrayField(models.CharField(max_length=9), help_text="Counties of tier 2.")
    bordering_codes = ArrayField(models.CharField(max_length=9), help_text="Counties or districts of tier 3.")
    region_codes = ArrayField(models.CharField(max_length=9), help_text="Regions of tier 4.")
    bases = ArrayField(models.CharField(max_length=10), help_text="Which site speaks for a supplier, the best first.")
    why = models.TextField()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-valid_from"]
        constraints = [filled("why")]

    def __str__(self) -> str:
        return f"Rule {self.version}, from {self.valid_from:%-d %B %Y}"


class Scope(models.TextChoices):
    """Whether a payment is money that could have been spent locally, or why not."""

    IN = "in", "Analysed"
    PUBLIC_BODY = "public_body", "Other public bodies"
    PRECEPT = "precept", "Precepts and levies"
    PENSION = "pension", "Pensions"
    TAX = "tax", "Tax and National Insurance"
    TREASURY = "treasury", "Loans and investments"
    BENEFIT = "benefit", "Benefits paid to people"
    PAY = "pay", "Pay"
    GRANT = "grant", "Grants, shown apart"


class ScopeColumn(models.TextChoices):
    """What a scope rule looks at."""

    PAYEE = "payee", "Payee"
    CATEGORY = "category", "Category"
    PURPOSE = "purpose", "Purpose, where there is no category"


class ScopeRule(models.Model):
    """Payments that are left out of the share, told by words. The first rule that fits decides."""

    position = models.PositiveIntegerField(unique=True)
    scope = models.CharField(max_length=11, choices=Scope)
    column = models.CharField(max_length=8, choices=ScopeColumn)
    pattern = models.CharField(max_length=300, help_text="A PostgreSQL regular expression; capitals do not matter.")
    why = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            filled("pattern"),
            filled("why"),
            one_of("scope", Scope),
            one_of("column", ScopeColumn),
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.pattern}"
