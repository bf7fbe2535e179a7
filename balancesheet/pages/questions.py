"""What people asked about the lines of a statement, with the answers; and the lines that can be asked about."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from balancesheet.models import Answer, Chart, ChartLine, Question
from balancesheet.models.charts import Section
from balancesheet.pages.places import Place
from stevenage_cwb.common.years import day_of, year_name

WHOLE = "The statement as a whole"


@dataclass(frozen=True)
class Answered:
    """An answer. entry: the address of what was corrected because of the question, where something was."""

    words: str
    on: date
    entry: str = ""


@dataclass(frozen=True)
class Asked:
    """A public question. line: the code of its line, which is its anchor; words: nothing while they are not public."""

    number: int
    line: str
    line_name: str
    words: str
    on: date
    answers: tuple[Answered, ...]


def questions_on(place: Place, *, year_starting: int) -> tuple[Asked, ...]:
    """Return the public questions about a place's year, by line and oldest first. Three queries, or one for none."""
    questions = Question.objects.public().filter(ledger=ledger_of(place), year_starting=year_starting)
    answers = Prefetch("answers", Answer.objects.order_by("pk"), to_attr="given")
    found = list(questions.prefetch_related(answers).order_by("account", "pk"))
    names = line_names(year_starting, [question.account_id for question in found if question.account_id])
    return tuple(asked(question, names) for question in found)


def asked(question: Question, names: dict[str, str]) -> Asked:
    given: list[Answer] = getattr(question, "given", [])
    return Asked(
        number=question.pk,
        line=question.account_id or "",
        line_name=names.get(question.account_id or "", WHOLE),
        words=question.words if question.published_at else "",
        on=day_of(question.asked_at),
        answers=tuple(
            Answered(
                answer.words,
                day_of(answer.answered_at),
                reverse("balancesheet:entry", args=[answer.entry_id]) if answer.entry_id else "",
            )
            for answer in given
        ),
    )


def ledger_of(place: Place) -> str | None:
    """Return the one ledger of a place; none of the borough's, whose questions are its own."""
    return None if place.is_borough else place.ledgers[0]


def line_names(year_starting: int, codes: list[str] | None = None) -> dict[str, str]:
    """Return the names of lines by code, as the chart of a year has them. One query; none for no codes."""
    if codes == []:
        return {}
    lines = chart_lines(year_starting)
    return dict((lines.filter(account__in=codes) if codes else lines).values_list("account_id", "name"))


def lines_by_section(year_starting: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the lines of a year's chart as choices, in its order. One query."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section, code, name in chart_lines(year_starting).values_list("section", "account_id", "name"):
        found.setdefault(f"{section}. {Section(section).label}", []).append((code, name))
    return list(found.items())


def chart_lines(year_starting: int) -> QuerySet[ChartLine]:
    return ChartLine.objects.filter(chart=Chart.objects.of_year(year_starting).values("pk")).order_by("position")


# -- on the desk -----------------------------------------------------------------------


def state_of(question: Question) -> str:
    """Return how far a question has come. It is one of `with_answered`."""
    if question.refused_at:
        return "refused"
    if getattr(question, "is_answered", False):
        return "answered" if question.published_at else "answered, its words are not public"
    return "published, waits for an answer" if question.published_at else "waits to be read"


def facts_of(question: Question) -> tuple[tuple[str, str], ...]:
    """Return what the desk says of a question, never the address of who asked. At most one query."""
    codes = [question.account_id] if question.account_id else []
    name = line_names(question.year_starting, codes).get(question.account_id or "", WHOLE)
    return (
        ("Balance sheet", f"{question.ledger or 'The borough'}, {year_name(question.year_starting)}"),
        ("Line", name),
        ("Asked on", f"{localtime(question.asked_at):%-d %B %Y, %H:%M}"),
        ("Answer by e-mail", "asked for" if question.email else "not asked for, or sent"),
        *((("Published by", str(question.published_by)),) if question.published_at else ()),
        *((("Refused by", f"{question.refused_by}: {question.refused_why}"),) if question.refused_at else ()),
    )
