"""The formulas of the balance sheet. Pure: whole numbers in, whole pence or exact fractions out.

`docs/measures.md` has each with worked numbers. Fractions are exact; pence are rounded once, by `whole_pence`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

# What a pound in a year's time is worth less than one now. Source: HM Treasury's Green Book.
GREEN_BOOK_RATE = Fraction("0.035")


class NotAShare(Exception):
    """A part of something is from 0 to 1."""


class NothingPutIn(Exception):
    """There is no return on nothing."""


class Discounting(IntEnum):
    """By how many years the first year's impact is discounted. Both are in use, so what is stated names its own."""

    END_OF_YEAR = 1
    START_OF_YEAR = 0


@dataclass(frozen=True)
class Worth:
    """What a quantity may be said to be worth, in pence."""

    low: int
    central: int
    high: int

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.low + other.low, self.central + other.central, self.high + other.high)


def whole_pence(pence: Fraction) -> int:
    """Return whole pence, a half away from nothing: what is lost is as large as the same gained."""
    doubled, parts = 2 * abs(pence.numerator), pence.denominator
    rounded = (doubled + parts) // (2 * parts)
    return -rounded if pence < 0 else rounded


def worth(parts: int, *, scale: int, rates: Worth) -> Worth:
    """Return what a quantity is worth at pence for each one. parts: of which `scale` make one. Source: A8, C9."""
    quantity = Fraction(parts, scale)
    return Worth(*(whole_pence(quantity * rate) for rate in (rates.low, rates.central, rates.high)))


def net_position(*, held: int, owed: int) -> int:
    """Return what is held, in pence, less what is owed. Source: A8."""
    return held - owed


def leakage(came_in: int, *, leaked: Fraction) -> int:
    """Return what left the area of the pence that came in, as an amount below nothing. Source: A8, C8.

    Raises NotAShare.
    """
    return -whole_pence(came_in * _share(leaked))


def impact(pence: Fraction, *, deadweight: Fraction, displacement: Fraction, attribution: Fraction) -> Fraction:
    """Return what a change was worth less what would have happened anyway, elsewhere, or is owed to others.

    Source: C10. Raises NotAShare.
    """
    for lost in (deadweight, displacement, attribution):
        pence *= 1 - _share(lost)
    return pence


def yearly_impacts(first: Fraction, *, drop_off: Fraction, years: int) -> list[Fraction]:
    """Return the impact of each year: the first whole, each later one less by the drop-off.

    Source: C10. Raises NotAShare.
    """
    kept = 1 - _share(drop_off)
    return [first * kept**year for year in range(years)]


def present_value(
    impacts: Sequence[Fraction], *, discounting: Discounting, rate: Fraction = GREEN_BOOK_RATE
) -> Fraction:
    """Return what yearly impacts are worth now. Source: C10."""
    return sum((pence / (1 + rate) ** year for year, pence in enumerate(impacts, start=discounting)), Fraction(0))


def social_return(value: Fraction, *, put_in: int) -> Fraction:
    """Return the value for each pound put in, both in pence: never said without its range and what was put in.

    Source: C10. Raises NothingPutIn.
    """
    if put_in <= 0:
        raise NothingPutIn
    return value / put_in


def net_value(value: Fraction, *, put_in: int) -> int:
    """Return the value less what was put in, in whole pence. Source: C10."""
    return whole_pence(value - put_in)


def _share(part: Fraction) -> Fraction:
    if not 0 <= part <= 1:
        raise NotAShare
    return part
