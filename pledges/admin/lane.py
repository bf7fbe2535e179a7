"""The lanes, and one decision on many pledges: each is decided as a single one is, or named with the reason why not."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pledges.admin.acts import ACTS, REFUSALS, WHY_NOT, Act, OfficerRequest
from pledges.admin.decision import lane_address
from pledges.forms.deciding import Bulk
from pledges.models import Pledge
from pledges.pages.lanes import lane_page
from pledges.pages.looks import Look


def lane(request: OfficerRequest) -> HttpResponse:
    """Show a lane or a search, or take a decision on the pledges that are ticked."""
    if request.method == "POST":
        return decide_on_many(request)
    look = Look.asked_for(request.GET)
    page = lane_page(look, by=request.user, at=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": page.title,
        "page": page,
        "may_decide": request.user.has_perm("pledges.decide_pledge"),
        "may_add": request.user.has_perm("pledges.add_pledge"),
    }
    return render(request, "admin/pledges/pledge/lane.html", context)


def decide_on_many(request: OfficerRequest) -> HttpResponse:
    """Ask first, naming each pledge; do it once that is confirmed."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or act.bulk_form is None or not request.user.has_perm(act.permission):
        raise PermissionDenied
    is_confirmed = "confirmed" in request.POST
    form = act.bulk_form(request.POST)
    if is_confirmed and form.is_valid():
        report(request, act, form)
        return redirect(lane_address(Look.asked_for(request.GET)))
    ticked = Bulk(request.POST)
    if not ticked.is_valid():
        messages.warning(request, str(ticked.errors["pledge"][0]))
        return redirect(lane_address(Look.asked_for(request.GET)))
    return ask(request, act, form if is_confirmed else act.bulk_form(), ticked.cleaned_data["pledge"])


def ask(request: OfficerRequest, act: Act, form: Bulk, ticked: dict[int, int]) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"{act.label}: {len(ticked)} {'pledge' if len(ticked) == 1 else 'pledges'}",
        "act": act,
        "act_name": request.POST["act"],
        "form": form,
        "ticks": [f"{pk}:{version}" for pk, version in ticked.items()],
        "pledges": Pledge.objects.filter(pk__in=ticked).order_by("submitted_at", "pk"),
        "lane_address": lane_address(Look.asked_for(request.GET)),
    }
    status = 422 if form.errors else 200
    return render(request, "admin/pledges/pledge/bulk.html", context, status=status)


def report(request: OfficerRequest, act: Act, form: Bulk) -> None:
    """Decide on each pledge by itself, and say of each that could not be decided why not."""
    ticked = form.cleaned_data["pledge"]
    done = 0
    for pledge in Pledge.objects.filter(pk__in=ticked).order_by("submitted_at", "pk"):
        try:
            act.do(
                pledge=pledge,
                by=request.user,
                at=timezone.now(),
                version=ticked[pledge.pk],
                **form.decision(),
            )
        except REFUSALS as refused:
            messages.warning(request, f"{pledge.reference} {WHY_NOT[type(refused)]}.")
        else:
            done += 1
    messages.success(request, f"{act.label}: {done} of {len(ticked)} done.")
