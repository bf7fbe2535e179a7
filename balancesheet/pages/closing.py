"""The guided list before a year closes: each step, whether it is done, and where to go to do it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from balancesheet.models import Question, Return, Voice, Year
from balancesheet.pages.due_dates import due
from balancesheet.pages.statement import Statement
from balancesheet.pages.statement.money import UNEXPLAINED
from stevenage_cwb.common.years import year_name


class Standing(StrEnum):
    """What becomes of the close. LOOK: it may go on, and what is said here stays with the statement."""

    DONE = "done"
    LOOK = "look"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class Step:
    """One thing to see to. address: where that is done, words: of how it stands."""

    name: str
    standing: Standing
    words: str
    address: str = ""

    @property
    def blocks(self) -> bool:
        return self.standing == Standing.BLOCKS


def steps(page: Statement, year: Year, *, failing: list[str], stale: list[str], on: date) -> tuple[Step, ...]:
    """Return the steps of a ledger's year. failing: proofs; stale: sources with something new. Seven queries.

    on: the day that it is.
    """
    return (
        year_is_over(year, on=on),
        earlier_year(year),
        returns(year),
        proved(failing),
        sources(stale),
        unexplained(page),
        questions(year),
        voices(year),
        in_time(year, on=on),
    )


def year_is_over(year: Year, *, on: date) -> Step:
    last = date(year.year_starting + 1, 3, 31)
    if on > last:
        return Step("The year is over", Standing.DONE, f"It ended on {last:%-d %B %Y}.")
    return Step("The year is over", Standing.BLOCKS, f"It lasts until {last:%-d %B %Y}.")


def earlier_year(year: Year) -> Step:
    name = "The year before is closed"
    before = Year.objects.filter(ledger=year.ledger_id, year_starting=year.year_starting - 1).first()
    if before is None:
        return Step(name, Standing.DONE, "There is none on record: this is the first.")
    if before.closed_at:
        return Step(name, Standing.DONE, f"{before} is closed.")
    return Step(name, Standing.BLOCKS, f"Close {before} first.", close_address(before))


def close_address(year: Year) -> str:
    return reverse("admin:balancesheet_year_change", args=[year.pk])


def returns(year: Year) -> Step:
    first, after = date(year.year_starting, 4, 1), date(year.year_starting + 1, 4, 1)
    of_year = Return.objects.filter(ledger=year.ledger_id, dated__gte=first, dated__lt=after)
    waiting = of_year.waiting().count()
    address = reverse("admin:balancesheet_return_changelist")
    if waiting:
        left = counted(waiting, "return waits", "returns wait")
        return Step("Returns are checked", Standing.BLOCKS, f"{left} to be checked or refused.", address)
    return Step("Returns are checked", Standing.DONE, "None waits.", address)


def proved(failing: list[str]) -> Step:
    name = "The books prove right"
    if failing:
        return Step(name, Standing.BLOCKS, f"These do not hold: {'; '.join(failing)}. See manage.py check_ledger.")
    return Step(name, Standing.DONE, "Every proof holds, of this ledger and of all others.")


def sources(stale: list[str]) -> Step:
    name, address = "Records are taken over", reverse("admin:balancesheet_pull_changelist")
    if stale:
        return Step(name, Standing.LOOK, f"Something was written since the last look: {', '.join(stale)}.", address)
    return Step(name, Standing.DONE, "Nothing was written since the last look.", address)


def unexplained(page: Statement) -> Step:
    name, amount = "It is known where money went", page.money.figure(UNEXPLAINED, "year")
    if amount.value:
        said = f"Of {amount.said} it is not known. It is printed so, and is not plugged."
        return Step(name, Standing.LOOK, said, amount.address)
    return Step(name, Standing.DONE, "Nothing is unexplained.")


def questions(year: Year) -> Step:
    of_year = Question.objects.filter(ledger=year.ledger_id, year_starting=year.year_starting)
    waiting = of_year.waiting().count()
    address = reverse("admin:balancesheet_question_changelist")
    if waiting:
        left = counted(waiting, "question waits", "questions wait")
        said = f"{left} for an answer. An answer may need an entry, which is easier while the year is open."
        return Step("Questions are answered", Standing.LOOK, said, address)
    return Step("Questions are answered", Standing.DONE, "None waits.", address)


def voices(year: Year) -> Step:
    of_year = Voice.objects.filter(ledger=year.ledger_id, year_starting=year.year_starting)
    name, address = "Voices are heard", reverse("admin:balancesheet_voice_changelist")
    if waiting := of_year.waiting().count():
        left = counted(waiting, "voice waits", "voices wait")
        return Step(name, Standing.LOOK, f"{left} for a second officer.", address)
    count = of_year.public().filter(replies_to=None).count()
    if count:
        return Step(name, Standing.DONE, f"{counted(count, 'voice is', 'voices are')} on the statement.", address)
    return Step(name, Standing.LOOK, "None is on record. The close asks you to say that none were given.", address)


def in_time(year: Year, *, on: date) -> Step:
    name, dates = "It is in time", due(year.year_starting)
    address = reverse("admin:balancesheet_duedate_changelist")
    if dates is None:
        return Step(name, Standing.LOOK, f"No due date is on record for {year_name(year.year_starting)}.", address)
    said = f"{dates.draft_due:%-d %B %Y}, with the council’s draft accounts ({dates.draft_source})."
    if on > dates.draft_due:
        return Step(name, Standing.LOOK, f"It was due by {said}", address)
    return Step(name, Standing.DONE, f"It is due by {said}", address)


def counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
