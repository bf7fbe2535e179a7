"""The statement in one paragraph: what came in, what grew and shrank, what is owed. All of it from its figures."""

from collections.abc import Iterator

from balancesheet.models import Section
from balancesheet.pages.statement.panels import Group
from stevenage_cwb.common.figures import Figure, Line, Table

# So many lines are named in a sentence; more would not be read.
MOST_NAMED = 3


def paragraph(*, place: str, year: int, groups: tuple[Group, ...], money: Table, position: Table) -> str:
    """Return the paragraph. What is not recorded or not shown is in no sentence."""
    sentences = [*of_money(money, place=place, year=year), *of_standing(groups), *of_owed(position, year=year)]
    if not sentences:
        return f"Nothing is recorded for {place} in {year} to {year + 1} yet."
    return " ".join(sentences)


def of_money(money: Table, *, place: str, year: int) -> Iterator[str]:
    came_in, before = money.figure("came_in", "year"), money.figure("came_in", "before")
    if came_in.value is None:
        return
    yield f"In {year} to {year + 1}, {came_in.said} came in for {place}{compared(came_in, before)}."
    told = {
        "5010": "{} was spent in the neighbourhood",
        "5040": "{} left Hertfordshire",
        "5090": "nobody knows where {} went",
    }
    present = {line.code for line in money.lines}
    parts = [
        words.format(money.figure(code, "year").said)
        for code, words in told.items()
        if code in present and money.figure(code, "year").value
    ]
    if parts:
        yield f"Of what went out, {listed(parts)}."


def compared(now: Figure, before: Figure) -> str:
    if before.value is None or now.value is None:
        return ""
    if now.value == before.value:
        return ", as much as the year before"
    return f", {'more' if now.value > before.value else 'less'} than the {before.said} of the year before"


def of_standing(groups: tuple[Group, ...]) -> Iterator[str]:
    grew: list[Line] = []
    shrank: list[Line] = []
    for group in groups:
        for panel in group.panels if group.code == Section.STANDING else ():
            opening = panel.face.columns[-4].code
            for line in panel.face.lines:
                before, now = (panel.face.figure(line.code, code).value for code in (opening, "closing"))
                if before is not None and now is not None and before != now:
                    (grew if now > before else shrank).append(line)
    if grew:
        yield f"More than a year before: {names(grew)}."
    if shrank:
        yield f"Less than a year before: {names(shrank)}."


def names(lines: list[Line]) -> str:
    found = [line.name[:1].lower() + line.name[1:] for line in lines[:MOST_NAMED]]
    more = len(lines) - len(found)
    return listed([*found, f"{more} more line{'s' if more > 1 else ''}"] if more else found)


def of_owed(position: Table, *, year: int) -> Iterator[str]:
    owed = position.figure("owed", "closing")
    if owed.value:
        yield f"On 31 March {year + 1}, {owed.said} was still owed."


def listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
