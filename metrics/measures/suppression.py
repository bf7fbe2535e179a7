"""Which cells about few people are kept back, so that nothing published gives them away.

Pure: it knows cells, lines that add up, and what was published before. docs/measures.md, "Few people", has the rules.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from metrics.models import Period

# Numerator, and denominator where there is one.
Value = tuple[int, int | None]


class Cell(NamedTuple):
    """What a figure of a metric is of. neighbourhood: "" is the borough. dimension, category: "" is all."""

    period: Period
    neighbourhood: str
    dimension: str
    category: str


# A cell with the value that it had in a release: the same value twice is one unknown, a revised one another.
Unknown = tuple[Cell, Value]
Equation = dict[Unknown, Fraction]


@dataclass(frozen=True)
class Line:
    """Parts that add up to a whole, and what no part holds: a reader who has all but one has that one too."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Release:
    """What stood in a table at one time: every cell's value, and those that readers did not get."""

    values: Mapping[Cell, Value]
    lines: tuple[Line, ...]
    kept_back: frozenset[Cell] = frozenset()


def is_small(*, least: int, counts: Iterable[int], is_share: bool) -> bool:
    """Return whether a figure is about fewer people than may be shown. least: 0 where it is not about people.

    A count of nobody is about nobody. But of a share, none and all say the same of each person in the whole.
    """
    return any(count < least and (is_share or count != 0) for count in counts)


def kept_back(new: Release, *, small: Collection[Cell], least: int, before: Sequence[Release] = ()) -> frozenset[Cell]:
    """Return the cells of a new release to keep back: the small ones, and what would give away any that ever was.

    `new.values` has every cell, those that did not change with them. before: all releases, oldest first; what they
    showed cannot be taken back, so it is no cover. The same input has the same output.
    """
    public = {(cell, each.values[cell]) for each in before for cell in each.values if cell not in each.kept_back}
    open_to_us = {cell for cell, value in new.values.items() if (cell, value) not in public}
    lost = recoverable(before)
    hidden = frozenset(small) | _still_kept(new, before)
    while True:
        release = Release(new.values, new.lines, hidden)
        told = {cell for cell, _ in recoverable([*before, release]) - lost}
        places = (where & open_to_us - hidden for where in _where_to_cover(release, told, open_to_us, least=least))
        cells = next((cells for cells in places if cells), None)
        if not cells:
            return hidden
        hidden |= {_least_loss(cells, release)}


def _still_kept(new: Release, before: Sequence[Release]) -> frozenset[Cell]:
    """Return what was kept back and has not changed since: shown now, it would have been shown then."""
    last = before[-1] if before else Release({}, ())
    return frozenset(cell for cell in last.kept_back if new.values.get(cell) == last.values[cell])


def _where_to_cover(
    release: Release, told: Collection[Cell], secret: Collection[Cell], *, least: int
) -> Iterator[frozenset[Cell]]:
    """Yield where something more has to be kept back, what helps most first.

    That is: a line with one unknown, which tells it; a line that keeps back too little; any line of a cell that is
    told, through several lines together; anywhere.
    """
    lines = [(line, frozenset(line.cells)) for line in release.lines]
    unknown = release.kept_back & frozenset(secret)
    yield from (cells for _, cells in lines if len(cells & unknown) == 1 and cells & unknown <= frozenset(told))
    yield from (cells for line, cells in lines if _is_thin(line, release, least=least))
    yield from (cells for _, cells in lines if not cells.isdisjoint(told))
    if told:
        yield frozenset(release.values)


def _least_loss(cells: Iterable[Cell], release: Release) -> Cell:
    """Return the cell that readers miss least: a part rather than a whole, the smallest; but nothing covers little."""
    wholes = {line.whole for line in release.lines}
    return min(
        cells, key=lambda cell: (cell in wholes, not release.values[cell][0], abs(release.values[cell][0]), cell)
    )


def _is_thin(line: Line, release: Release, *, least: int) -> bool:
    """Return whether a reader could tell that what a line keeps back is under `least`.

    Where its whole is shown, each kept part is at least one, and so at most the sum less one for each other.
    """
    kept = [cell for cell in line.parts if cell in release.kept_back]
    most = sum(release.values[cell][0] for cell in kept) - (len(kept) - 1)
    return bool(kept) and line.whole not in release.kept_back and most < least


def recoverable(releases: Sequence[Release]) -> set[Unknown]:
    """Return the unknowns that follow from all that was published, by adding and subtracting alone.

    Every line of every release is one equation; a cell that some release shows with the same value is known.
    """
    shown = {(cell, each.values[cell]) for each in releases for cell in each.values if cell not in each.kept_back}
    equations = (_equation(line, each, shown) for each in releases for line in each.lines if line.whole in each.values)
    # Most lines are the same in every release: each counts once.
    different = {frozenset(equation.items()): equation for equation in equations}
    return {next(iter(row)) for row in _reduced(different.values()) if len(row) == 1}


def _equation(line: Line, release: Release, shown: Collection[Unknown]) -> Equation:
    signed = [(line.whole, Fraction(-1)), *((part, Fraction(1)) for part in line.parts if part in release.values)]
    return {(cell, release.values[cell]): sign for cell, sign in signed if (cell, release.values[cell]) not in shown}


def _reduced(equations: Iterable[Equation]) -> list[Equation]:
    """Return the reduced row echelon form: an unknown that the equations determine has a row of its own."""
    rows: dict[Unknown, Equation] = {}
    for equation in equations:
        row = _less(equation, rows)
        if row:
            pivot = min(row, key=str)
            row = {unknown: factor / row[pivot] for unknown, factor in row.items()}
            rows = {each: _less(other, {pivot: row}) for each, other in rows.items()} | {pivot: row}
    return list(rows.values())


def _less(row: Equation, pivots: Mapping[Unknown, Equation]) -> Equation:
    """Return a row without the unknowns that have a row of their own. Those rows hold none of each other's."""
    result = dict(row)
    for pivot in [unknown for unknown in row if unknown in pivots]:
        factor = row[pivot]
        for unknown, share in pivots[pivot].items():
            result[unknown] = result.get(unknown, Fraction(0)) - factor * share
    return {unknown: factor for unknown, factor in result.items() if factor}
