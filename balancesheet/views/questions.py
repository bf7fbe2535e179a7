"""Asking about a line: the form, and the page that says what happens next. No JavaScript, no cookies but the form's."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from balancesheet.actions import asking
from balancesheet.forms.asking import QuestionForm
from balancesheet.models import Year
from balancesheet.pages.places import Place, place_of
from balancesheet.pages.questions import ledger_of, lines_by_section
from balancesheet.views.years import year_starting
from stevenage_cwb.common import limits

WRONG, TOO_MANY = 422, 429
AN_HOUR = 3600
# A meeting may share one address; nobody asks more in an hour by hand.
MOST_OF_ONE, MOST_OF_ALL = 20, 300


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """Ask for a question about a line, and keep it for an officer to read."""
    place = place_with(slug, year)
    lines = lines_by_section(year_starting(year))
    form = QuestionForm(
        request.POST if request.method == "POST" else None, lines=lines, line=request.GET.get("line", "")
    )
    if not form.is_valid():
        return show(request, place, year, form, status=WRONG if form.is_bound else 200)
    at = timezone.now()
    if not form.looks_like_a_machine:
        if is_too_many(limits.address_of(request), at=at):
            response = show(request, place, year, form, status=TOO_MANY)
            response.headers["Retry-After"] = str(AN_HOUR)
            return response
        said = form.cleaned_data
        asking.ask(
            ledger=ledger_of(place),
            year_starting=year_starting(year),
            account=said["line"] or None,
            words=said["words"],
            email=said["email"],
            token=said["form_token"],
            at=at,
        )
    return redirect("balancesheet:asked", slug, year)


@require_safe
def asked(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """Say that a question has arrived, and what happens next. A machine is told the same."""
    return render(request, "balancesheet/asked.html", {"place": place_with(slug, year), "year": year})


def show(request: HttpRequest, place: Place, year: str, form: QuestionForm, *, status: int) -> HttpResponse:
    context = {"form": form, "place": place, "year": year, "is_too_many": status == TOO_MANY}
    return render(request, "balancesheet/ask.html", context, status=status)


def place_with(slug: str, year: str) -> Place:
    """Return a place that has a statement of the year. Raises Http404."""
    place = place_of(slug)
    if place is None or not Year.objects.filter(ledger__in=place.ledgers, year_starting=year_starting(year)).exists():
        raise Http404
    return place


def is_too_many(address: str, *, at: datetime) -> bool:
    """Record a question. Returns True where this address, or everybody together, asked too many in an hour."""
    return not (
        limits.take(what="question", who=address, at=at, seconds=AN_HOUR, most=MOST_OF_ONE)
        and limits.take(what="question", who="everybody", at=at, seconds=AN_HOUR, most=MOST_OF_ALL)
    )
