"""Loads a demonstration: officers, pledges and payments that everybody can see are made up."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

import pledges.actions
import spending.actions
from charter.models import Foundation

OFFICERS = {
    "officer": ("Olive Officer", ["Moderator", "Ledger officer"]),
    "lead": ("Leo Lead", ["Lead officer", "Data officer", "Ledger officer"]),
    "viewer": ("Vic Viewer", ["Viewer"]),
}
MADE_UP = "(made up)"


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
        pledge_count, payment_count = load(password=made, at=timezone.now())
        self.stdout.write(f"Loaded {pledge_count} made-up pledges and {payment_count:,} made-up payments.")
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
def load(*, password: str, at: datetime) -> tuple[int, int]:
    """Make officers, and what they did of late. Returns how many pledges and payments are made up."""
    officers = {
        username: make_officer(username, name, groups, password=password)
        for username, (name, groups) in OFFICERS.items()
    }
    lead = officers["lead"]
    # Its letters are older than those about pledges, and so stand below them.
    payment_count = spending.actions.load_demonstration(by=lead, at=at)
    return pledges.actions.load_demonstration(by=officers["officer"], lead=lead, at=at), payment_count


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
