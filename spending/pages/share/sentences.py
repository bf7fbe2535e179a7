"""The sentence that answers, and the one that says how far it can be trusted."""

from dataclasses import dataclass
from datetime import date

from spending.measures import LEAST_COVERAGE
from spending.pages.filters import year_in_words
from spending.pages.share.look import Look
from spending.pages.share.shares import Shares
from stevenage_cwb.common.figures import Figure, Marker, Unit
from stevenage_cwb.common.money import pounds_in_words


@dataclass(frozen=True)
class Piece:
    """A part of a sentence. is_figure: one of its numbers. address: of the payments under it."""

    text: str
    is_figure: bool = False
    address: str = ""


@dataclass(frozen=True)
class Sentence:
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class _Words:
    went: str
    noun: str


WORDS = {
    "pounds": _Words("was spent with suppliers", "the money"),
    "payments": _Words("went to suppliers", "the payments"),
    "suppliers": _Words("are", "the named suppliers"),
}
OF = {
    "located": ("", " we could place "),
    "analysed": ("at least ", " analysed "),
    "files": ("at least ", " in the published files "),
}


def answer(said: Shares, look: Look, *, year: int, until: date | None, within: str) -> Sentence:
    """Return what share was local, or why nobody can say. until: the last day there is of a year that is not over.

    within: the department and category that it is narrowed to, or nothing.
    """
    opening = f"In {year_in_words(year)}"
    opening += f" up to {until:%-d %B %Y}, " if until else ", "
    opening += f"within {within}, " if within else ""
    if said.share.value is None:
        return Sentence((Piece(opening), *refusal(said, look)))
    words = WORDS[look.by]
    before, after = OF[look.of]
    return Sentence(
        (
            Piece(f"{opening}{before}"),
            Piece(said.share.said, is_figure=True, address=said.local.address),
            Piece(" of the "),
            Piece(in_words(said.whole), is_figure=True, address=said.whole.address),
            Piece(f"{after}{went(look)}; "),
            *missing(said, words.noun),
        )
    )


def went(look: Look) -> str:
    branches = "" if look.branches == "in" else ", branches of firms from elsewhere not counted"
    return f"{WORDS[look.by].went} {look.area.where}{branches}"


def missing(said: Shares, noun: str) -> tuple[Piece, ...]:
    if not said.unknown.value:
        return (Piece(f"all of {noun} could be placed."),)
    return (
        Piece(said.missing.said, is_figure=True, address=said.unknown.address),
        Piece(f" of {noun} could not be placed."),
    )


def refusal(said: Shares, look: Look) -> tuple[Piece, ...]:
    """Return why there is no share: too little has a place, nothing is analysed, or credits are in the way."""
    if said.share.marker == Marker.TOO_LITTLE_KNOWN:
        return (
            Piece("too little is known to say a share: only "),
            Piece(under_the_limit(said.coverage), is_figure=True, address=said.located.address),
            Piece(" of the "),
            Piece(in_words(said.analysed), is_figure=True, address=said.analysed.address),
            Piece(" analysed could be placed. We publish no share under 80%."),
        )
    if not said.analysed.value and not said.located.value:
        return (Piece("nothing is analysed."),)
    return (Piece("no share can be said: somewhere credits come to more than payments."),)


def under_the_limit(coverage: Figure) -> str:
    """Return a coverage that is too small. One that rounds up to the limit has not reached it."""
    return f"just under {coverage.said}" if (coverage.value or 0) >= LEAST_COVERAGE * 100 else coverage.said


def bounds(said: Shares, look: Look) -> Sentence | None:
    """Return between what the share of all lies; nothing where it needs no bounds, or there is no share."""
    if said.is_sure or said.share.value is None or said.lower.value is None:
        return None
    return Sentence(
        (
            Piece("Whatever the rest turns out to be, of all "),
            Piece(in_words(said.analysed), is_figure=True, address=said.analysed.address),
            Piece(" analysed at least "),
            Piece(said.lower.said, is_figure=True, address=said.local.address),
            Piece(" and at most "),
            Piece(said.upper.said, is_figure=True, address=said.possible.address),
            Piece(f" {went(look)}."),
        )
    )


def in_words(figure: Figure) -> str:
    """Return an amount as a sentence says it, with what it counts."""
    value = int(figure.value or 0)
    return pounds_in_words(value) if figure.unit == Unit.PENCE else f"{value:,} {figure.unit.value}"
