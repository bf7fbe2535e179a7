"""The pages on which officers run a survey: making it, its suppliers with their addresses, answers typed in for one."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from spending.actions import surveys
from spending.forms.survey import SurveyForm
from spending.forms.surveying import Addresses, NewSurvey
from spending.models import Survey, SurveyedSupplier
from spending.pages.survey_desk import found, survey_desk
from spending.pages.survey_form import asked_page

PAGE = "admin:spending_survey_change"
# What fits into a key's column.
KEY = re.compile(r"[0-9]{1,18}")
LONGEST_SEARCH = 100
WHY_NOT: dict[type[Exception], str] = {
    surveys.NobodyToAsk: "There is nobody to ask: the list is empty, or that supplier was paid nothing in that year.",
    surveys.NotInThisState: "Nothing was done: the survey has moved on since the page was shown.",
    surveys.NoRates: "Add rates for the third round first, with their source.",
    surveys.PublishedAlready: "Another survey of that year is public. Withdraw that one first.",
}


class OfficerRequest(HttpRequest):
    """A request of somebody who is signed in. The admin sees to that."""

    user: User


def new(request: OfficerRequest) -> HttpResponse:
    """Draft a survey of the largest suppliers."""
    at = timezone.now()
    form = NewSurvey(request.POST or None, today=timezone.localdate(at))
    if form.is_valid():
        body, year_starting = form.cleaned_data["of"]
        survey = surveys.make_survey(
            body=body,
            year_starting=year_starting,
            largest=form.cleaned_data["largest"],
            closes_on=form.cleaned_data["closes_on"],
            by=request.user,
            at=at,
        )
        messages.success(request, "The survey is drafted. Add e-mail addresses, then open it.")
        return redirect(PAGE, survey.pk)
    return render(request, "admin/spending/survey/new.html", {"form": form}, status=422 if form.errors else 200)


def survey(request: OfficerRequest, site: AdminSite, key: str) -> HttpResponse:
    """Show a survey with its suppliers; keep the addresses that were typed, and do what a button says."""
    if not KEY.fullmatch(key):
        raise Http404
    found_survey = get_object_or_404(Survey.objects.select_related("body", "rates"), pk=key)
    if request.method != "POST":
        return show(request, site, found_survey)
    wrong = save_addresses(request, found_survey)
    if wrong:
        return show(request, site, found_survey, wrong=wrong)
    act(request, found_survey)
    words = searched(request)
    return redirect(reverse(PAGE, args=[found_survey.pk]) + (f"?{urlencode({'q': words})}" if words else ""))


def searched(request: OfficerRequest) -> str:
    """Return the words of a supplier's name that are looked for, or nothing."""
    return (request.POST or request.GET).get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def show(
    request: OfficerRequest, site: AdminSite, survey: Survey, *, wrong: Mapping[int, str] | None = None
) -> HttpResponse:
    words = searched(request)
    context = {
        **site.each_context(request),
        "title": str(survey),
        "desk": survey_desk(survey, wrong=wrong or {}),
        "q": words,
        "found": found(survey, words) if words and survey.is_draft else (),
    }
    return render(request, "admin/spending/survey/survey.html", context, status=422 if wrong else 200)


def save_addresses(request: OfficerRequest, survey: Survey) -> dict[int, str]:
    """Keep the addresses that the page sent. Returns what was typed where no e-mail could be sent, by supplier."""
    sent = [name.removeprefix("email-") for name in request.POST if name.startswith("email-")]
    form = Addresses(request.POST, asked=[int(pk) for pk in sent if KEY.fullmatch(pk)])
    form.full_clean()
    addresses, at = form.addresses(), timezone.now()
    if addresses:
        attempt(request, lambda: surveys.set_addresses(survey=survey, addresses=addresses, at=at), "")
    return form.wrong()


def attempt(request: OfficerRequest, do: Callable[[], object], done: str) -> None:
    """Do something to a survey. Tell the officer what is done, with how often in place of {}, or why it is not."""
    try:
        result = do()
    except tuple(WHY_NOT) as why:
        messages.warning(request, WHY_NOT[type(why)])
    else:
        if done:
            messages.success(request, done.format(result))


# -- the buttons -----------------------------------------------------------------------


def act(request: OfficerRequest, survey: Survey) -> None:
    """Do what the button says that was pressed: its name, and the number of a supplier where it is about one."""
    name, _, number = request.POST.get("act", "").partition(":")
    key = int(number) if KEY.fullmatch(number) else 0
    by, at = request.user, timezone.now()
    buttons: dict[str, tuple[Callable[[], object], str]] = {
        "search": (lambda: None, ""),
        "add": (lambda: surveys.add_supplier(survey=survey, supplier_id=key), "The supplier is added."),
        "remove": (lambda: surveys.remove_supplier(survey=survey, asked_id=key), "The supplier is taken out."),
        "open": (
            lambda: surveys.open_survey(survey=survey, by=by, at=at),
            "The survey is open. Letters on their way: {}.",
        ),
        "write": (lambda: surveys.write_to_the_rest(survey=survey, at=at), "Letters on their way: {}."),
        "remind": (lambda: surveys.remind(survey=survey, at=at), "Reminders on their way: {}."),
        "close": (lambda: surveys.close(survey=survey, by=by, at=at), "The survey is closed."),
        "publish": (lambda: surveys.publish(survey=survey, by=by, at=at), "What came of the survey is public."),
        "withdraw": (lambda: surveys.withdraw(survey=survey), "The survey is not public any more."),
    }
    attempt(request, *buttons.get(name, (lambda: None, "The addresses are kept.")))


def enter(request: OfficerRequest, *, survey: int, asked: int) -> HttpResponse:
    """Type in what a supplier wrote or said."""
    one = get_object_or_404(
        SurveyedSupplier.objects.select_related("survey__body", "supplier"), pk=asked, survey=survey
    )
    form = SurveyForm(request.POST or None, asked=one)
    if form.is_valid():
        by, at = request.user, timezone.now()
        attempt(request, lambda: surveys.answer(reply=form.reply(), by=by, at=at), "The answers are kept.")
        return redirect(PAGE, survey)
    context = {"form": form, "asked": asked_page(one), "survey": one.survey}
    return render(request, "admin/spending/survey/enter.html", context, status=422 if form.errors else 200)
