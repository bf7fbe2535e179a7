"""My Pledge: the pages of the form, and the sending of it.

Each form has a token in its address. Its answers stay in cookies below that address, one a page, signed:
the back button, a reload, a second tab and a database that is away lose nothing, and nobody's answers are
stored before they are sent. Decision 0004 says what else was weighed.
"""

from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter.pages import words
from pledges import actions, pages
from pledges.actions.sending import sent_before
from pledges.forms import STEPS, Draft, StepForm
from pledges.models import Pledge, State
from stevenage_cwb.common import kept, limits

ANSWERS_LAST_SECONDS = 24 * 3600
HINTS = ("action", "neighbourhood")
STARTED = "pledges.started"
SENT = "sent"


@require_safe
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Begin a form of its own, so that two tabs are two pledges. Passes on where the person came from."""
    hints = {name: request.GET[name] for name in HINTS if name in request.GET}
    return redirect(reverse("pledges:step", args=[uuid4(), "who"], query=hints))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, token: UUID, step: str) -> HttpResponse:
    """Show one page of the form, or keep its answers and go on."""
    if cookie_name(SENT) in request.COOKIES:
        return redirect("pledges:done", token)
    draft = draft_of(request, token)
    earlier = list(STEPS)[: list(STEPS).index(step)]
    missing = next((page for page in earlier if not draft.cleaned(page)), None)
    if missing and request.method != "POST":
        return redirect("pledges:step", token, missing)
    if request.method == "POST":
        return keep_answers(request, draft, step)
    initial = first_page_values(request) if step == "who" else None
    return show(request, draft, step, draft.form(step, initial=initial))


def first_page_values(request: HttpRequest) -> dict[str, str]:
    hints = {name: request.GET[name] for name in HINTS if getattr(words(), name)(request.GET.get(name, ""))}
    return {**hints, "started": signing.dumps(timezone.now().timestamp(), salt=STARTED)}


def show(request: HttpRequest, draft: Draft, step: str, form: StepForm) -> HttpResponse:
    earlier = list(STEPS)[: list(STEPS).index(step)]
    back = reverse("pledges:step", args=[draft.token, earlier[-1]]) if earlier else reverse("home")
    context = {"form": form, "back": back, "number": len(earlier) + 1, "of": len(STEPS) + 1}
    return render(request, "pledges/step.html", context)


def keep_answers(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    form = draft.form(step, request.POST)
    if not form.is_valid():
        return show(request, draft, step, form)
    words_may_change = step == "action" and draft.cleaned("action") != form.cleaned_data
    answers = {**draft.answers, step: form.answers()}
    if words_may_change and answers.get("words", {}).get("text") == default_text(draft):
        del answers["words"]
    changed = Draft(token=draft.token, answers=answers)
    following = "words" if words_may_change else changed.first_missing()
    address = reverse("pledges:step", args=[draft.token, following]) if following else None
    response = redirect(address or reverse("pledges:check", args=[draft.token]))
    write_cookie(response, draft.token, step, form.answers())
    if "words" in draft.answers and "words" not in answers:
        response.delete_cookie(cookie_name("words"), path=path_of(draft.token))
    return response


def default_text(draft: Draft) -> str:
    """Return the words that an example put into the box, while nobody has changed them."""
    return str(draft.form("words").initial.get("text", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show all answers with the card that everybody will see, and send them."""
    draft = draft_of(request, token)
    missing = draft.first_missing()
    try:
        if sent_before(token):
            return redirect("pledges:done", token)
        if request.method == "POST" and not missing:
            return send(request, draft)
    except (OperationalError, InterfaceError):
        if request.method == "POST":
            return kept.unavailable(request, kept=draft.kept())
    return redirect("pledges:step", token, missing) if missing else show_check(request, draft)


def show_check(request: HttpRequest, draft: Draft, *, too_fast: bool = False) -> HttpResponse:
    context = {
        "card": pages.card_of(draft.pledge()),
        "rows": rows(draft),
        "details": draft.personal_details(),
        "too_fast": too_fast,
        "back": reverse("pledges:step", args=[draft.token, list(STEPS)[-1]]),
    }
    return render(request, "pledges/check.html", context)


