"""The shape of the last few values, without a scale: always beside a figure, and never instead of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stevenage_cwb.common.charts.chart import FEWEST
from stevenage_cwb.common.figures import Figure

WIDTH, HEIGHT, EDGE = 120, 32, 4
MOST = 8


@dataclass(frozen=True)
class Sparkline:
    """runs: points of lines as SVG writes them, one for each run of values without a gap. last: of the latest value."""

    runs: tuple[str, ...]
    last_x: int
    last_y: int
    is_hollow: bool
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(figures: Sequence[Figure], *, is_provisional: bool = False) -> Sparkline | None:
    """Return the shape of the last eight figures, the oldest first. None for fewer than three values.

    is_provisional: the latest is.
    """
    values = [None if figure.value is None else Fraction(figure.value) for figure in figures[-MOST:]]
    there = [value for value in values if value is not None]
    if len(there) < FEWEST:
        return None
    least, most = min(there), max(there)
    runs: list[list[tuple[int, int]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            part = (value - least) / (most - least) if most > least else Fraction(1, 2)
            across = EDGE + round(Fraction(index, len(values) - 1) * (WIDTH - 2 * EDGE))
            runs[-1].append((across, HEIGHT - EDGE - round(part * (HEIGHT - 2 * EDGE))))
    runs = [run for run in runs if run]
    last_x, last_y = runs[-1][-1]
    return Sparkline(tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs), last_x, last_y, is_provisional)
