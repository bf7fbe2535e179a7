"""What happens to questions about lines: asked by anybody; read, published, answered or refused by an officer."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from balancesheet.actions.returning import DecidedMeanwhile
from balancesheet.ledger.refusals import refusals
from balancesheet.models import Answer, Question
from balancesheet.pages.places import place_of_ledger
from balancesheet.pages.questions import WHOLE, line_names
from charter.pages import words as words_of_the_portal
from stevenage_cwb.common import outbox
from stevenage_cwb.common.models import OutboxMessage
from stevenage_cwb.common.years import year_name

SUBJECTS = {"answered": "An answer to your question", "refused": "About your question"}


def ask(
    *, ledger: str | None, year_starting: int, account: str | None, words: str, email: str, token: UUID, at: datetime
) -> Question:
    """Keep a question for an officer to read. The same form sent again is the same question."""
    said = {"ledger_id": ledger, "year_starting": year_starting, "account_id": account, "words": words, "email": email}
    return Question.objects.get_or_create(form_token=token, defaults={**said, "asked_at": at})[0]


@transaction.atomic
def publish(*, key: int, by: User, at: datetime) -> Question:
    """Let everybody read the words of a question. Raises DecidedMeanwhile."""
    question = locked(key)
    if question.published_at or question.refused_at:
        raise DecidedMeanwhile
    question.published_by, question.published_at = by, at
    question.save(update_fields=["published_by", "published_at"])
    return question


@transaction.atomic
def answer(*, key: int, words: str, entry: int | None = None, by: User, at: datetime) -> Answer:
    """Answer a question, for everybody to read; and by e-mail, once, whereupon its address is forgotten.

    entry: what was corrected because of it. Raises DecidedMeanwhile, or ledger.Refused for an entry of another ledger.
    """
    question = locked(key)
    if question.refused_at:
        raise DecidedMeanwhile
    with refusals():
        given = Answer.objects.create(question=question, words=words, entry_id=entry, answered_by=by, answered_at=at)
    tell(question, "answered", said=words, at=at)
    return given


@transaction.atomic
def refuse(*, key: int, why: str, by: User, at: datetime) -> Question:
    """Refuse a question, or take one down that nobody has answered. The reason goes to who asked.

    Raises DecidedMeanwhile.
    """
    question = locked(key)
    if question.refused_at or question.answers.exists():
        raise DecidedMeanwhile
    question.refused_by, question.refused_at, question.refused_why = by, at, why
    question.save(update_fields=["refused_by", "refused_at", "refused_why"])
    tell(question, "refused", said=why, at=at)
    return question


def erase_words(*, key: int) -> bool:
    """Take out what a refused question says, for good. Returns whether there was anything."""
    refused = Question.objects.filter(pk=key, refused_at__isnull=False)
    return bool(refused.exclude(words="").update(words=""))


def forget_addresses(*, at: datetime) -> int:
    """Take the addresses out of answers that have left, or never will. Returns how many."""
    done = OutboxMessage.objects.filter(Q(sent_at__isnull=False) | Q(given_up_at__isnull=False))
    abouts = list(done.filter(about__startswith="question ").exclude(to="").values_list("about", flat=True))
    for about in abouts:
        outbox.forget(about=about, at=at)
    return len(abouts)


def locked(key: int) -> Question:
    """Return a question that nobody else decides on meanwhile."""
    return Question.objects.select_for_update().get(pk=key)


def tell(question: Question, circumstance: str, *, said: str, at: datetime) -> None:
    """Put the answer into the outbox for who asked, and take their address out of the question."""
    if not question.email:
        return
    context = {
        "line": line_of(question),
        "said": said,
        "page": f"{settings.PORTAL_URL}{address_of(question)}#questions",
        "council": words_of_the_portal().council,
    }
    outbox.put(
        about=f"question {question.pk}",
        circumstance=circumstance,
        to=question.email,
        subject=f"{SUBJECTS[circumstance]} on the community balance sheet",
        body=render_to_string(f"balancesheet/emails/{circumstance}.txt", context),
        at=at,
    )
    question.email = ""
    question.save(update_fields=["email"])


def line_of(question: Question) -> str:
    names = line_names(question.year_starting, [question.account_id] if question.account_id else [])
    return names.get(question.account_id or "", WHOLE)


def address_of(question: Question) -> str:
    """Return the address of the statement that was asked about."""
    slug = place_of_ledger(question.ledger_id).slug
    return reverse("balancesheet:statement", args=[slug, year_name(question.year_starting)])
