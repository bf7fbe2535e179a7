"""A figure beside what it was to be and what it was: a bar, a tick for its target, a tick for the year before."""

from dataclasses import dataclass
from fractions import Fraction

from stevenage_cwb.common.charts.chart import across
from stevenage_cwb.common.figures import Figure

# Pixels: the words over the bar, the bar, and a line of words under it for each tick.
WORDS, BAR, LINE = 24, 30, 22


@dataclass(frozen=True)
class Mark:
    """A tick across the bar, and under it its sign with words: beside the tick they would run into each other."""

    x: str
    words: str
    top: int
    y: int
    is_target: bool


@dataclass(frozen=True)
class Bullet:
    width: str
    said: str
    is_hollow: bool
    marks: tuple[Mark, ...]
    y: int = WORDS
    thickness: int = BAR
    # The ticks stand out over the bar, so that they are seen on it.
    top: int = WORDS - 5
    bottom: int = WORDS + BAR + 5
    height: int = WORDS + BAR + 2 * LINE + 14
    template: str = "components/charts/bullet.svg"


def bullet(value: Figure, *, target: Figure, before: Figure, is_provisional: bool) -> Bullet | None:
    """Return the drawing; None where one of the three is not there or less than nothing."""
    amounts = [Fraction(each.value) for each in (value, target, before) if each.value is not None and each.value >= 0]
    most = max(amounts, default=Fraction(0))
    if len(amounts) < len((value, target, before)) or not most:
        return None
    parts = [amount / most for amount in amounts]
    told = (("Target", target, parts[1], True), ("Year before", before, parts[2], False))
    return Bullet(
        width=across(parts[0]),
        said=value.short,
        is_hollow=is_provisional,
        marks=tuple(
            Mark(
                across(part),
                f"{name} {figure.short}",
                WORDS + BAR + LINE * line + 12,
                WORDS + BAR + LINE * line + 27,
                is_target,
            )
            for line, (name, figure, part, is_target) in enumerate(told)
        ),
    )
