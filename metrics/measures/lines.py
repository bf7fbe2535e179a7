"""Which figures of one metric add up to which: over places, over categories, over time."""

from collections.abc import Mapping

from metrics.measures.suppression import Cell, Line, Value
from metrics.models import Period, Span

# From short to long.
SPANS = list(Span)


def lines(values: Mapping[Cell, Value], *, over_places: bool, over_time: bool) -> tuple[Line, ...]:
    """Return the lines of a metric's cells: values are numerators and denominators.

    What no category and no place holds is told, or thought to be nothing: those lines stand. Periods are a line only
    where they add up: a year of which one quarter is on record says nothing of that quarter.
    """
    parts: dict[tuple[Cell, str], list[Cell]] = {}
    for cell in sorted(values):
        for whole, way in _wholes(cell, over_places=over_places, over_time=over_time):
            if whole in values:
                parts.setdefault((whole, way), []).append(cell)
    return tuple(
        Line(whole, tuple(cells))
        for (whole, way), cells in parts.items()
        if way not in SPANS or sum(values[cell][0] for cell in cells) == values[whole][0]
    )


def _wholes(cell: Cell, *, over_places: bool, over_time: bool) -> list[tuple[Cell, str]]:
    """Return what a cell is a part of, and by which way of parting."""
    found = []
    if cell.dimension:
        found.append((cell._replace(dimension="", category=""), cell.dimension))
    if over_places and cell.neighbourhood:
        found.append((cell._replace(neighbourhood=""), "place"))
    if over_time:
        longer = SPANS[SPANS.index(Span(cell.period.span)) + 1 :]
        periods = [Period.of(span, on=cell.period.starts_on) for span in longer]
        found += [(cell._replace(period=period), cell.period.span) for period in periods]
    return found
