"""A pledge: what somebody promises, and where it stands with us."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import User
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from charter.models import Benefit, ExampleAction, Foundation, Neighbourhood, PledgerKind
from pledges.models.became import Kept, Stage
from pledges.models.units import DIVISIBLE_UNITS, Unit
from pledges.models.wordings import Wording
from stevenage_cwb.common.constraints import both_or_neither, filled, one_of

# No vowels, so no words; nothing that reads like something else over the phone.
REFERENCE_LETTERS = "2345679CDFGHJKMNPQRTVWXZ"
CLAIM_LASTS = timedelta(minutes=30)
PUBLISHED = Q(state="approved")


def new_reference() -> str:
    """Return a reference such as CWB-7K3M-9QXD: 24^8 of them, so that no number can be guessed."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"CWB-{letters[:4]}-{letters[4:]}"


class State(models.TextChoices):
    """Where a pledge stands with us. The database allows only the moves in migration 0002."""

    UNCONFIRMED = "unconfirmed", "Waiting for the e-mail address to be confirmed"
    NEW = "new", "New"
    CHANGES = "changes", "Waiting for the pledger's changes"
    RETURNED = "returned", "Returned with changes"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    SPAM = "spam", "Spam"
    EXPIRED = "expired", "Expired"


class NameShown(models.TextChoices):
    """How a pledger is named in public. The most private choice comes first."""

    UNNAMED = "unnamed", "Do not show my name"
    INITIAL = "initial", "Show my first name and the first letter of my last name"
    FULL = "full", "Show my full name"
    ORGANISATION = "organisation", "The organisation's name"


class Place(models.TextChoices):
    """Where a pledge is to happen."""

    NEIGHBOURHOOD = "neighbourhood", "In one neighbourhood"
    TOWN = "town", "Across the whole town"
    UNSURE = "unsure", "I am not sure"


class Pledges(models.QuerySet["Pledge"]):
    """Pledges in the words of the business."""

    def published(self) -> Self:
        """The pledges that the public may see. Every public page starts here."""
        return self.filter(state=State.APPROVED)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def awaiting_a_decision(self) -> Self:
        return self.filter(state__in=[State.NEW, State.RETURNED])

    def free_for(self, officer: User, *, at: datetime) -> Self:
        """The pledges that no other officer holds at this moment."""
        return self.filter(Q(claimed_by=None) | Q(claimed_by=officer) | Q(claimed_at__lte=at - CLAIM_LASTS))


