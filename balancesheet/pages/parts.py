"""The parts of an account over a year: what a figure of the statement adds up, and what its list of entries shows.

Each part is said once, as years and sides, so that a figure and its list cannot mean different postings.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from balancesheet.models import AccountType

# Debits make these more. Credits make the others more: a liability, a fund or what came in is shown above nothing.
DEBITED = (AccountType.ASSET, AccountType.EXPENSE)
FLOWS = (AccountType.INCOME, AccountType.EXPENSE)


class Part(StrEnum):
    """What the parts are called in addresses."""

    OPENING = "opening"
    RESTATED_OPENING = "restated_opening"
    ADDED = "added"
    LOST = "lost"
    CLOSING = "closing"
    YEAR = "year"
    BEFORE = "before"
    RESTATED_BEFORE = "restated_before"

    # A statement looks up thousands of parts, and the hash of an enumeration is slow.
    __hash__ = str.__hash__


@dataclass(frozen=True)
class Span:
    """Which postings a part holds, by years counted from the statement's: 0 is its own.

    since, until: the first and the last of the years that they were posted in. about: the year that they tell of; or
    the last of several, where `is_earlier_too`. side: only what makes it more, or less.
    """

    words: str
    since: int | None
    until: int
    about: int | None = None
    is_earlier_too: bool = False
    side: str = ""


SPANS = {
    Part.OPENING: Span("On 1 April, as it was published", None, -1),
    Part.RESTATED_OPENING: Span(
        "On 1 April, with what was restated or first recorded", None, 0, -1, is_earlier_too=True
    ),
    Part.ADDED: Span("Added in the year", 0, 0, 0, side="more"),
    Part.LOST: Span("Lost in the year", 0, 0, 0, side="less"),
    Part.CLOSING: Span("On 31 March", None, 0),
    Part.YEAR: Span("In the year", 0, 0, 0),
    Part.BEFORE: Span("In the year before, as it was published", -1, -1, -1),
    Part.RESTATED_BEFORE: Span("In the year before, with what was restated", -1, 0, -1),
}


def totals_of(part: Part, *, year: int) -> Q:
    """Return the condition on a year's totals that holds for those in a part."""
    span = SPANS[part]
    found = Q(year_starting__lte=year + span.until)
    if span.since is not None:
        found &= Q(year_starting__gte=year + span.since)
    if span.about is not None:
        found &= Q(about__lte=year + span.about) if span.is_earlier_too else Q(about=year + span.about)
    return found


def more(types: set[str]) -> tuple[str, str]:
    """Return which side of accounts of these types counts up, and which counts down. Of several kinds: debits."""
    return ("credit", "debit") if types.isdisjoint(DEBITED) else ("debit", "credit")
