"""The formulas of metrics. Pure: whole numbers in, exact fractions out, rounded only where they are said.

`docs/measures.md` has each with worked numbers. The formulas of local spend are in `spending.measures`, and are used
here as they are: one definition makes a number.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from spending.measures import percent

# A ratio such as the Local Multiplier is said to so many places.
TIMES_PLACES = 2


class NotAvailable(Exception):
    """There is nothing to divide by, or nothing to take the middle of."""


def ratio(*, numerator: int, denominator: int) -> Fraction:
    """Return numerator over denominator, exactly. Raises NotAvailable: nothing of nothing is not 0 %."""
    if denominator <= 0:
        raise NotAvailable
    return Fraction(numerator, denominator)


def in_units(amount: int, *, scale: int) -> Decimal:
    """Return an amount of smallest parts in units, exactly: 1,250 hundredths of an hour are 12.5 hours."""
    decimals = len(str(scale)) - 1
    return Decimal(amount).scaleb(-decimals)


def as_percent(share: Fraction, *, base: int) -> Decimal:
    """Return a ratio as a percentage: whole, or to one decimal over a base of more than 1,000. Half-way to even."""
    return percent(share, base=base)


def as_times(share: Fraction) -> Decimal:
    """Return a ratio to two decimal places, half-way values to the even side."""
    return Decimal(round(share * 10**TIMES_PLACES)).scaleb(-TIMES_PLACES)


def median(counted: Mapping[int, int], *, scale: int = 1) -> int:
    """Return the middle of values that each come so many times, in parts of `scale`. Raises NotAvailable for none.

    Between two middle values it is half-way, rounded to the even part. Source: docs/measures.md, "Medians".
    """
    count = sum(counted.values())
    if not count:
        raise NotAvailable
    middle = [_nth(counted, (count - 1) // 2), _nth(counted, count // 2)]
    return round(Fraction(sum(middle) * scale, 2))


def _nth(counted: Mapping[int, int], index: int) -> int:
    seen = 0
    for value in sorted(counted):
        seen += counted[value]
        if seen > index:
            return value
    raise IndexError(index)


def not_stated(*, whole: int, parts: Iterable[int]) -> int:
    """Return what no category holds. Raises Over where the parts are more than the whole: then a count is wrong."""
    rest = whole - sum(parts)
    if rest < 0:
        raise Over(-rest)
    return rest


class Over(Exception):
    """Categories add up to more than the whole, by so many parts."""
