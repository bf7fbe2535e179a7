"""Loads a demonstration: officers, and a year of pledges that everybody can see are made up."""

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from charter.models import Foundation, PledgerKind
from pledges import actions
from pledges.models import Contact, NameShown, Place, Pledge, Purpose, Reason, Wording

SHIPPED = Path(__file__).resolve().parent.parent.parent / "shipped" / "demonstration.json"
OFFICERS = {
    "officer": ("Olive Officer", "Moderator"),
    "lead": ("Leo Lead", "Lead officer"),
    "viewer": ("Vic Viewer", "Viewer"),
}
MADE_UP = "(made up)"
# From a pledge's sending to its first decision.
WAITED = timedelta(hours=20)

Row = dict[str, Any]


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration copy: DEMONSTRATION is off, so nothing was loaded.")
        if not Foundation.objects.exists():
            raise CommandError("The charter's words are missing. Run load_words first.")
        password = settings.DEMO_OFFICER_PASSWORD
        if User.objects.filter(username="officer").exists():
            keep_password(password)
            self.stdout.write("The demonstration is loaded already.")
            return
        made = password or secrets.token_urlsafe(12)
        count = load(password=made, at=timezone.now())
        self.stdout.write(f"Loaded {count} made-up pledges.")
        if not password:
            self.stdout.write(f"officer, lead and viewer sign in with the password {made}")


def keep_password(password: str) -> None:
    """Give the officers the password of the settings, where it has changed."""
    officer = User.objects.get(username="officer")
    if password and not officer.check_password(password):
        for user in User.objects.filter(username__in=OFFICERS):
            user.set_password(password)
            user.save(update_fields=["password"])


@transaction.atomic
def load(*, password: str, at: datetime) -> int:
    """Make officers, and pledges through what officers and pledgers really do. Returns how many."""
    for username, (name, group) in OFFICERS.items():
        make_officer(username, name, group, password=password)
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    agreed = {Purpose(wording.purpose): wording.version for wording in Wording.objects.current()}
    for number, row in enumerate(rows, start=1):
        sent_at = at - timedelta(days=row["days_ago"])
        pledge = actions.send(
            pledge=pledge_of(row, at=sent_at),
            contact=Contact(name=f"{row['name']} {MADE_UP}", email=f"pledger-{number}@example.org"),
            agreed=agreed,
            at=sent_at,
        )
        meet(pledge, row, sent_at=sent_at)
    return len(rows)


def make_officer(username: str, name: str, group: str, *, password: str) -> None:
    first, last = name.split()
    officer = User.objects.create_user(
        username=username,
        email=f"{username}@example.org",
        password=password,
        first_name=first,
        last_name=f"{last} {MADE_UP}",
        is_staff=True,
    )
    officer.groups.add(Group.objects.get(name=group))


def pledge_of(row: Row, *, at: datetime) -> Pledge:
    organisation = PledgerKind.objects.get(pk=row["kind"]).is_organisation
    somewhere = row["where"] not in Place.values
    due_in_days = row["due_in_days"]
    return Pledge(
        form_token=uuid4(),
        kind_id=row["kind"],
        name_shown=NameShown.ORGANISATION if organisation else NameShown.INITIAL,
        public_name=f"{row['name']} {MADE_UP}",
        text=row["text"],
        action_id=row["action"],
        foundation_id=row["foundation"],
        benefit_id=row["benefit"],
        quantity_hundredths=row["hundredths"],
        unit=row["unit"],
        due_on=(at + timedelta(days=due_in_days)).date() if due_in_days else None,
        place=Place.NEIGHBOURHOOD if somewhere else row["where"],
        neighbourhood_id=row["where"] if somewhere else None,
        is_16_or_over=None if organisation else True,
    )


def meet(pledge: Pledge, row: Row, *, sent_at: datetime) -> None:
    """Let happen to a pledge what its row says."""
    fate, by = row["fate"], User.objects.get(username="officer")
    decided_at = sent_at + WAITED
    if fate == "unconfirmed":
        return
    actions.confirm(pledge=pledge, at=sent_at + timedelta(minutes=4))
    if fate == "approve":
        actions.approve(pledge=pledge, by=by, at=decided_at)
    elif fate == "refuse":
        actions.refuse(pledge=pledge, reason=reason_of(row), by=by, at=decided_at)
    elif fate == "spam":
        actions.mark_spam(pledge=pledge, by=by, at=decided_at)
    elif fate in ("ask", "return"):
        ask(pledge, row, by=by, at=decided_at)
    elif fate == "take down":
        actions.approve(pledge=pledge, by=by, at=decided_at)
        lead = User.objects.get(username="lead")
        later = decided_at + timedelta(days=3)
        actions.reopen(pledge=pledge, message="", by=lead, at=later)
        actions.refuse(pledge=pledge, reason=reason_of(row), by=lead, at=later + WAITED)


def ask(pledge: Pledge, row: Row, *, by: User, at: datetime) -> None:
    """Ask the pledger for other words, and send them where the row has an answer."""
    decision = actions.ask_for_changes(pledge=pledge, fields=["text"], message=row["message"], by=by, at=at)
    if "answer" in row:
        changes = {"text": row["answer"]}
        actions.return_with_changes(decision=decision, changes=changes, at=at + timedelta(days=2))


def reason_of(row: Row) -> Reason:
    return Reason.objects.current().get(code=row["reason"])
