"""What a surveyed supplier sees of itself: what it was paid, what it has answered, until when it can correct that."""

from dataclasses import dataclass
from datetime import date

from spending.models import SurveyedSupplier, SurveyReply
from stevenage_cwb.common.money import pounds


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    """A supplier's part in a survey. answers: question and answer; none before it has answered."""

    supplier: str
    body: str
    year: str
    first_day: date
    last_day: date
    paid: str
    closes_on: date
    answers: tuple[tuple[str, str], ...]


def asked_page(asked: SurveyedSupplier) -> AskedPage:
    """Return what one supplier may see. Its newest answers are the ones that count."""
    survey, newest = asked.survey, asked.replies.first()
    return AskedPage(
        supplier=asked.supplier.name,
        body=survey.body.name,
        year=survey.year,
        first_day=date(survey.year_starting, 4, 1),
        last_day=date(survey.year_starting + 1, 3, 31),
        paid=pounds(asked.contract_pence),
        closes_on=survey.closes_on,
        answers=answers_of(newest) if newest else (),
    )


def answers_of(reply: SurveyReply) -> tuple[tuple[str, str], ...]:
    return (
        ("Pay of staff who live in Stevenage", pounds(reply.staff_pence)),
        ("Suppliers in Stevenage", pounds(reply.suppliers_pence)),
        ("How you know", reply.get_basis_display()),
    )
