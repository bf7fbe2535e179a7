"""Reports of what became of pledges on the desk: entering one, and the checks of it by two officers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from pledges import actions
from pledges.actions.deciding import came_from
from pledges.admin.acts import OfficerRequest
from pledges.forms.checking import CheckForm, EvidenceForm, TakingBackForm
from pledges.forms.reporting import ReportForm
from pledges.models import Delivery, Pledge, State
from pledges.pages.card import card_of
from pledges.pages.decision import on_the_desk
from pledges.pages.reports import report_of, state
from stevenage_cwb.common.admin import RecordAdmin

KEY = re.compile(r"[0-9]{1,18}")
WRONG, CONFLICT = 422, 409


@dataclass(frozen=True)
class Check:
    """One thing that an officer can do with a report. `done` follows "The report"."""

    done: str
    do: Callable[..., None]
    form: type[CheckForm]
    permission: str = "pledges.check_delivery"


CHECKS = {
    "evidence": Check("waits for a second officer", actions.accept_evidence, EvidenceForm),
    "verify": Check("is verified, and counts", actions.verify, CheckForm),
    "take_back": Check("is taken back", actions.take_back, TakingBackForm, permission="pledges.take_back_delivery"),
}
WHY_NOT: dict[type[Exception], str] = {
    actions.OwnPledge: "it is of a pledge from your own e-mail address",
    actions.SecondOfficerNeeded: "you wrote it down or accepted its evidence, so another officer verifies it",
    actions.NeedsBetterEvidence: "so much is shown by a document or a public register only",
    actions.AlreadyHandled: "another officer has handled it, or the pledge is no longer published",
}


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("waiting", "Waiting"),
            ("evidence", "Waiting for evidence"),
            ("verify", "Waiting for a second officer"),
            ("verified", "Verified"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = {
            "waiting": Delivery.objects.waiting(),
            "evidence": Delivery.objects.without_evidence(),
            "verify": Delivery.objects.to_be_verified(),
            "verified": Delivery.objects.verified(),
        }
        wanted = self.value()
        return queryset & found[wanted] if wanted in found else queryset


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    """The list is Django's. A report is entered from its pledge, and checked on a page of our own."""

    list_display = ["pledge", "outcome", "delivered_on", "state", "said_at"]
    list_filter = [StateFilter]
    list_select_related = ["pledge"]
    search_fields = ["pledge__reference__exact"]
    search_help_text = "A pledge's reference, exactly."

    @admin.display(description="state")
    def state(self, delivery: Delivery) -> str:
        return state(delivery)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not request.user.has_perm("pledges.add_delivery"):
            raise PermissionDenied
        pledge = on_the_desk(key(request.GET.get("pledge", "")))
        if pledge is None or pledge.state != State.APPROVED:
            raise Http404
        return enter(cast("OfficerRequest", request), pledge)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        reports = Delivery.objects.select_related("pledge", "entered_by", "evidenced_by", "verified_by")
        delivery = get_object_or_404(reports.select_related("taken_back_by"), pk=key(object_id))
        if request.method == "POST":
            return check(cast("OfficerRequest", request), delivery)
        return show(cast("OfficerRequest", request), delivery)


def key(text: str) -> int:
    if not KEY.fullmatch(text):
        raise Http404
    return int(text)


def enter(request: OfficerRequest, pledge: Pledge) -> HttpResponse:
    """Write down what somebody says became of their pledge."""
    form = ReportForm(request.POST or None, pledge=pledge)
    if form.is_valid():
        try:
            actions.report(pledge=pledge, **form.report(), by=request.user, at=timezone.now())
        except (actions.ReportWaits, actions.NotPublished):
            messages.warning(request, "Not saved: a report waits already, or the pledge is no longer published.")
        else:
            messages.success(request, "The report is entered, and waits for evidence.")
        return redirect(pledge_address(pledge.pk))
    context = {"form": form, "card": card_of(pledge), "back": pledge_address(pledge.pk)}
    return render(
        request,
        "admin/pledges/delivery/enter.html",
        context,
        status=WRONG if form.is_bound else HttpResponse.status_code,
    )


def check(request: OfficerRequest, delivery: Delivery) -> HttpResponse:
    """Do with a report what the pressed button says."""
    name = request.POST.get("act", "")
    act = CHECKS.get(name)
    if act is None or not request.user.has_perm(act.permission):
        raise PermissionDenied
    form = act.form(request.POST, delivery=delivery)
    if not form.is_valid():
        return show(request, delivery, filled_in={name: form}, status=WRONG)
    try:
        act.do(delivery=delivery, by=request.user, at=timezone.now(), **form.cleaned_data)
    except tuple(WHY_NOT) as refused:
        delivery.refresh_from_db()
        return show(request, delivery, filled_in={name: form}, why_not=WHY_NOT[type(refused)], status=CONFLICT)
    messages.success(request, f"The report on {delivery.pledge.reference} {act.done}.")
    return redirect(pledge_address(delivery.pledge_id))


def show(
    request: OfficerRequest,
    delivery: Delivery,
    *,
    filled_in: dict[str, CheckForm] | None = None,
    why_not: str = "",
    status: int = 200,
) -> HttpResponse:
    page = report_of(delivery)
    forms = {name: CHECKS[name].form(delivery=delivery) for name in offered(request, delivery)}
    context = {
        **admin.site.each_context(request),
        "title": f"{page.reference}: {page.state}",
        "page": page,
        "card": card_of(delivery.pledge),
        "forms": {name: (filled_in or {}).get(name, form) for name, form in forms.items()},
        "why_not": why_not,
        "needs_another": needs_another(request, delivery),
        "pledge_address": pledge_address(delivery.pledge_id),
    }
    return render(request, "admin/pledges/delivery/report.html", context, status=status)


def offered(request: OfficerRequest, delivery: Delivery) -> list[str]:
    """Return what this officer can do with the report as it stands."""
    if delivery.taken_back_at:
        return []
    next_check = [] if delivery.verified_at else ["verify" if delivery.evidenced_at else "evidence"]
    if delivery.pledge.state != State.APPROVED or needs_another(request, delivery):
        next_check = []
    return [name for name in [*next_check, "take_back"] if request.user.has_perm(CHECKS[name].permission)]


def needs_another(request: OfficerRequest, delivery: Delivery) -> bool:
    """Tell whether another officer has to do the next check."""
    if delivery.verified_at or delivery.taken_back_at:
        return False
    did = (delivery.entered_by_id, delivery.evidenced_by_id) if delivery.evidenced_at else ()
    return request.user.pk in did or came_from(request.user, delivery.pledge)


def pledge_address(pk: int) -> str:
    return f"{reverse('admin:pledges_pledge_change', args=[pk])}#became"
