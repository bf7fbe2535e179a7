"""Loads a demonstration: officers, pledges, payments, balance sheets and figures that everybody can see are made up."""

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

import balancesheet.actions
import pledges.actions
import spending.actions
from charter.models import Foundation
from metrics.actions.demonstration import load_demonstration as demonstrate_metrics
from metrics.actions.demonstration_findings import load_findings

OFFICERS = {
    "officer": ("Olive Officer", ["Moderator", "Ledger officer", "Metric steward"]),
    "lead": ("Leo Lead", ["Lead officer", "Data officer", "Ledger officer", "Metric steward", "CWB Group"]),
    "viewer": ("Vic Viewer", ["Viewer"]),
}
MADE_UP = "(made up)"


class Loaded(NamedTuple):
    """How much of each is made up."""

    pledges: int
    payments: int
    entries: int


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
        loaded = load(password=made, at=timezone.now())
        self.stdout.write(
            f"Loaded {loaded.pledges} made-up pledges, {loaded.payments:,} made-up payments"
            f" and {loaded.entries:,} made-up entries."
        )
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
def load(*, password: str, at: datetime) -> Loaded:
    """Make officers, and what they did of late."""
    officers = {
        username: make_officer(username, name, groups, password=password)
        for username, (name, groups) in OFFICERS.items()
    }
    officer, lead = officers["officer"], officers["lead"]
    # Its letters are older than those about pledges, and so stand below them.
    payments = spending.actions.load_demonstration(by=lead, at=at)
    made_up = pledges.actions.load_demonstration(by=officer, lead=lead, at=at)
    # After those: it takes payments, and pledges that were kept, into the books.
    entries = balancesheet.actions.load_demonstration(by=officer, checked_by=lead, at=at)
    # Last: figures are computed of all that.
    demonstrate_metrics(by=lead, reviewer=officer, at=at)
    load_findings(submitter=officer, recorder=lead, at=at)
    return Loaded(pledges=made_up, payments=payments, entries=entries)


def make_officer(username: str, name: str, groups: list[str], *, password: str) -> User:
    first, last = name.split()
    officer = User.objects.create_user(
        username=username,
        email=f"{username}@example.org",
        password=password,
        first_name=first,
        last_name=f"{last} {MADE_UP}",
        is_staff=True,
    )
    officer.groups.set(Group.objects.filter(name__in=groups))
    return officer
