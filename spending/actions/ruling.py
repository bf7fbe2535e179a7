"""The only code that changes what is called local and what is left out. Every payment follows in the same transaction.

Rules of what is local are added, never changed: what a payment was called stays said. Rules of scope speak of all days,
so they are changed in place; the audit history keeps what they were.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Max

from spending.actions import attributing
from spending.actions.turns import lift_limits, take_turn
from spending.models import ScopeRule, TierRule
from spending.pages import rules


class NotAfterTheNewest(Exception):
    """A rule of what is local begins on a later day than every other: what is in force already stays as it is."""


class ChangedMeanwhile(Exception):
    """Another officer deleted this rule, or gave its place to another."""


@transaction.atomic
def add_tier_rule(rule: TierRule) -> None:
    """Put the next version of what is local in force from its day. Payments before that day stay as they are."""
    take_turn_for_all()
    newest = TierRule.objects.aggregate(day=Max("valid_from"), version=Max("version"))
    if newest["day"] and rule.valid_from <= newest["day"]:
        raise NotAfterTheNewest(f"The newest rule is in force from {newest['day']:%-d %B %Y}: choose a later day")
    rule.version = (newest["version"] or 0) + 1
    rule.save(force_insert=True)
    attributing.attribute_all()


@transaction.atomic
def save_scope_rule(rule: ScopeRule) -> None:
    """Keep a new rule of scope, or what an officer made of one."""
    take_turn_for_all()
    is_taken = ScopeRule.objects.filter(position=rule.position).exclude(pk=rule.pk).exists()
    is_gone = rule.pk is not None and not ScopeRule.objects.filter(pk=rule.pk).exists()
    if is_taken or is_gone:
        raise ChangedMeanwhile
    rule.save()
    attributing.attribute_all()


@transaction.atomic
def delete_scope_rule(rule: ScopeRule) -> None:
    """Take a rule of scope away. What it left out is told by the rules after it."""
    take_turn_for_all()
    deleted, _ = ScopeRule.objects.filter(pk=rule.pk).delete()
    if not deleted:
        raise ChangedMeanwhile
    attributing.attribute_all()


def look(act: Callable[[], None]) -> list[rules.Change]:
    """Return what an act would change: it is done, looked at and taken back. Costs as much as the act."""
    with transaction.atomic():
        take_turn()
        before = rules.sums()
        act()
        after = rules.sums()
        transaction.set_rollback(True)
    return rules.changes(before=before, after=after)


def take_turn_for_all() -> None:
    """Take the turn, for which a page waits no longer than it may, and then all the time that every payment needs."""
    take_turn()
    lift_limits()
