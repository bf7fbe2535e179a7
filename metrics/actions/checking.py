"""Checks of figures against each other: run after figures were written, kept where anything changed, answered for."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import connection, transaction

from metrics.measures.checks import Term, added, holds, read
from metrics.models import SCALES, Check, CheckResult, Observation, Outcome, Period, Severity, Unit

LOCK = "SELECT pg_advisory_xact_lock(hashtext('metrics_checking'))"
KEPT_BACK = "kept back"
PLACES = 4


class NothingToAnswer(Exception):
    """The check does not fail in that period, or no longer as the officer saw it."""


class CannotBeAccepted(Exception):
    """A check that blocks cannot be talked away: a figure has to change."""


class Known(NamedTuple):
    """The borough's figures of one period. hidden: codes of those that are kept back, whose values are never said."""

    values: Mapping[str, Fraction]
    hidden: frozenset[str]


@transaction.atomic
def run_checks(*, at: datetime) -> list[CheckResult]:
    """Weigh every check for every period that one of its figures has, and keep what changed. Three queries to read."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    newest = newest_results()
    known = figures_by_period()
    found = []
    for rule in Check.objects.all():
        sides = read(rule.left), read(rule.right)
        codes = {term.figure[:3] for side in sides for term in side if term.figure}
        for period, figures in known.items():
            if codes & {figure[:3] for figure in figures.values}:
                result = weigh(rule, sides, figures)
                if _is_news(result, newest.get((rule.pk, period))):
                    result.span, result.starts_on, result.at = period.span, period.starts_on, at
                    found.append(result)
    return CheckResult.objects.bulk_create(found)


def failing() -> list[CheckResult]:
    """Return the newest results that fail and have no word yet, those that block first."""
    fails = [result for result in newest_results().values() if result.outcome == Outcome.FAILS]
    return sorted(fails, key=lambda each: (each.rule.severity != Severity.BLOCKS, each.rule_id, each.starts_on))


def newest_results() -> dict[tuple[str, Period], CheckResult]:
    of_one = ("rule_id", "span", "starts_on")
    rows = CheckResult.objects.order_by(*of_one, "-pk").distinct(*of_one).select_related("rule")
    return {(row.rule_id, Period(row.span, row.starts_on)): row for row in rows}


def weigh(rule: Check, sides: tuple[tuple[Term, ...], tuple[Term, ...]], figures: Known) -> CheckResult:
    """Return what a check finds in one period, unsaved."""
    left, right = (added(side, figures.values, missing=rule.missing) for side in sides)
    margin = rule.margin_percent or 0
    does = holds(rule.operator, left=left, right=right, missing=rule.missing, margin_percent=margin)
    hides = any(term.figure[:3] in figures.hidden for side in sides for term in side)
    said = (KEPT_BACK, KEPT_BACK) if hides else (_said(left), _said(right))
    outcome = Outcome.SKIPPED if does is None else Outcome.HOLDS if does else Outcome.FAILS
    return CheckResult(rule=rule, outcome=outcome, found=f"{rule.left}: {said[0]}; {rule.right}: {said[1]}")


def accept(*, result: CheckResult, said: str, by: User, at: datetime) -> CheckResult:
    """Keep why a failing check may stand. Raises CannotBeAccepted, NothingToAnswer."""
    if result.rule.severity == Severity.BLOCKS:
        raise CannotBeAccepted
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        newest = CheckResult.objects.filter(rule=result.rule, span=result.span, starts_on=result.starts_on).first()
        if newest is None or newest.pk != result.pk or newest.outcome != Outcome.FAILS:
            raise NothingToAnswer
        return CheckResult.objects.create(
            rule=result.rule,
            span=result.span,
            starts_on=result.starts_on,
            outcome=Outcome.ACCEPTED,
            found=result.found,
            said=said,
            said_by=by,
            at=at,
        )


def figures_by_period() -> dict[Period, Known]:
    """Return the borough's newest figures as checks name them: P01, P01.numerator, P01.denominator."""
    rows = Observation.objects.filter(neighbourhood=None, dimension="").newest().select_related("definition")
    values: dict[Period, dict[str, Fraction]] = {}
    hidden: dict[Period, set[str]] = {}
    for row in rows:
        code, scale = row.definition.metric_id, SCALES[Unit(row.definition.unit)]
        if row.numerator is None:
            continue
        of_period = values.setdefault(row.period, {})
        of_period[f"{code}.numerator"] = Fraction(row.numerator, scale)
        of_period[code] = Fraction(row.numerator, row.denominator or scale)
        if row.denominator is not None:
            of_period[f"{code}.denominator"] = Fraction(row.denominator, scale)
        if row.suppression:
            hidden.setdefault(row.period, set()).add(code)
    return {period: Known(each, frozenset(hidden.get(period, ()))) for period, each in values.items()}


def _is_news(result: CheckResult, before: CheckResult | None) -> bool:
    """Return whether a check found something new: what was accepted stays so while both sides are as they were."""
    if before is None:
        return True
    outcome = Outcome.FAILS if before.outcome == Outcome.ACCEPTED else before.outcome
    return (result.outcome, result.found) != (outcome, before.found)


def _said(side: Fraction | None) -> str:
    """Return a side to four decimals: 0.2473 is 24.73%."""
    if side is None:
        return "missing"
    said = Decimal(round(side * 10**PLACES)).scaleb(-PLACES)
    return f"{said:,f}".rstrip("0").rstrip(".")
