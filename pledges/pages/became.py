"""What became of a pledge, as everybody reads it: the right one of the words said, evidenced and verified."""

from datetime import date

from pledges.models import Kept, Pledge, Stage
from pledges.pages.amounts import how_much

SAID, EVIDENCED, VERIFIED = "Said", "Evidenced", "Verified"
CHECKED = {
    SAID: "Nobody has checked it.",
    EVIDENCED: "One officer has seen evidence; a second has not checked it yet.",
    VERIFIED: "Two officers have checked it.",
}
OUTCOMES = {Kept.KEPT: "kept", Kept.PARTLY: "partly kept", Kept.NOT_KEPT: "not kept"}


def became(pledge: Pledge) -> str:
    """Return the line: "Said: kept on 3 May 2026, 12 hours. Nobody has checked it." Nothing where nothing was heard."""
    if pledge.delivery == Stage.NONE or pledge.delivered_on is None:
        return ""
    word = {Stage.SAID: SAID, Stage.EVIDENCED: EVIDENCED}.get(Stage(pledge.delivery), VERIFIED)
    said = in_words(
        Kept(pledge.outcome),
        on=pledge.delivered_on,
        hundredths=pledge.delivered_hundredths,
        unit=pledge.delivered_unit or None,
    )
    return f"{word}: {said}. {CHECKED[word]}"


def in_words(outcome: Kept, *, on: date, hundredths: int | None, unit: str | None) -> str:
    """Return what a report says: "kept on 3 May 2026, 12 hours". One not kept was not kept on any day."""
    if outcome == Kept.NOT_KEPT:
        return OUTCOMES[outcome]
    said = f"{OUTCOMES[outcome]} on {on:%-d %B %Y}"
    return f"{said}, {how_much(hundredths, unit)}" if unit else said
