"""One figure in period after period: bars, or a line where there are many. Both stand on zero.

The only numbers in it are figures: the values themselves, and the nought that they stand on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from stevenage_cwb.common.charts.chart import FEWEST, NARROWEST, WIDE, Note, across, room_for
from stevenage_cwb.common.figures import Figure

# From so many values on a line shows them better than bars.
LINE_FROM = 6
# Pixels: over the drawing, of it, and of its two lines of names under it.
ABOVE, TALL, NAMES = 46, 180, 48
# Part of its place that a bar takes.
BAR = Fraction(3, 5)
# Pixels under which nobody sees a bar.
LEAST_SEEN = 1


@dataclass(frozen=True, kw_only=True)
class Value:
    """A figure in its period. upper, lower: the period's name in two lines. targets: the newest first.

    is_break: what stood before cannot be compared with it. marks: the numbers of notes about the period.
    """

    name: str
    upper: str
    lower: str
    figure: Figure
    is_provisional: bool = False
    is_break: bool = False
    marks: tuple[str, ...] = ()
    targets: tuple[Figure, ...] = ()

    @property
    def amount(self) -> Fraction | None:
        return None if self.figure.value is None else Fraction(self.figure.value)


@dataclass(frozen=True)
class Bar:
    x: str
    y: int
    width: str
    height: int
    is_hollow: bool


@dataclass(frozen=True)
class Stroke:
    """A part of a line between two values."""

    x1: str
    y1: int
    x2: str
    y2: int
    is_dashed: bool


@dataclass(frozen=True)
class Dot:
    x: str
    y: int
    is_hollow: bool


@dataclass(frozen=True)
class Label:
    """Words in a drawing. anchor: start, middle or end. is_wide_only: they fit a wide page and no narrow one."""

    x: str
    y: int
    words: str
    anchor: str = "middle"
    is_wide_only: bool = False


@dataclass(frozen=True)
class Tick:
    """A target, across the place of its period. is_past: another one holds now."""

    x1: str
    x2: str
    y: int
    is_past: bool


@dataclass(frozen=True)
class Mark:
    """The number of a note. is_line: with a line down through the drawing, for nothing goes on across it."""

    x: str
    words: str
    is_line: bool


@dataclass(frozen=True)
class OverTime:
    bars: tuple[Bar, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    gaps: tuple[Label, ...]
    names: tuple[Label, ...]
    zero: int
    zero_said: str
    unseen: tuple[str, ...]
    bottom: int = ABOVE + TALL
    height: int = ABOVE + TALL + NAMES
    template: str = "components/charts/over_time.svg"

    @property
    def is_line(self) -> bool:
        return not self.bars


def over_time(values: Sequence[Value]) -> OverTime | None:
    """Return the drawing of values, the oldest first; None where there are fewer than three to be seen."""
    if sum(value.amount is not None for value in values) < FEWEST:
        return None
    plot = _Plot(values)
    is_line = len(values) >= LINE_FROM
    return OverTime(
        bars=() if is_line else tuple(plot.bars()),
        strokes=tuple(plot.strokes()) if is_line else (),
        dots=tuple(plot.dots()) if is_line else (),
        ticks=tuple(plot.ticks()),
        marks=tuple(plot.marks()),
        labels=tuple(plot.labels(plot.told() if is_line else range(len(values)))),
        gaps=tuple(plot.gaps()),
        names=tuple(plot.names()),
        zero=plot.y(Fraction(0)),
        zero_said=Figure(0, values[-1].figure.unit).short,
        unseen=tuple(plot.unseen()),
    )


def keys(drawing: OverTime | None) -> Iterator[Note]:
    """Yield what has to be known to read a drawing: of the signs that are in it, no others."""
    if drawing is None:
        return
    if any(bar.is_hollow for bar in drawing.bars) or any(dot.is_hollow for dot in drawing.dots):
        yield Note("Hollow and dashed: provisional, more may come.")
    if any(not tick.is_past for tick in drawing.ticks):
        yield Note("Line across a period: its target.")
    if any(tick.is_past for tick in drawing.ticks):
        yield Note("Dashed line across a period: a target that it had before.")
    if drawing.unseen:
        yield Note(f"Too small to be seen beside the largest: {', '.join(drawing.unseen)}.")


def told(values: Sequence[Value], *, change: str, caveat: str) -> str:
    """Return what a drawing over time says: kind and time; latest, change, highest and lowest; gaps; a caveat.

    change: how the latest differs from the one before, in words.
    """
    there = [value for value in values if value.amount is not None]
    if not there:
        return caveat
    latest = there[-1]
    words = f"Latest {latest.figure.said} in {latest.name}{', provisional' if latest.is_provisional else ''}"
    words += f", {change}" if change else ""
    if len(there) > 1:
        high, low = max(there, key=_amount), min(there, key=_amount)
        words += f"; highest {high.figure.said} in {high.name}, lowest {low.figure.said} in {low.name}"
    missing = [f"{value.name} {value.figure.said}" for value in values if value.amount is None]
    gaps = f" Without a value: {', '.join(missing)}." if missing else ""
    kind = "" if len(there) < FEWEST else f"{_kind(values)}, {values[0].name} to {values[-1].name}. "
    return f"{kind}{words}.{gaps} {caveat}".rstrip()


def _kind(values: Sequence[Value]) -> str:
    return "Line" if len(values) >= LINE_FROM else "Bars"


def _amount(value: Value) -> Fraction:
    return value.amount or Fraction(0)


class _Plot:
    """Values in their places: across by period, up and down from zero."""

    def __init__(self, values: Sequence[Value]) -> None:
        self.values = values
        amounts = [value.amount for value in values if value.amount is not None]
        aims = [Fraction(target.value) for value in values for target in value.targets if target.value is not None]
        self.most = max(*amounts, *aims, Fraction(0))
        self.least = min(*amounts, *aims, Fraction(0))

    def y(self, amount: Fraction) -> int:
        span = self.most - self.least
        # All nothing: the line of zero is the floor.
        return ABOVE + (round((self.most - amount) / span * TALL) if span else TALL)

    def x(self, index: int, *, part: Fraction = Fraction(1, 2)) -> str:
        """Return how far across a period is, or a part of its place."""
        return across((index + part) / len(self.values))

    def there(self) -> Iterator[tuple[int, Value, Fraction]]:
        for index, value in enumerate(self.values):
            if value.amount is not None:
                yield index, value, value.amount

    def bars(self) -> Iterator[Bar]:
        zero, width = self.y(Fraction(0)), across(BAR / len(self.values))
        for index, value, amount in self.there():
            y = self.y(amount)
            left = self.x(index, part=(1 - BAR) / 2)
            yield Bar(left, min(y, zero), width, abs(y - zero), value.is_provisional)

    def dots(self) -> Iterator[Dot]:
        for index, value, amount in self.there():
            yield Dot(self.x(index), self.y(amount), value.is_provisional)

    def strokes(self) -> Iterator[Stroke]:
        """Yield the parts of the line. None goes across a gap, nor to what cannot be compared."""
        for (index, before), (_, after) in pairwise(enumerate(self.values)):
            if before.amount is not None and after.amount is not None and not after.is_break:
                is_dashed = before.is_provisional or after.is_provisional
                yield Stroke(self.x(index), self.y(before.amount), self.x(index + 1), self.y(after.amount), is_dashed)

    def ticks(self) -> Iterator[Tick]:
        for index, value in enumerate(self.values):
            for place, target in enumerate(value.targets):
                if target.value is not None:
                    left, right = self.x(index, part=Fraction(0)), self.x(index, part=Fraction(1))
                    yield Tick(left, right, self.y(Fraction(target.value)), is_past=place > 0)

    def marks(self) -> Iterator[Mark]:
        for index, value in enumerate(self.values):
            if value.is_break:
                yield Mark(self.x(index, part=Fraction(0)), "", is_line=True)
            if value.marks:
                yield Mark(self.x(index), ", ".join(value.marks), is_line=False)

    def told(self) -> set[int]:
        """Return which values of a line are said in it: the latest, the highest and the lowest."""
        there = [(amount, index) for index, _, amount in self.there()]
        return {there[-1][1], max(there)[1], min(there)[1]}

    def labels(self, indexes: range | set[int]) -> Iterator[Label]:
        for index, value, amount in self.there():
            if index in indexes:
                y = self.y(amount) + (18 if amount < 0 else -9)
                room = NARROWEST // len(self.values) if isinstance(indexes, range) else NARROWEST
                is_wide_only = room_for(value.figure.short) > room + room_for("")
                yield Label(self.x(index), y, value.figure.short, self.anchor(index), is_wide_only)

    def anchor(self, index: int) -> str:
        """Return to which side words run: at the ends of a long line there is no room for half of them."""
        if len(self.values) < LINE_FROM:
            return "middle"
        return {0: "start", len(self.values) - 1: "end"}.get(index, "middle")

    def gaps(self) -> Iterator[Label]:
        """Yield a word for each run of periods that say the same instead of a value."""
        before = None
        for index, value in enumerate(self.values):
            said = value.figure.said if value.amount is None else None
            if said and said != before:
                yield Label(self.x(index), self.y(Fraction(0)) - 6, said, "start")
            before = said

    def names(self) -> Iterator[Label]:
        """Yield the names of periods in two lines, counted back from the last: as many as have room."""
        count = len(self.values)
        # At the ends words run inwards, and so need half as much again.
        needed = (
            Fraction(3, 2 if count >= LINE_FROM else 3)
            * count
            * max(room_for(words) for value in self.values for words in (value.upper, value.lower))
        )
        wide = ceil(Fraction(needed, WIDE))
        # Whatever stands on a narrow page stands on a wide one too.
        narrow = wide * ceil(Fraction(needed, NARROWEST * wide))
        for index, value in enumerate(self.values):
            if (back := count - 1 - index) % wide == 0:
                for line, words in enumerate((value.upper, value.lower)):
                    y = ABOVE + TALL + 20 + 18 * line
                    yield Label(self.x(index), y, words, self.anchor(index), is_wide_only=back % narrow > 0)

    def unseen(self) -> Iterator[str]:
        for _, value, amount in self.there():
            if amount and abs(self.y(amount) - self.y(Fraction(0))) < LEAST_SEEN:
                yield value.name
