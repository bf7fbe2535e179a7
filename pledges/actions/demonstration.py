"""A year of pledges that everybody can see are made up, through what officers and pledgers really do."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from charter.models import PledgerKind
from pledges.actions.clock import ask_one
from pledges.actions.deciding import approve, ask_for_changes, mark_spam, refuse, reopen
from pledges.actions.delivering import accept_evidence, report, take_back, verify
from pledges.actions.sending import confirm, return_with_changes, send
from pledges.models import Contact, Grade, Kept, NameShown, Place, Pledge, Purpose, Reason, Wording
from stevenage_cwb.common.years import day_of

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "demonstration.json"
MADE_UP = "(made up)"
# From a pledge's sending to its first decision.
WAITED = timedelta(hours=20)

Row = dict[str, Any]


@transaction.atomic
def load_demonstration(*, by: User, lead: User, at: datetime) -> int:
    """Make up pledges of the year before `at`, decided on by an officer and their lead. Returns how many."""
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    agreed = {Purpose(wording.purpose): wording.version for wording in Wording.objects.current()}
    made = []
    for number, row in enumerate(rows, start=1):
        sent_at = at - timedelta(days=row["days_ago"])
        pledge = send(
            pledge=pledge_of(row, at=sent_at),
            contact=Contact(name=f"{row['name']} {MADE_UP}", email=f"pledger-{number}@example.org"),
            agreed=agreed,
            at=sent_at,
        )
        meet(pledge, row, sent_at=sent_at, by=by, lead=lead)
        made.append((pledge, row))
    # Last, so that the letters that ask what became of pledges stand above the others.
    for pledge, row in made:
        if "became" in row:
            follow(pledge, row["became"], by=by, lead=lead)
    return len(rows)


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


def meet(pledge: Pledge, row: Row, *, sent_at: datetime, by: User, lead: User) -> None:
    """Let happen to a pledge what its row says."""
    fate, decided_at = row["fate"], sent_at + WAITED
    if fate == "unconfirmed":
        return
    confirm(pledge=pledge, at=sent_at + timedelta(minutes=4))
    if fate == "approve":
        approve(pledge=pledge, by=by, at=decided_at)
    elif fate == "refuse":
        refuse(pledge=pledge, reason=reason_of(row), by=by, at=decided_at)
    elif fate == "spam":
        mark_spam(pledge=pledge, by=by, at=decided_at)
    elif fate in ("ask", "return"):
        ask(pledge, row, by=by, at=decided_at)
    elif fate == "take down":
        approve(pledge=pledge, by=by, at=decided_at)
        later = decided_at + timedelta(days=3)
        reopen(pledge=pledge, message="", by=lead, at=later)
        refuse(pledge=pledge, reason=reason_of(row), by=lead, at=later + WAITED)


def ask(pledge: Pledge, row: Row, *, by: User, at: datetime) -> None:
    """Ask the pledger for other words, and send them where the row has an answer."""
    decision = ask_for_changes(pledge=pledge, fields=["text"], message=row["message"], by=by, at=at)
    if "answer" in row:
        changes = {"text": row["answer"]}
        return_with_changes(decision=decision, changes=changes, at=at + timedelta(days=2))


def reason_of(row: Row) -> Reason:
    return Reason.objects.current().get(code=row["reason"])


def follow(pledge: Pledge, became: Row, *, by: User, lead: User) -> None:
    """Ask what became of a pledge the day after it was due, and let happen what the row says of that."""
    if pledge.due_on is None:
        raise ValueError("Only a pledge with a day is followed.")
    asked_at = datetime.combine(pledge.due_on + timedelta(days=1), time(8), tzinfo=UTC)
    ask_one(pledge, at=asked_at)
    if "outcome" not in became:
        return
    delivery = report(
        pledge=pledge,
        outcome=Kept(became["outcome"]),
        quantity_hundredths=became.get("hundredths"),
        delivered_on=day_of(asked_at) - timedelta(days=1),
        words=became.get("words", ""),
        by=by if "phone" in became else None,
        at=asked_at + timedelta(days=1),
    )
    if "grade" in became:
        grade, evidence = Grade(became["grade"]), became["evidence"]
        accept_evidence(delivery=delivery, grade=grade, evidence=evidence, by=by, at=asked_at + timedelta(days=2))
    if "verified" in became:
        verify(delivery=delivery, by=lead, at=asked_at + timedelta(days=3))
    if "taken_back" in became:
        take_back(delivery=delivery, why=became["taken_back"], by=lead, at=asked_at + timedelta(days=4))
