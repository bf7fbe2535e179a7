"""Figures, targets and words that everybody can see are made up, entered as owners really do, up to today."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from metrics.actions import aiming, observing
from metrics.actions.catalogue import load_catalogue
from metrics.actions.checking import run_checks
from metrics.actions.computing import compute
from metrics.actions.shipped import SHIPPED
from metrics.figures import Input
from metrics.models import SCALES, Annotation, Definition, Grade, Marker, Observation, Period, Unit
from stevenage_cwb.common.years import UNITED_KINGDOM, day_of, year_of

MADE_UP = "(made up)"
# Owners take so long after a period, where it has been over for so long.
ENTERED_AFTER = timedelta(days=20)

Row = dict[str, Any]


class Entry(NamedTuple):
    """What one owner enters at once, and when."""

    at: datetime
    metric: str
    period: Period
    figures: list[Input]
    evidence: observing.Evidence


@transaction.atomic
def load_demonstration(*, by: User, reviewer: User, at: datetime) -> int:
    """Compute what the portal's records say, and make up what owners enter. Returns how many figures there are.

    Some metrics get nothing, so that the pages show what is not measured yet. The last entry waits for its review.
    """
    load_catalogue()
    told = json.loads((SHIPPED / "demonstration.json").read_text(encoding="utf-8"))
    compute(at=at)
    meant = {each.metric_id: each for each in Definition.objects.of_year(year_of(day_of(at)))}
    entries = [entry for row in told["entered"] for entry in entries_of(row, meant[row["metric"]], at=at)]
    entries += [revision_of(row, meant[row["metric"]], at=at) for row in told["revised"]]
    # As they came in: what is kept back depends on what was shown before.
    entries.sort(key=lambda entry: entry.at)
    for number, entry in enumerate(entries, start=1):
        batch = observing.enter(**entry._asdict(), by=by)
        if number < len(entries):
            observing.review(batch=batch, word="", by=reviewer, at=entry.at)
    set_aims(told, meant, by=by, at=at)
    Annotation.objects.create(
        metric_id="T01",
        valid_from=Period.year(year_of(day_of(at)) - 1).starts_on,
        text=f"Two more advisers began to work with people who look for a job {MADE_UP}",
        written_by=by,
    )
    run_checks(at=at)
    return Observation.objects.count()


def entries_of(row: Row, meant: Definition, *, at: datetime) -> Iterator[Entry]:
    """Yield the entries of a metric: its figures are of the periods that are over, the last one of the latest."""
    running = Period.of(meant.span, on=day_of(at))
    evidence = observing.Evidence(words=f"{row['evidence']} {MADE_UP}")
    grade = Grade(row["grade"])
    for number, figure in enumerate(row["figures"]):
        period = ago(running, len(row["figures"]) - number)
        parts = [
            part_of(row["by"], name, figures[number], meant, grade) for name, figures in row.get("parts", {}).items()
        ]
        whole = input_of(figure, meant, grade=grade)
        yield Entry(entered_at(period, at=at), row["metric"], period, [whole, *parts], evidence)
    if "running" in row:
        so_far = input_of(row["running"], meant, grade=Grade.PROVISIONAL, marker=Marker.PROVISIONAL)
        yield Entry(at, row["metric"], running, [so_far], evidence)


def revision_of(row: Row, meant: Definition, *, at: datetime) -> Entry:
    period = ago(Period.of(meant.span, on=day_of(at)), row["periods_ago"])
    evidence = observing.Evidence(words=f"The same list, looked at again {MADE_UP}", commentary=row["why"])
    later = min(entered_at(period, at=at) + timedelta(days=90), at)
    return Entry(later, row["metric"], period, [input_of(row["figure"], meant, grade=Grade.SAMPLE)], evidence)


def part_of(by: str, name: str, figure: Any, meant: Definition, grade: Grade) -> Input:
    if by == "neighbourhood":
        return input_of(figure, meant, grade=grade, neighbourhood=name)
    return input_of(figure, meant, grade=grade, dimension=by, category=name)


def input_of(figure: Any, meant: Definition, **more: Any) -> Input:
    """Return a figure that is written in units: one number, or the two of a share."""
    scale = SCALES[Unit(meant.unit)]
    numerator, denominator = figure if isinstance(figure, list) else (figure, None)
    return Input(numerator=numerator * scale, denominator=denominator and denominator * scale, **more)


def set_aims(told: Row, meant: dict[str, Definition], *, by: User, at: datetime) -> None:
    """Set targets and baselines on the days that they tell, none later than today."""
    this_year = year_of(day_of(at))
    for row in told["targets"]:
        year = Period.year(this_year - row["years_ago"])
        and_value = row.get("and_value")
        aiming.set_target(
            definition=meant[row["metric"]],
            period=year,
            kind=row["kind"],
            value=Decimal(row["value"]),
            and_value=Decimal(and_value) if and_value else None,
            why=f"{row['why']} {MADE_UP}",
            by=by,
            at=min(noon(year) + timedelta(days=row["days"]), at),
        )
    for row in told["baselines"]:
        aiming.set_baseline(
            definition=meant[row["metric"]],
            period=Period.year(this_year - row["years_ago"]),
            basis=row["basis"],
            value=Decimal(row["value"]) if row["value"] else None,
            why=f"{row['why']} {MADE_UP}",
            by=by,
            at=at,
        )


def entered_at(period: Period, *, at: datetime) -> datetime:
    return min(datetime.combine(period.ends_before, time(12), UNITED_KINGDOM) + ENTERED_AFTER, at)


def ago(period: Period, count: int) -> Period:
    for _ in range(count):
        period = period.before
    return period


def noon(period: Period) -> datetime:
    return datetime.combine(period.starts_on, time(12), UNITED_KINGDOM)
