"""A survey of the demonstration's suppliers: closed, with the answers of some, and published."""

import random
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from spending.actions import surveys
from spending.models import AnswerBasis, AnsweredIn, Body, SurveyedSupplier, SurveyReply, ThirdRoundRates

ASKED = 24
OPENED, ANSWERED, CLOSED = timedelta(days=45), timedelta(days=30), timedelta(days=20)
SEED = 20260401
# Two of three answer. What each spends again here, in percent of what it was paid.
ANSWERS_OF_THREE = 2
STAFF_PERCENT, SUPPLIERS_PERCENT = (5, 40), (0, 25)
SOURCE = "Made up for the demonstration: no study says so."


def load_survey(*, body: Body, year_starting: int, by: User, at: datetime) -> None:
    """Survey the largest suppliers of a year in the weeks before `at`, and publish what comes of it."""
    ThirdRoundRates.objects.create(
        as_at=timezone.localdate(at - CLOSED),
        staff_low_percent=40,
        staff_percent=60,
        staff_high_percent=80,
        suppliers_low_percent=20,
        suppliers_percent=40,
        suppliers_high_percent=60,
        source=SOURCE,
    )
    survey = surveys.make_survey(
        body=body,
        year_starting=year_starting,
        largest=ASKED,
        closes_on=timezone.localdate(at - CLOSED),
        by=by,
        at=at - OPENED,
    )
    addresses = {asked.pk: f"supplier-{asked.pk}@example.org" for asked in survey.asked.all()}
    surveys.set_addresses(survey=survey, addresses=addresses, at=at - OPENED)
    surveys.open_survey(survey=survey, by=by, at=at - OPENED)
    # Chance that can be repeated is what is wanted here; it guards nothing.
    chance = random.Random(SEED)  # noqa: S311
    for number, asked in enumerate(survey.asked.select_related("survey")):
        if number % 3 < ANSWERS_OF_THREE:
            surveys.answer(reply=made_up_reply(chance, asked), by=None, at=at - ANSWERED)
    surveys.close(survey=survey, by=by, at=at - CLOSED)
    surveys.publish(survey=survey, by=by, at=at - CLOSED)


def made_up_reply(chance: random.Random, asked: SurveyedSupplier) -> SurveyReply:
    staff, suppliers = chance.randint(*STAFF_PERCENT), chance.randint(*SUPPLIERS_PERCENT)
    return SurveyReply(
        asked=asked,
        answered_in=AnsweredIn.PERCENT,
        staff_as_written=f"{staff}%",
        suppliers_as_written=f"{suppliers}%",
        basis=AnswerBasis.ESTIMATE,
        staff_pence=asked.contract_pence * staff // 100,
        suppliers_pence=asked.contract_pence * suppliers // 100,
    )