class Pledge(models.Model):
    """One promise by one pledger.

    Its foreign keys have no index of their own: the wall's indexes serve the filters, and each index more
    makes sending slower.
    """

    reference = models.CharField(max_length=13, unique=True, default=new_reference, editable=False)
    form_token = models.UUIDField(unique=True, editable=False)

    # What was said.
    kind = models.ForeignKey(PledgerKind, on_delete=models.PROTECT, related_name="+", db_index=False)
    name_shown = models.CharField(max_length=12, choices=NameShown)
    public_name = models.CharField(max_length=160, help_text="As the public sees it.")
    text = models.CharField(max_length=500, help_text="Follows “will”.")
    action = models.ForeignKey(
        ExampleAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, related_name="+", db_index=False)
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity_hundredths = models.BigIntegerField(
        null=True, blank=True, help_text="Hundredths of the unit: pence, hundredths of an hour."
    )
    unit = models.CharField(max_length=10, choices=Unit, null=True, blank=True)  # noqa: DJ001
    due_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=13, choices=Place)
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    is_16_or_over = models.BooleanField(null=True)
    submitted_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The officer who typed it in for somebody.",
    )

    # What the pledger agreed to: each wording in the version that was shown.
    consent_to_publish = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+", db_index=False)
    consent_to_contact = models.ForeignKey(
        Wording, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    privacy_notice = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+", db_index=False)

    # What we did about it.
    state = models.CharField(max_length=11, choices=State)
    published_at = models.DateTimeField(null=True, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counted up by the database at each change."
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When we asked what became of it.")

    # What became of it: copied by the database from the report that counts, and never written otherwise.
    delivery = models.CharField(max_length=9, choices=Stage, default=Stage.NONE, editable=False)
    outcome = models.CharField(max_length=8, choices=Kept, blank=True, default="", editable=False)
    delivered_on = models.DateField(null=True, blank=True, editable=False)
    delivered_hundredths = models.BigIntegerField(null=True, blank=True, editable=False)
    delivered_unit = models.CharField(max_length=10, choices=Unit, blank=True, default="", editable=False)

    search = models.GeneratedField(
        expression=SearchVector("public_name", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Pledges.as_manager()

    class Meta:
        default_permissions = ("view", "add")
        permissions = [
            ("decide_pledge", "Can decide on pledges"),
            ("reopen_pledge", "Can reopen decided pledges"),
            ("see_contact", "Can see contact details (each time is recorded)"),
        ]
        constraints = [
            filled("public_name"),
            filled("text"),
            one_of("state", State),
            one_of("name_shown", NameShown),
            one_of("place", Place),
            one_of("delivery", Stage),
            one_of("outcome", Kept, or_empty=True),
            one_of("delivered_unit", Unit, or_empty=True),
            both_or_neither("quantity_hundredths", "unit"),
            both_or_neither("claimed_by", "claimed_at"),
            models.CheckConstraint(
                name="pledges_quantity_is_more_than_nothing",
                condition=Q(quantity_hundredths=None) | Q(quantity_hundredths__gt=0),
            ),
            models.CheckConstraint(
                name="pledges_only_hours_and_pounds_have_parts",
                condition=Q(unit=None)
                | Q(unit__in=DIVISIBLE_UNITS)
                | Q(
                    unit__in=[unit for unit in Unit if unit not in DIVISIBLE_UNITS],
                    quantity_hundredths=models.F("quantity_hundredths") / 100 * 100,
                ),
            ),
            models.CheckConstraint(
                name="pledges_neighbourhood_is_named_where_the_place_is_one",
                condition=Q(place=Place.NEIGHBOURHOOD, neighbourhood__isnull=False)
                | (~Q(place=Place.NEIGHBOURHOOD) & Q(neighbourhood=None)),
            ),
            models.CheckConstraint(
                name="pledges_residents_are_16_or_over",
                condition=Q(name_shown=NameShown.ORGANISATION, is_16_or_over=None)
                | (
                    ~Q(name_shown=NameShown.ORGANISATION)
                    # Unknown is not true: a check that comes to NULL would let the row in.
                    & Q(is_16_or_over=True, is_16_or_over__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="pledges_public_exactly_while_approved",
                condition=Q(
                    state=State.APPROVED,
                    published_at__isnull=False,
                    first_published_at__isnull=False,
                )
                | (~Q(state=State.APPROVED) & Q(published_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=PUBLISHED, name="wall"),
            *(
                models.Index(
                    fields=[column, "-published_at", "-id"],
                    condition=PUBLISHED,
                    name=f"wall_{column}",
                )
                for column in ("foundation", "neighbourhood", "kind", "action", "delivery")
            ),
            models.Index(fields=["state", "submitted_at", "id"], name="lane_oldest_first"),
            # A lane of several states is one walk along one index.
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state__in=["unconfirmed", "changes"]),
                name="lane_waiting",
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(state__in=["approved", "refused", "expired"]),
                name="lane_decided",
            ),
            # Whom to ask what became of it: a day that has passed, or none and a year since it was published.
            models.Index(
                fields=["due_on", "first_published_at"],
                condition=PUBLISHED & Q(consent_to_contact__isnull=False, asked_at=None, delivery="none"),
                name="pledges_to_ask_about",
            ),
            # Without the residents: most of them share one name.
            models.Index(
                fields=["public_name", "-submitted_at", "-id"],
                condition=Q(name_shown="organisation"),
                name="pledges_of_an_organisation",
            ),
            GinIndex("search", name="pledge_search", fastupdate=False),
        ]

    def __str__(self) -> str:
        # Not the name: this text is copied into Django's own log and would outlive an erasure.
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("pledges:pledge", args=[self.reference])

    def claim_is_held_by_another(self, officer: User, *, at: datetime) -> bool:
        """Tell whether another officer is looking at it: a claim lasts 30 minutes."""
        return (
            self.claimed_by_id not in (None, officer.pk)
            and self.claimed_at is not None
            and self.claimed_at > at - CLAIM_LASTS
        )