def rows(draft: Draft) -> list[tuple[str, str, str]]:
    """Return (question, answer, address of its page) for each answer a person gave."""
    return [
        (label, value, reverse("pledges:step", args=[draft.token, name.partition("-")[0]]))
        for name, label, value in draft.kept()
        if label
    ]


def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    at = timezone.now()
    if seconds_since(draft.all["started"]) < settings.PLEDGE_MIN_SECONDS:
        return show_check(request, draft, too_fast=True)
    if is_too_many(limits.address_of(request)):
        response = kept.page(request, "pledges/too_many.html", status=429, kept=draft.kept())
        response.headers["Retry-After"] = "60"
        return response
    actions.send(
        pledge=draft.pledge(),
        contact=draft.contact(),
        agreed=draft.agreed(),
        state=State.SPAM if draft.looks_like_a_machine else State.UNCONFIRMED,
        at=at,
    )
    response = redirect("pledges:done", draft.token)
    for page in draft.answers:
        response.delete_cookie(cookie_name(page), path=path_of(draft.token))
    # Going back from here shows the confirmation, not an empty form that could never be sent.
    write_cookie(response, draft.token, SENT, {})
    return response


def seconds_since(started: str) -> float:
    """Return how long ago the form was first shown; nothing where we did not sign the time."""
    try:
        # Our clock may have been put back since: a time to come is no sign of haste.
        return abs(timezone.now().timestamp() - float(signing.loads(started, salt=STARTED)))
    except signing.BadSignature:
        return 0.0


def is_too_many(address: str) -> bool:
    """Record a send. Returns True where this address, or everybody together, sent too many in a minute."""
    at = timezone.now()
    allowed = {
        address: settings.PLEDGE_SENDS_PER_MINUTE,
        "everybody": settings.PLEDGE_SENDS_PER_MINUTE_OVERALL,
    }
    # Not limits.take(): a few too many at once do no harm here, and its lock would make a hall queue.
    for who, limit in allowed.items():
        if limit and limits.lately(what="pledge", who=who, at=at, seconds=60) >= limit:
            return True
    for who, limit in allowed.items():
        if limit:
            limits.record(what="pledge", who=who, at=at)
    return False


@require_safe
@never_cache
def done(request: HttpRequest, token: UUID) -> HttpResponse:
    """Say that we have it: the reference, what happens next and when."""
    pledge = Pledge.objects.filter(form_token=token).select_related(
        "kind", "foundation", "benefit", "action", "neighbourhood"
    )
    found = pledge.first()
    if found is None:
        return redirect("pledges:make")
    context = {
        "pledge": found,
        "card": pages.card_of(found),
        "must_confirm": found.state in (State.UNCONFIRMED, State.SPAM),
    }
    return render(request, "pledges/done.html", context)


# -- the answers in the browser --------------------------------------------------------


def draft_of(request: HttpRequest, token: UUID) -> Draft:
    """Return the form's answers so far. What we did not sign, or signed a day ago, is not there."""
    answers = {}
    for page in STEPS:
        try:
            answers[page] = signing.loads(
                request.COOKIES[cookie_name(page)],
                salt=salt_of(token, page),
                max_age=ANSWERS_LAST_SECONDS,
            )
        except (KeyError, signing.BadSignature):
            continue
    return Draft(token=token, answers=answers)


def write_cookie(response: HttpResponse, token: UUID, page: str, answers: dict[str, str]) -> None:
    """Keep a page's answers until they are sent or the browser is closed."""
    response.set_cookie(
        cookie_name(page),
        signing.dumps(answers, salt=salt_of(token, page), compress=True),
        path=path_of(token),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def cookie_name(page: str) -> str:
    return f"pledge-{page}"


def path_of(token: UUID) -> str:
    return f"/pledges/make/{token}/"


def salt_of(token: UUID, page: str) -> str:
    return f"pledges.make.{token}.{page}"
