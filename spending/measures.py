"""The formulas of local spend. Pure: whole numbers in, exact fractions out, rounded only where they are said.

`docs/measures.md` has each with worked numbers. An amount is pence, payments or suppliers: all of one call in one unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# Under the first no share is published, under the second only with its bounds. Proposed, docs/measures.md, "Coverage".
LEAST_COVERAGE = Fraction(80, 100)
SURE_COVERAGE = Fraction(95, 100)
# Over so many payments (or suppliers) a percentage has a decimal: with fewer it would claim more than is known.
LARGE_BASE = 1_000


class NotAvailable(Exception):
    """There is nothing to divide by, or a part is less than nothing or more than the whole."""


class TooLittleKnown(Exception):
    """Less than LEAST_COVERAGE of the amount has a place."""


@dataclass(frozen=True)
class Bounds:
    """What a figure lies between, whatever the unknown turns out to be."""

    lower: Fraction
    upper: Fraction


def part_of(part: int, whole: int) -> Fraction:
    """Return part of whole, from 0 to 1. Raises NotAvailable outside that: credits can make any sum negative."""
    if whole <= 0 or not 0 <= part <= whole:
        raise NotAvailable
    return Fraction(part, whole)


def percent(share: Fraction, *, base: int) -> Decimal:
    """Return a share as a percentage, half-way values to the even side.

    Whole, and to one decimal place where `base`, the payments or suppliers it is a share of, is over 1,000.
    """
    decimals = 1 if base > LARGE_BASE else 0
    return Decimal(round(share * 100 * 10**decimals)).scaleb(-decimals)


def coverage(*, located: int, analysed: int) -> Fraction:
    """Return how much of the analysed amount has a place. Source: C6."""
    return part_of(located, analysed)


def local_share(*, local: int, located: int, analysed: int) -> Fraction:
    """Return the local part of the located amount. Source: C6; by suppliers or payments the same.

    Raises TooLittleKnown under LEAST_COVERAGE, NotAvailable where no share can be had.
    """
    return share_of(local, located, located=located, analysed=analysed)


def share_of(part: int, whole: int, *, located: int, analysed: int) -> Fraction:
    """Return part of any whole, under the same refusals as `local_share`."""
    if coverage(located=located, analysed=analysed) < LEAST_COVERAGE:
        raise TooLittleKnown
    return part_of(part, whole)


def bounds(*, local: int, unknown: int, analysed: int) -> Bounds:
    """Return the local part of all that is analysed: with none of the unknown local, and with all of it. Source: C6."""
    part_of(unknown, analysed)
    return Bounds(lower=part_of(local, analysed), upper=part_of(local + unknown, analysed))


def is_sure(*, located: int, analysed: int) -> bool:
    """Return whether a share may stand without its bounds: SURE_COVERAGE is reached."""
    return analysed > 0 and Fraction(located, analysed) >= SURE_COVERAGE


def leakage(share: Fraction) -> Fraction:
    """Return what goes elsewhere: all but the local share. Source: C8."""
    return 1 - share


def concentration(largest: Iterable[int], *, analysed: int) -> Fraction:
    """Return what the largest suppliers have of the analysed amount. Source: B5, P10, with the ten largest."""
    return part_of(sum(largest), analysed)


def likely_small_share(*, small: int, not_small: int) -> Fraction:
    """Return the likely small suppliers' part of what went to suppliers whose size is known.

    A proxy, from the accounts that companies file: not the share of small and medium enterprises. Source: B5, P04.
    """
    return part_of(small, small + not_small)


def community_share(*, community: int, analysed: int) -> Fraction:
    """Return what went to charities, community interest companies and mutuals, by legal form, of all that is analysed.

    A proxy for voluntary, community and social enterprises (VCSE). Grants are no part of either. Source: B5, P05.
    """
    return part_of(community, analysed)


def multiplier(*, received: int, respent: int, respent_again: int) -> Fraction:
    """Return the Local Multiplier 3, from 1 (nothing is spent again locally) to 3 (all is). Source: C7, (R1+R2+R3)/R1.

    received: R1. respent: R2, the part of it that its receivers spent locally. respent_again: R3, the part of R2 that
    those who got it spent locally. Raises NotAvailable where one is more than the one before, or R1 is nothing.
    """
    if received <= 0 or not 0 <= respent_again <= respent <= received:
        raise NotAvailable
    return Fraction(received + respent + respent_again, received)


def respend_rate(*, respent: int, received: int) -> Fraction:
    """Return what suppliers spent again locally of what they received. Only of those that answered. Source: C8."""
    return part_of(respent, received)


def respend_range(*, respent: int, answered: int, asked: int) -> Bounds:
    """Return the re-spend rate of all that were asked: were the silent to spend nothing locally, and all of it.

    answered, asked: what those that answered, and all that were asked, received. Source: C8.
    """
    part_of(respent, answered)
    part_of(answered, asked)
    return bounds(local=respent, unknown=asked - answered, analysed=asked)
