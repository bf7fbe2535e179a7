"""Draws the wheel from the charter's rows: what it is for in the hub, what it stands on, what is done.

All segments of a ring are of one size, so that no area says anything. What is measured of each foundation comes in
from outside: the charter knows nothing of metrics.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from textwrap import wrap

from django.urls import reverse

from charter.pages.wording import Activity, Named, Words, words

# Radii, in units of the drawing. Its middle is 0, 0.
HUB = 64
FOUNDATIONS = (67, 216)
ACTIVITIES = (220, 318)
# Degrees, clockwise from the top, where the first foundation begins.
START = -90
# Between activities, so that each has an outline of its own, dashed or not.
GAP = 0.6
# Activities in narrower segments are drawn with their mark alone.
LEAST_FOR_WORDS = 29
LINE = 15
HUB_CHARACTERS, FOUNDATION_CHARACTERS, ACTIVITY_CHARACTERS = 17, 17, 13
NEEDS_FUNDING = "needs funding"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many measures a foundation has and how they stand; the rest has no target yet, or it is too early to say."""

    measures: int
    good: int
    behind: int
    gaps: int
    address: str

    @property
    def others(self) -> int:
        return self.measures - self.good - self.behind - self.gaps

    @property
    def said(self) -> tuple[str, ...]:
        """Return it in words: 3 measures, 1 met or on track, 2 not yet measured. What there is none of is left out."""
        parts = [(self.good, "met or on track"), (self.behind, "behind"), (self.gaps, "not yet measured")]
        whole = f"{self.measures} measure{'' if self.measures == 1 else 's'}"
        return (whole, *(f"{count} {what}" for count, what in parts if count))


@dataclass(frozen=True)
class Line:
    y: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of a ring as drawn, and as it is read out. x, y: the middle of what is written in it.

    mark: what stands in it where there is no room for words. lines: the first `strong` of them are its name.
    """

    mark: str
    said: str
    address: str
    path: str
    x: int
    y: int
    lines: tuple[Line, ...]
    strong: int


@dataclass(frozen=True)
class Doing:
    """An activity with its segment. benefit: the name of what it is for."""

    activity: Activity
    benefit: str
    segment: Segment


@dataclass(frozen=True)
class Spoke:
    """A foundation, what is measured of it, and what is done for it. counted: None where nobody knows now."""

    foundation: Named
    counted: Counted | None
    segment: Segment
    doings: tuple[Doing, ...]


@dataclass(frozen=True)
class Wheel:
    """hub: the lines in the middle, one benefit below the other. radius: of the hub."""

    benefits: tuple[Named, ...]
    radius: int
    hub: tuple[Line, ...]
    spokes: tuple[Spoke, ...]
    is_proposed: bool


def wheel(counted: Mapping[str, Counted]) -> Wheel:
    """Return the wheel of today. counted: by the code of the foundation. No query while the words are fresh."""
    today = words()
    lines = [line for benefit in today.benefits for line in wrap(benefit.name, HUB_CHARACTERS)]
    return Wheel(
        benefits=today.benefits,
        radius=HUB,
        hub=_lines(lines, y=0),
        spokes=tuple(_spokes(today, counted)),
        is_proposed=any(activity.is_proposed for activity in today.activities),
    )


def _spokes(today: Words, counted: Mapping[str, Counted]) -> Iterator[Spoke]:
    # At least two: half a circle is the most that one arc draws.
    turn = 360 / max(len(today.foundations), 2)
    names = {each.code: each.name for each in today.benefits}
    doing = {each.code: [a for a in today.activities if a.foundation == each.code] for each in today.foundations}
    # All outer segments are as wide as the fullest quarter makes them; the others stand in the middle of theirs.
    slot = turn / max(1, *(len(own) for own in doing.values())) if doing else turn
    for number, foundation in enumerate(today.foundations):
        start, own, mark = START + number * turn, doing[foundation.code], chr(ord("A") + number)
        first = start + (turn - slot * len(own)) / 2
        known = counted.get(foundation.code)
        yield Spoke(
            foundation,
            known,
            _foundation(foundation, known, mark=mark, start=start, end=start + turn),
            tuple(
                Doing(
                    activity,
                    names[activity.benefit],
                    _activity(activity, f"{mark}{place + 1}", at=first + place * slot, slot=slot),
                )
                for place, activity in enumerate(own)
            ),
        )


def _foundation(foundation: Named, known: Counted | None, *, mark: str, start: float, end: float) -> Segment:
    name = wrap(foundation.name, FOUNDATION_CHARACTERS)
    figures = known.said if known else ()
    return _segment(
        FOUNDATIONS,
        start=start,
        end=end,
        mark=mark,
        said=", ".join([foundation.name, *figures]),
        address=known.address if known else f"{reverse('charter:charter')}#the-foundations",
        lines=[*name, *figures],
        strong=len(name),
    )


def _activity(activity: Activity, mark: str, *, at: float, slot: float) -> Segment:
    name = wrap(activity.name, ACTIVITY_CHARACTERS)
    funds = [NEEDS_FUNDING] if activity.needs_outside_funds else []
    return _segment(
        ACTIVITIES,
        start=at + GAP,
        end=at + slot - GAP,
        mark=mark,
        said=", ".join([activity.name, activity.state, *funds]),
        address=f"{reverse('charter:charter')}#wheel-{activity.code}",
        lines=[*name, *funds] if slot >= LEAST_FOR_WORDS else [],
        strong=len(name),
    )


def _segment(
    ring: tuple[int, int],
    *,
    start: float,
    end: float,
    mark: str,
    said: str,
    address: str,
    lines: Sequence[str],
    strong: int,
) -> Segment:
    inner, outer = ring
    x, y = _point((inner + outer) / 2, (start + end) / 2)
    return Segment(
        mark=mark,
        said=said,
        address=address,
        path=(
            f"M{_xy(outer, start)}A{outer} {outer} 0 0 1 {_xy(outer, end)}"
            f"L{_xy(inner, end)}A{inner} {inner} 0 0 0 {_xy(inner, start)}Z"
        ),
        x=round(x),
        y=round(y),
        lines=_lines(lines, y=round(y)),
        strong=strong,
    )


def _lines(found: Sequence[str], *, y: int) -> tuple[Line, ...]:
    """Return lines one below the other, their middle at y."""
    first = y - (len(found) - 1) * LINE // 2
    return tuple(Line(first + place * LINE, each) for place, each in enumerate(found))


def _point(radius: float, degrees: float) -> tuple[float, float]:
    return radius * cos(radians(degrees)), radius * sin(radians(degrees))


def _xy(radius: float, degrees: float) -> str:
    x, y = _point(radius, degrees)
    # Adding nothing makes -0.0 a 0.0.
    return f"{round(x, 1) + 0:g} {round(y, 1) + 0:g}"
