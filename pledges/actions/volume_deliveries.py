"""What became of the pledges that are made up for measuring: about half of those whose day has passed are reported."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User

from pledges.actions.clock import A_YEAR
from pledges.models import Kept, Stage, State, grades_for

Row = dict[str, Any]

COLUMNS = [
    *("pledge_id", "outcome", "quantity_hundredths", "unit", "delivered_on", "words", "said_at", "grade", "evidence"),
    *("evidenced_by_id", "evidenced_at", "verified_by_id", "verified_at", "taken_back_why"),
]
# What a pledge shows of its report.
SHOWN_COLUMNS = ["delivery", "outcome", "delivered_on", "delivered_hundredths", "delivered_unit"]
NOTHING_SHOWN: Row = {
    "delivery": Stage.NONE,
    "outcome": "",
    "delivered_on": None,
    "delivered_hundredths": None,
    "delivered_unit": "",
}

REPORTED_PERCENT = 55
STAGES = {Stage.SAID: 15, Stage.EVIDENCED: 5, Stage.KEPT: 55, Stage.PARTLY: 15, Stage.NOT_KEPT: 10}
OUTCOMES = {Kept.KEPT: 70, Kept.PARTLY: 20, Kept.NOT_KEPT: 10}


def officers() -> tuple[int, int]:
    """Return the keys of two made-up officers, who cannot sign in."""
    names = ("made-up-officer", "made-up-second-officer")
    first, second = (User.objects.get_or_create(username=name, defaults={"is_active": False})[0] for name in names)
    return first.pk, second.pk


def report(pledge: Row, chance: random.Random, *, until: datetime, by: tuple[int, int]) -> Row | None:
    """Return the report of a made-up pledge, None where there is none. `by`: who accepts evidence, who verifies."""
    if pledge["state"] != State.APPROVED:
        return None
    due_on = pledge["due_on"] or (pledge["first_published_at"] + A_YEAR).date()
    said_at = datetime.combine(due_on, time(12), tzinfo=UTC) + timedelta(days=chance.randint(1, 40))
    if said_at > until or chance.randrange(100) >= REPORTED_PERCENT:
        return None
    stage = chance.choices(list(STAGES), weights=list(STAGES.values()))[0]
    is_verified = stage not in (Stage.SAID, Stage.EVIDENCED)
    outcome = Kept(stage) if is_verified else chance.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    amount = delivered(pledge["quantity_hundredths"], outcome)
    checked = {} if stage == Stage.SAID else evidence(amount, pledge["unit"], chance, by=by[0], at=said_at)
    return {
        "pledge_id": pledge["id"],
        "stage": stage,
        "outcome": outcome,
        "quantity_hundredths": amount,
        "unit": pledge["unit"],
        "delivered_on": due_on,
        "words": "",
        "said_at": said_at,
        "grade": "",
        "evidence": "",
        "evidenced_by_id": None,
        "evidenced_at": None,
        "verified_by_id": by[1] if is_verified else None,
        "verified_at": said_at + timedelta(days=2) if is_verified else None,
        "taken_back_why": "",
        **checked,
    }


def delivered(pledged: int | None, outcome: Kept) -> int | None:
    """Return how much was done of what was pledged: all, nothing, or about half, in whole units."""
    if pledged is None or outcome == Kept.KEPT:
        return pledged
    return 0 if outcome == Kept.NOT_KEPT else max(pledged // 200, 1) * 100


def evidence(amount: int | None, unit: str | None, chance: random.Random, *, by: int, at: datetime) -> Row:
    grades = list(grades_for(quantity_hundredths=amount, unit=unit))
    return {
        "grade": chance.choice(grades),
        "evidence": "Made up",
        "evidenced_by_id": by,
        "evidenced_at": at + timedelta(days=1),
    }


def shown(report: Row | None) -> Row:
    """Return what the pledge shows of its report, as the database would copy it."""
    if report is None:
        return NOTHING_SHOWN
    return {
        "delivery": report["stage"],
        "outcome": report["outcome"],
        "delivered_on": report["delivered_on"],
        "delivered_hundredths": report["quantity_hundredths"],
        "delivered_unit": report["unit"] or "",
    }
