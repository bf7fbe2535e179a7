"""What happened to a pledge: every change with before and after, every decision, who saw the contact details."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from charter.pages import words
from pledges.models import NameShown, Place, Pledge, Stage, State, Unit
from pledges.pages.amounts import quantity
from stevenage_cwb.common.models import AuditEvent

# More than a person reads; the audit history has the rest.
NEWEST = 100

LABELS = {
    "state": "State",
    "public_name": "Name shown",
    "name_shown": "How the name is shown",
    "text": "What they will do",
    "quantity_hundredths": "How much",
    "unit": "Counted in",
    "due_on": "By when",
    "place": "Where",
    "neighbourhood_id": "Neighbourhood",
    "foundation_id": "Foundation",
    "benefit_id": "Benefit",
    "action_id": "Example action",
    "kind_id": "Kind of pledger",
    "delivery": "What became of it",
}
CHOICES = {"state": State, "name_shown": NameShown, "place": Place, "unit": Unit, "delivery": Stage}
# A claim is no change of the pledge: the database does not count its version up for it either.
CLAIM = {"claimed_by_id", "claimed_at"}
# Times that the state's own line says already.
TIMES = {"decided_at", "published_at", "first_published_at", "reminded_at", "asked_at"}
# What the report says that a pledge shows.
SHOWN = {"outcome", "delivered_on", "delivered_hundredths", "delivered_unit"}
ACTS = {"created": "Sent", "changed": "Changed", "deleted": "Deleted"}


@dataclass(frozen=True)
class Part:
    """A piece of a text: kept, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """What a change did to one field."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    at: datetime
    who: str
    what: str
    differences: tuple[Difference, ...] = ()
    message: str = ""


def history(pledge: Pledge) -> tuple[Happening, ...]:
    """Return all that happened to the pledge, newest first. Costs four queries."""
    happened = [
        *changes(audit_events(pledge)),
        *contact_changes(pledge),
        *decisions(pledge),
        *viewings(pledge),
    ]
    return tuple(sorted(happened, key=lambda line: line.at, reverse=True))


def changes_since(pledge: Pledge, version: int) -> tuple[Happening, ...]:
    """Return the changes that a pledge has seen since it had this version, newest first."""
    counted = [event for event in audit_events(pledge) if set(event.after or {}) - CLAIM]
    return tuple(changes(counted[: max(pledge.version - version, 0)]))


def audit_events(pledge: Pledge, table: str = "pledges_pledge") -> list[AuditEvent]:
    of_this = AuditEvent.objects.filter(table_name=table, row_key=str(pledge.pk))
    return list(of_this.order_by("-pk")[:NEWEST])


def changes(events: Iterable[AuditEvent]) -> Iterator[Happening]:
    for event in events:
        found = differences(event.before or {}, event.after or {})
        # Claims come and go with every look: they are in the audit history, not here.
        if found or event.act != "changed":
            yield Happening(event.at, actor(event), ACTS[event.act], found)


def contact_changes(pledge: Pledge) -> Iterator[Happening]:
    for event in audit_events(pledge, "pledges_contact"):
        if event.act == "created":
            continue
        is_confirmation = (event.after or {}).get("confirmed_at")
        what = "E-mail address confirmed" if is_confirmation else f"Contact details {event.act}"
        yield Happening(event.at, actor(event), what)


def decisions(pledge: Pledge) -> Iterator[Happening]:
    for decision in pledge.decisions.select_related("reason")[:NEWEST]:
        what = decision.get_outcome_display()
        if decision.reason:
            what = f"{what}: {decision.reason.title} (version {decision.reason.version})"
        if decision.fields:
            what = f"{what}: {', '.join(field.replace('_', ' ') for field in decision.fields)}"
        yield Happening(decision.at, decision.decided_by_name, what, message=decision.message)


def viewings(pledge: Pledge) -> Iterator[Happening]:
    for viewing in pledge.contact_viewings.select_related("by")[:NEWEST]:
        name = viewing.by.get_full_name() or viewing.by.get_username()
        yield Happening(viewing.at, name, "Looked at the contact details")


def actor(event: AuditEvent) -> str:
    return event.actor or f"Nobody signed in ({event.application or event.db_user})"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what changed, field by field, in words."""
    changed = [name for name in before if name not in CLAIM | TIMES | SHOWN]
    return tuple(
        Difference(
            LABELS.get(name, name.removesuffix("_id").replace("_", " ").capitalize()),
            tuple(parts(in_words(name, before[name]), in_words(name, after.get(name)))),
        )
        for name in changed
    )


def in_words(name: str, value: Any) -> str:
    """Return a stored value as a person says it."""
    if value is None:
        return "nothing"
    if name in CHOICES:
        return CHOICES[name](value).label if value in CHOICES[name].values else str(value)
    if name == "quantity_hundredths":
        return f"{quantity(value):,}"
    if name == "due_on":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    find = getattr(words(), name.removesuffix("_id"), None) if name.endswith("_id") else None
    word = find(value) if find else None
    return word.name if word else str(value)


def parts(before: str, after: str) -> Iterator[Part]:
    """Return two texts as one, word by word: what stayed, what went, what came."""
    old, new = before.split(), after.split()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Part("kept", " ".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Part("gone", " ".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Part("new", " ".join(new[new_from:new_to]))
