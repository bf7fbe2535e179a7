"""What officers see of a survey: whom it asks, who has answered, and what can be done next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from spending.models import Body, PartyTotal, Supplier, Survey, SurveyedSupplier, SurveyReply
from spending.pages.survey import SurveyResult, result_of
from stevenage_cwb.common.money import pounds

# A search that finds more is too wide to choose from.
MOST_FOUND = 20


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """One supplier of a survey."""

    pk: int
    name: str
    paid: str
    is_chosen: bool
    email: str
    is_wrong: bool
    asked_at: datetime | None
    reminded_at: datetime | None
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """A supplier that can be chosen."""

    pk: int
    name: str
    paid: str


@dataclass(frozen=True, kw_only=True)
class SurveyDesk:
    """A survey as officers see it. `result`: what publishing shows, once it is closed."""

    survey: Survey
    state: str
    rows: tuple[AskedRow, ...]
    answered: int
    without_address: int
    result: SurveyResult | None


def paid_suppliers(*, body: Body, year_starting: int, among: QuerySet[Supplier], most: int) -> dict[int, int]:
    """Return so many of these suppliers with the pence a body paid them in a year: more than nothing, largest first."""
    totals = PartyTotal.objects.filter(
        body=body, year_starting=year_starting, dimension="all", party__in=among.values("pk")
    )
    paid = totals.values("party").annotate(paid_pence=Sum("pence")).filter(paid_pence__gt=0)
    return dict(paid.order_by("-paid_pence", "party").values_list("party", "paid_pence")[:most])


def found(survey: Survey, words: str) -> tuple[Found, ...]:
    """Return the suppliers paid in the survey's year that have these words in their name and are not asked yet."""
    others = Supplier.objects.filter(name__icontains=words).exclude(pk__in=survey.asked.values("supplier"))
    paid = paid_suppliers(body=survey.body, year_starting=survey.year_starting, among=others, most=MOST_FOUND)
    names = Supplier.objects.in_bulk(paid)
    return tuple(Found(pk=pk, name=names[pk].name, paid=pounds(pence)) for pk, pence in paid.items())


def survey_desk(survey: Survey, *, wrong: Mapping[int, str]) -> SurveyDesk:
    """Return a survey with its suppliers, largest first. As many queries for 300 suppliers as for one.

    wrong: what was typed as an address and is none, by the number of the surveyed supplier.
    """
    asked = survey.asked.select_related("supplier")
    replies = SurveyReply.objects.filter(asked__survey=survey).newest().select_related("entered_by")
    rows = tuple(asked_rows(asked, {reply.asked_id: reply for reply in replies}, wrong=wrong))
    return SurveyDesk(
        survey=survey,
        state=state_of(survey),
        rows=rows,
        answered=sum(row.answered_at is not None for row in rows),
        without_address=sum(not row.email for row in rows),
        result=result_of(survey) if survey.closed_at else None,
    )


def state_of(survey: Survey) -> str:
    """Return where a survey stands, in a word."""
    if survey.published_at:
        return "published"
    if survey.closed_at:
        return "closed"
    return "open" if survey.opened_at else "draft"


def asked_rows(
    asked: Iterable[SurveyedSupplier], replies: Mapping[int, SurveyReply], *, wrong: Mapping[int, str]
) -> Iterator[AskedRow]:
    for one in asked:
        reply = replies.get(one.pk)
        officer = reply.entered_by if reply else None
        yield AskedRow(
            pk=one.pk,
            name=one.supplier.name,
            paid=pounds(one.contract_pence),
            is_chosen=one.is_chosen,
            email=wrong.get(one.pk, one.email),
            is_wrong=one.pk in wrong,
            asked_at=one.asked_at,
            reminded_at=one.reminded_at,
            answered_at=reply.replied_at if reply else None,
            answered_by=officer.get_username() if officer else "the supplier",
        )
