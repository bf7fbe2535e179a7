"""What a survey says of suppliers' own spending in the borough: only totals, and none that tells one supplier's answer.

LM3 and the re-spend rate come from surveys and from nothing else. Read docs/spending.md, "What suppliers spend on
again".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, Sum
from django.utils import timezone

from spending import measures
from spending.models import Survey, SurveyReply, ThirdRoundRates
from stevenage_cwb.common.money import whole_pounds

# Fewer answers, or less of the money, say nothing of the suppliers that were asked. Proposed, docs/spending.md.
FEWEST_REPLIES = 5
LEAST_PERCENT_OF_POUNDS = 20
# Of any published sum: a supplier that knows its own part must not be able to tell another's.
MOST_PERCENT_OF_ONE = 75
# Sums are said in thousands, so that nobody can tell from them which suppliers answered.
THOUSAND_POUNDS = 100_000


@dataclass(frozen=True)
class Span:
    """A figure, and the lowest and highest that it may be."""

    low: Decimal
    central: Decimal
    high: Decimal


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """The rounds of the money and what follows from them. Sums are pence, rounded to £1,000; R1 is the first round."""

    r1_pence: int
    r2_pence: int
    r3_pence: int
    lm3: Span
    respend_percent: Span
    pence_of_a_pound: int
    rates: ThirdRoundRates

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """The rounds as a table has them: sign, what it is, how much."""
        return (
            ("R1", "paid to the suppliers that answered", whole_pounds(self.r1_pence)),
            (
                "R2",
                "of that, spent on pay of staff who live in Stevenage and with suppliers in Stevenage",
                whole_pounds(self.r2_pence),
            ),
            (
                "R3",
                "of that, spent in Stevenage once more: an estimate, from the rates assumed",
                whole_pounds(self.r3_pence),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class SurveyResult:
    """A survey as everybody may see it. `rounds` is there only where `too_little` says nothing."""

    body: str
    year: str
    largest: int
    chosen: int
    asked: int
    answered: int
    answered_percent: Decimal
    pounds_percent: Decimal
    closed_on: date
    too_little: str
    rounds: Rounds | None


@dataclass(frozen=True)
class Answered:
    """What one supplier was paid, and spent again."""

    paid: int
    staff: int
    suppliers: int


def published_survey(*, body: int, year_starting: int) -> SurveyResult | None:
    """Return what an officer has published of a body's suppliers and a financial year, else nothing. Three queries."""
    surveys = Survey.objects.filter(body=body, year_starting=year_starting, published_at__isnull=False)
    survey = surveys.select_related("body", "rates").first()
    return result_of(survey) if survey else None


def result_of(survey: Survey) -> SurveyResult:
    """Return what publishing a closed survey shows: by its own rates, or the newest where it is not public yet."""
    asked = survey.asked.aggregate(
        suppliers=Count("pk"), chosen=Count("pk", filter=Q(is_chosen=True)), pence=Sum("contract_pence")
    )
    newest = SurveyReply.objects.filter(asked__survey=survey).newest()
    answers = [Answered(*row) for row in newest.values_list("asked__contract_pence", "staff_pence", "suppliers_pence")]
    paid = sum(answer.paid for answer in answers)
    pounds_answered = measures.part_of(paid, asked["pence"])
    rates = survey.rates or ThirdRoundRates.objects.first()
    too_little = why_too_little(answers, pounds_answered=pounds_answered)
    return SurveyResult(
        body=survey.body.name,
        year=survey.year,
        largest=asked["suppliers"] - asked["chosen"],
        chosen=asked["chosen"],
        asked=asked["suppliers"],
        answered=len(answers),
        answered_percent=measures.percent(measures.part_of(len(answers), asked["suppliers"]), base=asked["suppliers"]),
        pounds_percent=measures.percent(pounds_answered, base=asked["suppliers"]),
        closed_on=timezone.localdate(survey.closed_at),
        too_little=too_little,
        rounds=None if too_little or rates is None else rounds_of(answers, asked_pence=asked["pence"], rates=rates),
    )


def why_too_little(answers: Sequence[Answered], *, pounds_answered: Fraction) -> str:
    """Return why nothing can be said, or nothing where it can."""
    if len(answers) < FEWEST_REPLIES:
        return f"Fewer than {FEWEST_REPLIES} suppliers answered."
    if pounds_answered * 100 < LEAST_PERCENT_OF_POUNDS:
        return f"The suppliers that answered received less than {LEAST_PERCENT_OF_POUNDS}% of the money asked about."
    parts = zip(*((answer.staff, answer.suppliers) for answer in answers), strict=True)
    if any(max(part) * 100 > sum(part) * MOST_PERCENT_OF_ONE for part in parts):
        return "One supplier makes up so much of the answers that its own could be told from them."
    return ""


def rounds_of(answers: Sequence[Answered], *, asked_pence: int, rates: ThirdRoundRates) -> Rounds:
    """Return the rounds. At the low end, who did not answer spends nothing here, and the rates are the low ones."""
    r1 = sum(answer.paid for answer in answers)
    staff, suppliers = sum(answer.staff for answer in answers), sum(answer.suppliers for answer in answers)
    r2 = staff + suppliers
    low = third_round(staff, rates.staff_low_percent, suppliers, rates.suppliers_low_percent)
    central = third_round(staff, rates.staff_percent, suppliers, rates.suppliers_percent)
    high = third_round(staff, rates.staff_high_percent, suppliers, rates.suppliers_high_percent)
    rate = measures.respend_rate(respent=r2, received=r1)
    range_ = measures.respend_range(respent=r2, answered=r1, asked=asked_pence)
    return Rounds(
        r1_pence=in_thousands(r1),
        r2_pence=in_thousands(r2),
        r3_pence=in_thousands(central),
        lm3=Span(
            low=hundredths(measures.multiplier(received=asked_pence, respent=r2, respent_again=low)),
            central=hundredths(measures.multiplier(received=r1, respent=r2, respent_again=central)),
            high=hundredths(measures.multiplier(received=r1, respent=r2, respent_again=high)),
        ),
        respend_percent=Span(
            *(measures.percent(share, base=len(answers)) for share in (range_.lower, rate, range_.upper))
        ),
        pence_of_a_pound=round(rate * 100),
        rates=rates,
    )


def third_round(staff: int, staff_percent: int, suppliers: int, suppliers_percent: int) -> int:
    """Return what is spent here once more, in pence, half-way values to the even side. Source: C7, R3."""
    return round(Fraction(staff * staff_percent + suppliers * suppliers_percent, 100))


def in_thousands(pence: int) -> int:
    return round(Fraction(pence, THOUSAND_POUNDS)) * THOUSAND_POUNDS


def hundredths(value: Fraction) -> Decimal:
    return Decimal(round(value * 100)).scaleb(-2)
