"""Metrics for tests: the shipped catalogue, and what was observed and aimed for. A test names only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from charter.models import Foundation
from metrics.actions.catalogue import load_catalogue
from metrics.models import Baseline, Batch, Definition, Observation, Period, Target

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
YEAR = Period.year(2025)
FOUNDATIONS = ("procurement", "training", "cooperative", "climate")


def make_catalogue() -> None:
    for number, code in enumerate(FOUNDATIONS, start=1):
        Foundation.objects.get_or_create(code=code, defaults={"name": code, "order": number})
    load_catalogue()


def make_steward(username: str = "steward", *, group: str = "Metric steward", **fields: Any) -> User:
    steward = User.objects.create_user(username=username, password="a long password", is_staff=True, **fields)
    steward.groups.add(*Group.objects.filter(name=group))
    return steward


def make_observation(
    code: str = "T07", numerator: int | None = 5, *, at: datetime = MONDAY, **more: Any
) -> Observation:
    """Observe one figure of a financial year, in a batch of its own unless it is given one."""
    said = {"span": YEAR.span, "starts_on": YEAR.starts_on, "grade": "A", "inputs_digest": "d", **more}
    said.setdefault("batch", None)
    batch = said.pop("batch") or Batch.objects.create(made_at=at)
    definition = said.pop("definition", None) or Definition.objects.get(metric=code)
    return Observation.objects.create(batch=batch, definition=definition, numerator=numerator, **said)


def make_target(code: str = "T07", value: int | str = 10, *, by: User, at: datetime = MONDAY, **more: Any) -> Target:
    said = {"kind": "least", "span": YEAR.span, "starts_on": YEAR.starts_on, "why": "It was agreed", **more}
    return Target.objects.create(metric_id=code, value=value, set_by=by, set_at=at, **said)


def make_baseline(code: str = "T07", value: int | None = 3, *, by: User, **more: Any) -> Baseline:
    said = {"basis": "measured", "span": "year", "starts_on": date(2019, 4, 1), "why": "Counted", "set_at": MONDAY}
    return Baseline.objects.create(metric_id=code, value=value, set_by=by, **said | more)
