"""What every chart is made of: a table, a title, words, and a drawing in colours that can be told apart.

Across, a drawing is measured in percent and its words in pixels: at 320 pixels the bars shrink and the words do not.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from stevenage_cwb.common.figures import Table

# Neighbours in this order keep 3:1, so it is never changed; words on the second and the fourth are dark. The colours
# stand in the drawing, for it is also a file of its own, which knows no style sheet. Four parts, and the unknown.
INK, PAPER = "#0b0c0c", "#fff"
PALETTE = (("#12436d", PAPER), ("#28a197", INK), ("#801650", PAPER), ("#f46a25", INK))
HATCHED = ("", INK)

# A label stands where there is room for it on the narrowest page, or else on a wide one only.
NARROWEST, WIDE = 288, 620
CHARACTER, PADDING = 8, 12
# Fewer values than this are said in a sentence.
FEWEST = 3


class Drawing(Protocol):
    """A kind of drawing, each with a template of its own under `templates/components/charts/`."""

    @property
    def template(self) -> str: ...


@dataclass(frozen=True)
class Link:
    words: str
    address: str


@dataclass(frozen=True)
class Note:
    """Words under a drawing. mark: the number that stands for them in it, if one does."""

    words: str
    mark: str = ""


@dataclass(frozen=True)
class Chart:
    """measure: what is drawn, of whom, of when. description: the drawing in words, for those who do not see it.

    Without a drawing, for there is too little to draw, the description stands in its place.
    """

    code: str
    title: str
    measure: str
    description: str
    drawing: Drawing | None
    table: Table
    source: str
    links: tuple[Link, ...]
    notes: tuple[Note, ...] = ()


def across(part: Fraction) -> str:
    """Return a part of the width as SVG writes it, to a tenth of a percent: a pixel of the widest page."""
    return f"{round(part * 1_000) / 10:g}%"


def room_for(words: str) -> int:
    """Return how many pixels words need."""
    return len(words) * CHARACTER + PADDING
