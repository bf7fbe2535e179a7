"""One screen for one decision. GET shows; each POST is one act, and leads on to the next pledge."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges import actions
from pledges.actions.deciding import is_own
from pledges.admin.acts import ACTS, REFUSALS, WHY_NOT, Act, OfficerRequest
from pledges.forms.deciding import Plain
from pledges.models import Pledge, State
from pledges.pages.decision import can_be_told, decision_page, on_the_desk
from pledges.pages.history import changes_since
from pledges.pages.looks import Look, next_pledge

CONFLICT = 409


def decision(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a pledge, or do with it what the pressed button says."""
    pledge = on_the_desk(pk)
    if pledge is None:
        raise Http404
    if request.method != "POST":
        return show(request, pledge)
    name = request.POST.get("act", "")
    if name in ACTS:
        return decide(request, pledge, name)
    if name in OTHER_ACTS:
        permission, act = OTHER_ACTS[name]
        must_have(request, permission)
        return act(request, pledge)
    raise PermissionDenied


def must_have(request: OfficerRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def decide(request: OfficerRequest, pledge: Pledge, name: str) -> HttpResponse:
    act = ACTS[name]
    must_have(request, act.permission)
    form = act.form(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return show(request, pledge, filled_in={name: form}, status=422)
    look, at = Look.asked_for(request.GET), timezone.now()
    # Found before the pledge leaves its lane: afterwards its place there is lost.
    following = next_pledge(look, after=pledge, by=request.user, at=at)
    try:
        act.do(pledge=pledge, by=request.user, at=at, **form.decision())
    except REFUSALS as refused:
        return refuse_stale(request, pledge.pk, name, form, refused)
    messages.success(request, f"{pledge.reference} {act.done}.")
    return go_on(request, look, following)


def refuse_stale(request: OfficerRequest, pk: int, name: str, form: Plain, refused: Exception) -> HttpResponse:
    """Show what the other officer did, with the form as it was filled in. The next save is of the new version."""
    now = on_the_desk(pk)
    if now is None:
        raise Http404
    stale = {
        "why": WHY_NOT[type(refused)],
        "changes": changes_since(now, form.cleaned_data["version"]),
        "typed": form.cleaned_data.get("message", ""),
    }
    return show(request, now, filled_in={name: form}, stale=stale, status=CONFLICT)


def go_on(request: OfficerRequest, look: Look, following: Pledge | None) -> HttpResponse:
    """Take up the next pledge; back to the lane where there is none."""
    if following is None:
        return redirect(lane_address(look))
    actions.claim(pledge=following, by=request.user, at=timezone.now())
    return redirect(address(following.pk, look))


def claim(request: OfficerRequest, pledge: Pledge) -> HttpResponse:
    if not actions.claim(pledge=pledge, by=request.user, at=timezone.now()):
        messages.warning(request, "Another officer was faster and holds it now.")
    return redirect(address(pledge.pk, Look.asked_for(request.GET)))


def release(request: OfficerRequest, pledge: Pledge) -> HttpResponse:
    actions.release(pledge=pledge, by=request.user)
    return redirect(lane_address(Look.asked_for(request.GET)))


def see_contact(request: OfficerRequest, pledge: Pledge) -> HttpResponse:
    """Show the contact details on this one answer, having recorded who looked."""
    contact = actions.see_contact(pledge=pledge, by=request.user, at=timezone.now())
    return show(request, pledge, contact=contact, asked_for_contact=True)


OTHER_ACTS = {
    "claim": ("pledges.decide_pledge", claim),
    "release": ("pledges.decide_pledge", release),
    "contact": ("pledges.see_contact", see_contact),
}


def show(
    request: OfficerRequest,
    pledge: Pledge,
    *,
    filled_in: dict[str, Plain] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    look, at = Look.asked_for(request.GET), timezone.now()
    page = decision_page(pledge, by=request.user, at=at)
    following = next_pledge(look, after=pledge, by=request.user, at=at)
    own = is_own(pledge, request.user)
    acts = {} if own or page.held_by else offered(request, pledge)
    context = {
        **admin.site.each_context(request),
        "title": f"{page.reference}: {page.state}",
        "page": page,
        "forms": {name: form_for(name, act, filled_in or {}) for name, act in acts.items()},
        "is_own": own,
        "may_report": pledge.state == State.APPROVED and request.user.has_perm("pledges.add_delivery"),
        "may_decide": request.user.has_perm("pledges.decide_pledge"),
        "look": look,
        "lane_address": lane_address(look),
        "next_address": address(following.pk, look) if following else "",
        **more,
    }
    return render(request, "admin/pledges/pledge/decision.html", context, status=status)


def offered(request: OfficerRequest, pledge: Pledge) -> dict[str, Act]:
    """Return what this officer can do with the pledge as it stands."""
    acts = {
        name: act for name, act in ACTS.items() if pledge.state in act.states and request.user.has_perm(act.permission)
    }
    # Nobody could ever answer a request that reaches nobody.
    if "changes" in acts and not can_be_told(pledge):
        del acts["changes"]
    return acts


def form_for(name: str, act: Act, filled_in: dict[str, Plain]) -> Plain:
    return filled_in.get(name) or act.form(auto_id=f"{name}_%s")


def lane_address(look: Look) -> str:
    return f"{reverse('admin:pledges_pledge_changelist')}?{look.from_its_start.query}"


def address(pk: int, look: Look) -> str:
    return f"{reverse('admin:pledges_pledge_change', args=[pk])}?{look.from_its_start.query}"
