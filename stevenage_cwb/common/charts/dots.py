"""A figure in place after place: a dot each, on one scale, in the order that is given and never by size."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stevenage_cwb.common.charts.chart import FEWEST, across
from stevenage_cwb.common.figures import Figure

# Pixels from one place to the next, and from its name down to its line.
STEP, DOWN = 50, 18
# Half of the tick that stands for zero.
ZERO = 8
# The dots keep to this part of the width: a value stands behind its dot.
ROOM = Fraction(4, 5)


@dataclass(frozen=True)
class Row:
    """One place. x: of its dot; nothing where it has no value, and then `said` says why."""

    name: str
    said: str
    x: str
    name_y: int
    y: int
    is_hollow: bool

    @property
    def top(self) -> int:
        """Where the tick of zero begins: a line through all rows would run through their names."""
        return self.y - ZERO

    @property
    def bottom(self) -> int:
        return self.y + ZERO


@dataclass(frozen=True)
class Dots:
    rows: tuple[Row, ...]
    zero: str
    height: int
    template: str = "components/charts/dots.svg"


def dots(places: Sequence[tuple[str, Figure, bool]]) -> Dots | None:
    """Return the drawing of places: name, figure, whether it is provisional. None for fewer than three values."""
    amounts = [Fraction(figure.value) for _, figure, _ in places if figure.value is not None]
    if len(amounts) < FEWEST:
        return None
    least, most = min(*amounts, Fraction(0)), max(*amounts, Fraction(0))

    def x(amount: Fraction) -> str:
        # Not at the very edge, where half of a dot would be cut off.
        return across(Fraction(1, 50) + ((amount - least) / (most - least) * ROOM if most > least else 0))

    return Dots(
        rows=tuple(
            Row(
                name=name,
                said=figure.short,
                x="" if figure.value is None else x(Fraction(figure.value)),
                name_y=index * STEP + DOWN,
                y=index * STEP + DOWN + 16,
                is_hollow=is_provisional,
            )
            for index, (name, figure, is_provisional) in enumerate(places)
        ),
        zero=x(Fraction(0)),
        height=len(places) * STEP + 4,
    )
