"""Questions, voices and frozen statements for tests. A test names only what it is about."""

from typing import Any
from uuid import uuid4

from balancesheet import sources
from balancesheet.actions import asking, closing, voicing
from balancesheet.models import FrozenStatement, Question, Voice, Year
from balancesheet.pages.frozen import Signed
from balancesheet.tests.make import NOON, make_person

TREASURER = Signed("A. Treasurer", "Chief finance officer (section 151)")


def make_question(**says: Any) -> Question:
    """Return a question about N1's grants of the council in 2025-26 that nobody has read yet."""
    named = {
        "ledger": "N1",
        "year_starting": 2025,
        "account": "4020",
        "words": "Which garden got the grant?",
        "email": "pat@example.org",
        "token": uuid4(),
        "at": NOON,
    }
    return asking.ask(**{**named, **says})


def make_voice(*, is_checked: bool = True, **says: Any) -> Voice:
    named = {
        "ledger": "N1",
        "year_starting": 2025,
        "role": "A resident of eight years",
        "words": "The garden made the street.",
        "by": make_person("enters"),
        "at": NOON,
    }
    voice = voicing.enter(**{**named, **says})
    return voicing.check(key=voice.pk, by=make_person("checks"), at=NOON) if is_checked else voice


def year_of(code: str = "N1", year_starting: int = 2025) -> Year:
    return Year.objects.get(ledger=code, year_starting=year_starting)


def freeze(code: str = "N1", year_starting: int = 2024, **says: Any) -> FrozenStatement:
    """Close a year as the desk does, and return its statement."""
    named = {"signed": TREASURER, "none_were_given": True, "by": make_person("closes"), "at": NOON}
    return closing.close_and_freeze(year=year_of(code, year_starting), **{**named, **says})


def take_over() -> None:
    """Look through all sources, so that nothing is new."""
    sources.pull_all(at=NOON)
