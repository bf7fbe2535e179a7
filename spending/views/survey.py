"""The survey of a supplier, by the link in its letter. Nobody signs in; the link says who it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from spending.actions import surveys
from spending.actions.survey_letters import ADDRESSES_KEPT, asked_by_link
from spending.forms.survey import SurveyForm
from spending.models import SurveyedSupplier
from spending.pages.survey_form import asked_page
from stevenage_cwb.common import kept, limits

# Of one link: nobody corrects their figures more often.
SENDS_PER_MINUTE = 10
MINUTE_SECONDS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a supplier its questions, holding what it answered before; keep what it answers."""
    asked = asked_by_link(token)
    if asked is None:
        return render(request, "spending/survey/link_unknown.html", status=404)
    if not asked.survey.is_open:
        return closed(request, asked)
    form = SurveyForm(request.POST or None, asked=asked)
    if form.is_valid():
        return keep(request, form, token)
    context = {"form": form, "asked": asked_page(asked), "days_kept": ADDRESSES_KEPT.days}
    return render(request, "spending/survey/survey.html", context)


def keep(request: HttpRequest, form: SurveyForm, token: str) -> HttpResponse:
    who, at = f"survey {form.asked.pk}", timezone.now()
    if not limits.take(what="survey", who=who, at=at, seconds=MINUTE_SECONDS, most=SENDS_PER_MINUTE):
        response = kept.page(request, "spending/survey/too_many.html", status=429, kept=form.kept())
        response.headers["Retry-After"] = str(MINUTE_SECONDS)
        return response
    try:
        surveys.answer(reply=form.reply(), by=None, at=at)
    except surveys.NotInThisState:
        return closed(request, form.asked)
    return redirect("spending:survey_thanks", token)


@require_safe
@never_cache
def survey_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say what we have of a supplier, and until when it can be corrected."""
    asked = asked_by_link(token)
    if asked is None:
        return render(request, "spending/survey/link_unknown.html", status=404)
    page = asked_page(asked)
    if not page.answers:
        return redirect("spending:survey", token)
    context = {"asked": page, "token": token, "is_open": asked.survey.is_open}
    return render(request, "spending/survey/thanks.html", context)


def closed(request: HttpRequest, asked: SurveyedSupplier) -> HttpResponse:
    return render(request, "spending/survey/closed.html", {"asked": asked_page(asked)}, status=410)
