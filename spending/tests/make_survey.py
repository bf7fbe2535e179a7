"""Surveys of suppliers for tests. A test names only what it is about."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import User

from spending.actions import surveys
from spending.models import (
    AnswerBasis,
    AnsweredIn,
    Body,
    KindBasis,
    PartyTotal,
    Supplier,
    SupplierKind,
    Survey,
    SurveyedSupplier,
    SurveyReply,
    ThirdRoundRates,
    Tier,
)
from spending.tests.make import MONDAY, make_officer

YEAR = 2025
CLOSES_ON = date(2026, 12, 14)
numbers = count(1)


def pence(pounds: int) -> int:
    return pounds * 100


def make_body(name: str = "Example Council") -> Body:
    return Body.objects.get_or_create(name=name)[0]


def make_paid(
    pounds: int,
    *,
    name: str = "",
    tiers: tuple[Tier, ...] = (Tier.T1,),
    kind: SupplierKind = SupplierKind.COMPANY,
    year: int = YEAR,
    body: str = "Example Council",
) -> Supplier:
    """Make a supplier that was paid so many pounds in each of the tiers."""
    basis = KindBasis.NONE if kind == SupplierKind.UNKNOWN else KindBasis.REGISTER
    supplier = Supplier.objects.create(name=name or f"Supplier {next(numbers)} Ltd", kind=kind, kind_basis=basis)
    for tier in tiers:
        PartyTotal.objects.create(
            body=make_body(body),
            party=supplier.pk,
            year_starting=year,
            dimension="all",
            value="",
            tier=tier,
            pence=pence(pounds),
            payments=1,
        )
    return supplier


def an_officer() -> User:
    return User.objects.filter(username="officer").first() or make_officer()


def make_draft(*pounds: int, largest: int = 300) -> Survey:
    """Make a survey of suppliers that were paid so many pounds each; of one where nothing is said."""
    for each in pounds or (1000,):
        make_paid(each)
    return surveys.make_survey(
        body=make_body(), year_starting=YEAR, largest=largest, closes_on=CLOSES_ON, by=an_officer(), at=MONDAY
    )


def make_open(*pounds: int) -> Survey:
    survey = make_draft(*pounds)
    surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
    survey.refresh_from_db()
    return survey


def first_asked(survey: Survey) -> SurveyedSupplier:
    """Return the largest supplier of a survey."""
    return survey.asked.select_related("survey__body", "supplier")[0]


def make_reply(asked: SurveyedSupplier, *, staff: int = 0, suppliers: int = 0, by: User | None = None) -> SurveyReply:
    """Answer for a supplier, in whole pounds."""
    return surveys.answer(
        reply=SurveyReply(
            asked=asked,
            answered_in=AnsweredIn.POUNDS,
            staff_as_written=str(staff),
            suppliers_as_written=str(suppliers),
            basis=AnswerBasis.RECORDS,
            staff_pence=pence(staff),
            suppliers_pence=pence(suppliers),
        ),
        by=by,
        at=MONDAY + timedelta(days=1),
    )


def make_rates(*, staff: tuple[int, int, int] = (40, 60, 80), suppliers: tuple[int, int, int] = (20, 40, 60)) -> None:
    """Make rates for the third round: those of the worked example of LM3, and 20 points to either side."""
    ThirdRoundRates.objects.create(
        as_at=date(2026, 4, 1),
        staff_low_percent=staff[0],
        staff_percent=staff[1],
        staff_high_percent=staff[2],
        suppliers_low_percent=suppliers[0],
        suppliers_percent=suppliers[1],
        suppliers_high_percent=suppliers[2],
        source="A worked example",
    )


def make_closed(*answers: tuple[int, int, int], silent: tuple[int, ...] = ()) -> Survey:
    """Make a closed survey. answers: pounds paid, spent on staff and with suppliers. silent: pounds paid."""
    survey = make_open(*(paid for paid, _, _ in answers), *silent)
    left = {asked: asked.contract_pence for asked in survey.asked.all()}
    for paid, staff, suppliers in answers:
        asked = next(one for one, contract in left.items() if contract == pence(paid))
        del left[asked]
        make_reply(asked, staff=staff, suppliers=suppliers)
    surveys.close(survey=survey, by=an_officer(), at=MONDAY + timedelta(days=2))
    survey.refresh_from_db()
    return survey
