"""What changed since the year before, in plain sentences that are written from the figures."""

from dataclasses import dataclass, replace
from decimal import Decimal

from metrics import measures
from metrics.measures import Course
from metrics.measures.change import decimals_of, percentage_points
from metrics.models import Comparability, Definition, Kind, Marker
from metrics.pages.naming import in_words
from metrics.pages.observed import Point
from spending.pages.share.sentences import Piece, Sentence
from stevenage_cwb.common.figures import Figure, Unit


@dataclass(frozen=True)
class Change:
    """By how much a figure is another than the one before it, and whether that is what is hoped for."""

    before: Point
    after: Point
    figure: Figure
    course: Course

    @property
    def words(self) -> str:
        """Return it in words: up 3 percentage points."""
        more = self.figure.value or 0
        if not more:
            return "the same" if self.before.exact == self.after.exact else "about the same"
        return f"{'up' if more > 0 else 'down'} {amount_said(self.figure)}"

    @property
    def verdict(self) -> str:
        """Return whether that is better, ready to follow other words; nothing where nobody says, or nothing moved."""
        return f", {self.course}" if self.course and self.figure.value else ""

    @property
    def on_the_year(self) -> str:
        linked = "on" if self.figure.value else "as"
        return f"{self.words} {linked} the year before{self.verdict}"

    @property
    def sentence(self) -> Sentence:
        after, before = self.after, self.before
        return Sentence(
            (
                Piece("It was "),
                piece(before.figure),
                Piece(f" in {in_words(before.period)}, and "),
                piece(after.figure),
                Piece(f" in {in_words(after.period)}{', provisional' if after.is_provisional else ''}: "),
                Piece(self.words, is_figure=bool(self.figure.value)),
                Piece(f"{self.verdict}."),
            )
        )


def change(before: Point | None, after: Point, meant: Definition) -> Change | None:
    """Return how a figure changed, None where it cannot be said. meant: the definition of the later figure."""
    if before is None or before.exact is None or after.exact is None or not comparable(before, after, meant):
        return None
    # What adds up over a year that is not over would seem to fall.
    if Kind(meant.kind) == Kind.FLOW and (after.is_provisional or before.is_provisional):
        return None
    course = measures.course(now=after.exact, before=before.exact, polarity=meant.polarity)
    return Change(before, after, difference(before, after), course)


def comparable(before: Point, after: Point, meant: Definition) -> bool:
    """Return whether two figures mean the same: of one version, or of two that follow and say that they do."""
    if after.marker == Marker.BREAK or after.version - before.version > 1:
        return False
    return after.version == before.version or meant.comparability == Comparability.COMPARABLE


def difference(before: Point, after: Point) -> Figure:
    """Return the later less the earlier: of percentages in points, from what they are before they are rounded."""
    was: int | Decimal = before.figure.value or 0
    now: int | Decimal = after.figure.value or 0
    if after.figure.unit != Unit.PERCENT or before.exact is None or after.exact is None:
        more: int | Decimal = now - was
        return replace(after.figure, value=more, address="", is_change=True)
    points = percentage_points(before=before.exact, after=after.exact, decimals=decimals_of(was, now))
    return Figure(points, Unit.POINTS, is_change=True)


def amount_said(figure: Figure) -> str:
    """Return by how much, without its sign; one point is no points."""
    more: int | Decimal = figure.value or 0
    amount = replace(figure, value=more if more > 0 else -more, is_change=False)
    return amount.said.removesuffix("s") if amount.unit == Unit.POINTS and amount.value == 1 else amount.said


def piece(figure: Figure) -> Piece:
    return Piece(figure.said, is_figure=True, address=figure.address)
