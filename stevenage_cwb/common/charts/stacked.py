"""Bars stacked to a whole, one for each line of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from stevenage_cwb.common.charts.chart import HATCHED, NARROWEST, PALETTE, WIDE, across, room_for
from stevenage_cwb.common.figures import Figure, Table

# Pixels: the words over a bar, the bar, the room under it, and one of the names that hang over the first bar.
WORDS, BAR, GAP, NAME = 25, 34, 20, 21


@dataclass(frozen=True)
class Segment:
    """A part of one bar, placed as SVG writes it. is_wide_only: its label fits a wide page and no narrow one."""

    x: str
    width: str
    y: int
    label: str
    label_x: str
    label_y: int
    is_wide_only: bool


@dataclass(frozen=True)
class Part:
    """One part of all bars, and its name with a line down to the first. No fill: hatched, for it is not known."""

    name: str
    fill: str
    ink: str
    x: str
    y: int
    line_from: int
    hangs_left: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Bar:
    """The words over one bar, or in place of one that cannot be drawn."""

    name: str
    beside: str
    total: str
    y: int
    is_drawn: bool


@dataclass(frozen=True)
class StackedBars:
    """first: the top of the first bar, where the lines from the names end."""

    bars: tuple[Bar, ...]
    parts: tuple[Part, ...]
    first: int
    height: int
    thickness: int = BAR
    template: str = "components/charts/stacked_bars.svg"


def stacked_bars(table: Table, *, parts: Sequence[str], total: str, beside: str) -> StackedBars:
    """Return a bar for each line, stacked to a whole from the columns `parts`. The last of them is what is not known.

    total, beside: the columns whose words stand over each bar. A line without one of the parts, or with one that is
    less than nothing, cannot be drawn: it comes last, in words.
    """
    stacks = {line.code: _stack([table.figure(line.code, part) for part in parts]) for line in table.lines}
    lines = sorted(table.lines, key=lambda line: not stacks[line.code])
    drawn = [stacks[line.code] for line in lines if stacks[line.code]]
    # A part that is nothing in every bar is not there, and has no name either.
    shown = [index for index in range(len(parts)) if any(stack[index].width for stack in drawn)]
    words, tops, height = _layout(len(lines), drawn=len(drawn), names=len(shown))
    return StackedBars(
        bars=tuple(
            Bar(
                name=line.name,
                beside=table.figure(line.code, beside).said,
                total=table.figure(line.code, total).short,
                y=y,
                is_drawn=bool(stacks[line.code]),
            )
            for line, y in zip(lines, words, strict=True)
        ),
        parts=_parts([table.column(part).name for part in parts], shown, drawn, tops),
        first=tops[0] if tops else 0,
        height=height,
    )


def described(table: Table, *, part: str, unknown: str, caveat: str) -> str:
    """Return what stacked bars say: kind and time; latest, change, highest and lowest of a part; the unknown; a caveat.

    The first line is the latest.
    """
    told = [(line.name, table.figure(line.code, part)) for line in table.lines]
    newest, latest = told[0]
    trend = ""
    if len(told) > 1:
        high, low = max(told, key=_amount), min(told, key=_amount)
        trend = f", {_change(told[1][1], latest)} on {told[1][0]}; highest {high[1].short} in {high[0]}"
        trend += f", lowest {low[1].short} in {low[0]}"
    return " ".join(
        [
            f"Stacked bars, {told[-1][0] + ' back from ' if len(told) > 1 else ''}{newest}.",
            f"{table.column(part).name}: latest {latest.short}{trend}.",
            f"{table.column(unknown).name} in {newest}: {table.figure(table.lines[0].code, unknown).short}.",
            caveat,
        ]
    ).rstrip()


@dataclass(frozen=True)
class _Piece:
    """A figure in its place in a bar, from and to as parts of the whole bar."""

    figure: Figure
    start: Fraction
    end: Fraction

    @property
    def width(self) -> Fraction:
        return self.end - self.start

    @property
    def middle(self) -> Fraction:
        return (self.start + self.end) / 2


def _stack(figures: Sequence[Figure]) -> list[_Piece]:
    """Return the pieces of a bar; none where it cannot be drawn."""
    amounts = [int(figure.value) for figure in figures if figure.value is not None]
    if len(amounts) < len(figures) or min(amounts) < 0 or not sum(amounts):
        return []
    ends = [Fraction(end, sum(amounts)) for end in accumulate(amounts)]
    return [_Piece(*piece) for piece in zip(figures, [Fraction(0), *ends], ends, strict=False)]


def _layout(count: int, *, drawn: int, names: int) -> tuple[list[int], list[int], int]:
    """Return where the words of each bar stand, the tops of the bars, and the height of it all."""
    words, tops, y = [], [], 0
    for index in range(count):
        words.append(y + 17)
        y += WORDS
        if index < drawn:
            y += names * NAME + 4 if index == 0 else 0
            tops.append(y)
            y += BAR
        y += GAP
    return words, tops, y - GAP + 2


def _parts(names: list[str], shown: list[int], stacks: list[list[_Piece]], tops: list[int]) -> tuple[Part, ...]:
    """Return the parts with their names hung over the first bar, so that no line to the bar runs through a name.

    From left to right each name hangs lower than the one before; those of the right half run to the left, and the
    rightmost of them hangs highest.
    """
    middles = {index: stacks[0][index].middle for index in shown}
    to_the_right = [index for index in shown if middles[index] <= Fraction(1, 2)]
    order = [*to_the_right, *reversed([index for index in shown if index not in to_the_right])]
    colours = [*PALETTE[: len(names) - 1], HATCHED]
    return tuple(
        Part(
            name=names[index],
            fill=colours[index][0],
            ink=colours[index][1],
            x=across(middles[index]),
            y=WORDS + order.index(index) * NAME + 14,
            line_from=WORDS + order.index(index) * NAME + 2,
            hangs_left=index not in to_the_right,
            segments=tuple(
                _segment(stack[index], top) for stack, top in zip(stacks, tops, strict=True) if stack[index].width
            ),
        )
        for index in shown
    )


def _segment(piece: _Piece, top: int) -> Segment:
    needed = room_for(piece.figure.short)
    return Segment(
        x=across(piece.start),
        width=across(piece.width),
        y=top,
        label=piece.figure.short if piece.width * WIDE >= needed else "",
        label_x=across(piece.middle),
        label_y=top + BAR // 2 + 5,
        is_wide_only=piece.width * NARROWEST < needed,
    )


def _amount(told: tuple[str, Figure]) -> int:
    return int(told[1].value or 0)


def _change(before: Figure, after: Figure) -> str:
    change = int(after.value or 0) - int(before.value or 0)
    if not change:
        return "unchanged"
    return f"{'up' if change > 0 else 'down'} {Figure(abs(change), after.unit).short}"
