"""By how much a figure is another than the one before it. Pure; docs/measures.md, "Changes", has it with numbers."""

from decimal import Decimal
from fractions import Fraction


def percentage_points(*, before: Fraction, after: Fraction, decimals: int) -> Decimal:
    """Return after less before, two exact shares, in percentage points. Half-way values go to the even side."""
    return Decimal(round((after - before) * 100 * 10**decimals)).scaleb(-decimals)


def decimals_of(*said: int | Decimal) -> int:
    """Return how many decimals the roughest of some values is said with: a change is no surer than either end."""
    return min(len(str(value).partition(".")[2]) for value in said)
