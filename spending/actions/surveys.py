"""Surveys of suppliers: whom to ask, asking and reminding them, their answers, closing and publishing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from spending.actions import survey_letters
from spending.models import Body, Supplier, SupplierKind, Survey, SurveyedSupplier, SurveyReply, ThirdRoundRates
from spending.pages.survey_desk import paid_suppliers

# Nobody is written to more often than this.
BETWEEN_LETTERS = timedelta(days=7)
# Two replies that say these alike are one.
SAID = ("answered_in", "staff_as_written", "suppliers_as_written", "basis")


class NobodyToAsk(Exception):
    """No supplier is on the list, or the one chosen was paid nothing in that year."""


class NotInThisState(Exception):
    """The survey is not as far as this act asks, or further: another officer may have been faster."""


class NoRates(Exception):
    """No rates for the third round have been entered."""


class PublishedAlready(Exception):
    """Another survey of this body and year is public."""


# -- whom to ask -----------------------------------------------------------------------


@transaction.atomic
def make_survey(*, body: Body, year_starting: int, largest: int, closes_on: date, by: User, at: datetime) -> Survey:
    """Draft a survey of so many of the largest suppliers. Raises NobodyToAsk where there are none.

    People who are paid in their own name are left out: few have staff. An officer may still choose one.
    """
    survey = Survey.objects.create(body=body, year_starting=year_starting, closes_on=closes_on, made_at=at, made_by=by)
    organisations = Supplier.objects.exclude(kind=SupplierKind.INDIVIDUAL)
    paid = paid_suppliers(body=body, year_starting=year_starting, among=organisations, most=largest)
    if not paid:
        raise NobodyToAsk
    SurveyedSupplier.objects.bulk_create(
        SurveyedSupplier(survey=survey, supplier_id=supplier, contract_pence=pence, is_chosen=False)
        for supplier, pence in paid.items()
    )
    return survey


@transaction.atomic
def add_supplier(*, survey: Survey, supplier_id: int) -> None:
    """Choose one more supplier for a draft. Raises NobodyToAsk where it was not paid, NotInThisState once open."""
    survey = locked(survey, opened_at=None)
    this = Supplier.objects.filter(pk=supplier_id)
    paid = paid_suppliers(body=survey.body, year_starting=survey.year_starting, among=this, most=1)
    if not paid:
        raise NobodyToAsk
    survey.asked.get_or_create(
        supplier_id=supplier_id, defaults={"contract_pence": paid[supplier_id], "is_chosen": True}
    )


@transaction.atomic
def remove_supplier(*, survey: Survey, asked_id: int) -> None:
    """Take a supplier from a draft. Raises NotInThisState once it is open: who does not answer stays counted."""
    locked(survey, opened_at=None).asked.filter(pk=asked_id).delete()


@transaction.atomic
def set_addresses(*, survey: Survey, addresses: Mapping[int, str], at: datetime) -> int:
    """Set e-mail addresses, by the number of the surveyed supplier. Returns how many changed.

    A link that went to an address before leads nowhere any more. Raises NotInThisState once the survey is closed.
    """
    asked = locked(survey, closed_at=None).asked.filter(pk__in=addresses)
    changed = [one for one in asked if one.email != addresses[one.pk]]
    for one in changed:
        if one.asked_at:
            survey_letters.forget(one, at=at)
            one.link_number += 1
        one.email, one.asked_at, one.reminded_at = addresses[one.pk], None, None
    SurveyedSupplier.objects.bulk_update(changed, ["email", "link_number", "asked_at", "reminded_at"])
    return len(changed)


# -- asking ----------------------------------------------------------------------------


@transaction.atomic
def open_survey(*, survey: Survey, by: User, at: datetime) -> int:
    """Open a draft and write to everybody who has an address. Returns how many letters are on their way.

    Raises NobodyToAsk where the list is empty, NotInThisState where it is open already.
    """
    draft = locked(survey, opened_at=None)
    if not draft.asked.exists():
        raise NobodyToAsk
    Survey.objects.filter(pk=draft.pk).update(opened_at=at, opened_by=by)
    return write_to_the_rest(survey=survey, at=at)


@transaction.atomic
def write_to_the_rest(*, survey: Survey, at: datetime) -> int:
    """Write to who has an address and no letter yet. Returns how many. Raises NotInThisState unless it is open."""
    waiting = locked(survey, opened_at__isnull=False, closed_at=None).asked.filter(asked_at=None).exclude(email="")
    for asked in waiting.select_related("survey__body", "supplier"):
        survey_letters.write(asked, "ask", at=at)
    return waiting.update(asked_at=at)


@transaction.atomic
def remind(*, survey: Survey, at: datetime) -> int:
    """Remind who has not answered, a week after the last letter at the earliest. Returns how many.

    Raises NotInThisState unless the survey is open.
    """
    long_ago = at - BETWEEN_LETTERS
    silent = (
        locked(survey, opened_at__isnull=False, closed_at=None)
        .asked.filter(Q(reminded_at=None) | Q(reminded_at__lte=long_ago), asked_at__lte=long_ago)
        .exclude(email="")
        .exclude(pk__in=SurveyReply.objects.filter(asked__survey=survey).values("asked"))
    )
    for asked in silent.select_related("survey__body", "supplier"):
        survey_letters.write(asked, "remind", at=at)
    return silent.update(reminded_at=at)


@transaction.atomic
def answer(*, reply: SurveyReply, by: User | None, at: datetime) -> SurveyReply:
    """Keep a supplier's answers, beside those they correct. The same again, as by a double click, changes nothing.

    by: the officer who typed them in; nobody where the supplier did. Raises NotInThisState unless the survey is open.
    """
    locked(reply.asked.survey, opened_at__isnull=False, closed_at=None)
    newest = reply.asked.replies.first()
    if newest and all(getattr(newest, said) == getattr(reply, said) for said in SAID):
        return newest
    reply.replied_at, reply.entered_by = at, by
    reply.save(force_insert=True)
    return reply


# -- what comes of it ------------------------------------------------------------------


def close(*, survey: Survey, by: User, at: datetime) -> None:
    """Take no answers any more. Raises NotInThisState unless the survey is open."""
    still_open = Survey.objects.filter(pk=survey.pk, opened_at__isnull=False, closed_at=None)
    if not still_open.update(closed_at=at, closed_by=by):
        raise NotInThisState


def publish(*, survey: Survey, by: User, at: datetime) -> None:
    """Show everybody what came of a closed survey, with the newest rates for the third round.

    Raises NoRates, NotInThisState unless it is closed and not public, PublishedAlready.
    """
    rates = ThirdRoundRates.objects.first()
    if rates is None:
        raise NoRates
    closed = Survey.objects.filter(pk=survey.pk, closed_at__isnull=False, published_at=None)
    try:
        with transaction.atomic():
            done = closed.update(published_at=at, published_by=by, rates=rates)
    except IntegrityError as twice:
        raise PublishedAlready from twice
    if not done:
        raise NotInThisState


def withdraw(*, survey: Survey) -> None:
    """Show a survey to nobody but officers any more. Raises NotInThisState unless it is public."""
    public = Survey.objects.filter(pk=survey.pk, published_at__isnull=False)
    if not public.update(published_at=None, published_by=None, rates=None):
        raise NotInThisState


# -- what time asks for ----------------------------------------------------------------


def close_due(*, at: datetime) -> int:
    """Close the surveys whose last day is over. Returns how many."""
    open_still = Survey.objects.filter(opened_at__isnull=False, closed_at=None)
    return open_still.filter(closes_on__lt=timezone.localdate(at)).update(closed_at=at)


@transaction.atomic
def forget_addresses(*, at: datetime) -> int:
    """Forget the addresses and letters of surveys that closed long ago, or were never opened. Returns how many."""
    long_ago = at - survey_letters.ADDRESSES_KEPT
    over = Q(survey__closed_at__lte=long_ago) | Q(survey__opened_at=None, survey__closes_on__lte=long_ago)
    asked = SurveyedSupplier.objects.filter(over).exclude(email="")
    for one in asked:
        survey_letters.forget(one, at=at)
    return asked.update(email="")


def locked(survey: Survey, **state: object) -> Survey:
    """Return a survey, locked, so that it stays in this state until the commit. Raises NotInThisState."""
    found = Survey.objects.select_for_update(of=("self",)).select_related("body").filter(pk=survey.pk, **state).first()
    if found is None:
        raise NotInThisState
    return found
