"""Reading and weighing checks: sums of figures and numbers on two sides. Pure; a parser of one line, nothing is run.

A side is terms joined by + and −: P02, P03.numerator, 100 or 100 %. Spaces are free.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from metrics.models import Missing, Operator

TERM = re.compile(
    r"\s*(?P<sign>[+−-])?\s*"
    r"(?:(?P<figure>[A-Z]\d{2}(?:\.(?:numerator|denominator))?)|(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%)?)\s*"
)


class Unreadable(Exception):
    """A side of a check that is no sum of figures and numbers; where it stops being one."""


class Term(NamedTuple):
    """So many times a figure, or so much where `figure` is empty."""

    factor: Fraction
    figure: str


def read(side: str) -> tuple[Term, ...]:
    """Return the terms of a side. Raises Unreadable."""
    terms: list[Term] = []
    at = 0
    while at < len(side) or not terms:
        found = TERM.match(side, at)
        if not found or bool(terms) != bool(found["sign"]):
            raise Unreadable(side[at:])
        terms.append(_term(found))
        at = found.end()
    return tuple(terms)


def _term(found: re.Match[str]) -> Term:
    sign = -1 if found["sign"] in {"-", "−"} else 1
    if found["figure"]:
        return Term(Fraction(sign), found["figure"])
    return Term(sign * Fraction(found["number"]) / (100 if found["percent"] else 1), "")


def added(terms: tuple[Term, ...], figures: Mapping[str, Fraction], *, missing: str) -> Fraction | None:
    """Return the sum of a side, None where a figure is missing that is not taken as nothing."""
    total = Fraction(0)
    nothing = Fraction(0) if missing == Missing.ZERO else None
    for term in terms:
        value = figures.get(term.figure, nothing) if term.figure else Fraction(1)
        if value is None:
            return None
        total += term.factor * value
    return total


def holds(
    operator: str, *, left: Fraction | None, right: Fraction | None, missing: str, margin_percent: int = 0
) -> bool | None:
    """Return whether a check holds, None where it is left out for a figure that is missing.

    margin_percent: of the right side, for “is within the margin of”; its limit is within.
    """
    if operator == Operator.BOTH:
        return (left is None) == (right is None)
    if left is None or right is None:
        return False if missing == Missing.FAIL else None
    if operator == Operator.NEAR:
        return abs(left - right) <= abs(right) * Fraction(margin_percent, 100)
    if operator == Operator.AT_LEAST:
        return left >= right
    return left <= right if operator == Operator.AT_MOST else left == right
