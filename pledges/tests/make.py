"""Rows for tests. A test names only what it is about."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group, User

from charter.models import Benefit, Foundation, Neighbourhood, PledgerKind
from pledges import actions
from pledges.models import Contact, Delivery, Grade, Kept, NameShown, Place, Pledge, Purpose, Reason, State, Wording

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def words() -> None:
    """Make the few words of the charter that pledges need."""
    for code, name in (("fairer", "A fairer society"), ("resilient", "A more resilient economy")):
        Benefit.objects.get_or_create(code=code, defaults={"name": name})
    for code, name in (("training", "Training and skills"), ("climate", "Tackling climate change")):
        Foundation.objects.get_or_create(code=code, defaults={"name": name})
    for code, name, is_organisation in (
        ("resident", "Local resident", False),
        ("business", "Business", True),
    ):
        PledgerKind.objects.get_or_create(code=code, defaults={"name": name, "is_organisation": is_organisation})
    Neighbourhood.objects.get_or_create(
        code="bedwell-and-pin-green",
        defaults={
            "name": "Bedwell and Pin Green",
            "short_code": "N1",
            "valid_from": MONDAY.date().replace(year=2019),
        },
    )


def make_officer(username: str = "officer", *, group: str = "Moderator", **fields: Any) -> User:
    officer = User.objects.create_user(username=username, password="a long password", is_staff=True, **fields)
    officer.groups.add(Group.objects.get(name=group))
    return officer


def wording(purpose: Purpose) -> Wording:
    return Wording.objects.filter(purpose=purpose).order_by("-version")[0]


def make_pledge(*, email: str = "pledger@example.org", **fields: Any) -> Pledge:
    """Make a pledge and its contact. It is NEW unless told otherwise; organisations by `kind="business"`."""
    words()
    kind = fields.pop("kind", "resident")
    state = fields.setdefault("state", State.NEW)
    if state == State.APPROVED:
        fields.setdefault("published_at", MONDAY)
        fields.setdefault("first_published_at", fields["published_at"])
    if kind == "resident":
        fields.setdefault("name_shown", NameShown.UNNAMED)
        fields.setdefault("is_16_or_over", True)
    if "neighbourhood_id" in fields:
        fields.setdefault("place", Place.NEIGHBOURHOOD)
    pledge = Pledge.objects.create(
        **{
            "form_token": uuid4(),
            "kind_id": kind,
            "name_shown": NameShown.ORGANISATION,
            "public_name": "A Stevenage resident" if kind == "resident" else "Roebuck Bakery",
            "text": "shop locally",
            "foundation_id": "training",
            "benefit_id": "fairer",
            "place": Place.TOWN,
            "submitted_at": MONDAY,
            "consent_to_publish": wording(Purpose.PUBLISH),
            "privacy_notice": wording(Purpose.PRIVACY),
            **fields,
        }
    )
    Contact.objects.create(pledge=pledge, name="Pat Pledger", email=email)
    return pledge


def make_approved(*, by: User, at: datetime = MONDAY, **fields: Any) -> Pledge:
    """Make a pledge and approve it as an officer would."""
    pledge = make_pledge(**fields)
    actions.approve(pledge=pledge, by=by, at=at)
    return pledge


def make_report(
    pledge: Pledge | None = None, *, by: User | None = None, at: datetime = MONDAY, **fields: Any
) -> Delivery:
    """Let the pledger, or an officer for them, say that a pledge was kept today, in full."""
    pledge = pledge or make_pledge(state=State.APPROVED)
    said = {
        "outcome": Kept.KEPT,
        "quantity_hundredths": pledge.quantity_hundredths,
        "delivered_on": at.date(),
        **fields,
    }
    return actions.report(pledge=pledge, **said, by=by, at=at)


def make_verified(
    pledge: Pledge | None = None, *, one: User, other: User, at: datetime = MONDAY, **fields: Any
) -> Delivery:
    """Let one officer accept a document for a report, and another verify it."""
    delivery = make_report(pledge, at=at, **fields)
    actions.accept_evidence(delivery=delivery, grade=Grade.DOCUMENT, evidence="File 7", by=one, at=at)
    delivery.refresh_from_db()
    actions.verify(delivery=delivery, by=other, at=at)
    delivery.refresh_from_db()
    return delivery


def reason(code: str = "not-a-pledge") -> Reason:
    return Reason.objects.current().get(code=code)
