"""What the links in e-mails lead to. GET only shows a button: mail scanners follow every link."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pledges import actions, pages
from pledges.actions import links
from pledges.actions.sending import newest_request
from pledges.forms.changes import ChangesForm
from pledges.forms.reporting import ReportForm
from pledges.models import Decision, Delivery, Pledge, State


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the e-mail address of a pledge."""
    pledge = links.pledge_to_confirm(token)
    if pledge is None:
        return render(request, "pledges/link_unknown.html", status=404)
    if request.method == "POST":
        try:
            actions.confirm(pledge=pledge, at=timezone.now())
        except actions.TooLate:
            return too_late(request, pledge)
        pledge.refresh_from_db()
    if pledge.state == State.EXPIRED:
        return too_late(request, pledge)
    is_confirmed = pledge.state not in (State.UNCONFIRMED, State.SPAM)
    template = "pledges/confirmed.html" if is_confirmed else "pledges/confirm.html"
    return render(request, template, {"pledge": pledge, "card": pages.card_of(pledge)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an officer's request for changes. Only the fields that were asked about are there."""
    decision = links.decision_to_answer(token)
    if decision is None:
        return render(request, "pledges/link_unknown.html", status=404)
    newest = newest_request(decision)
    if newest != decision:
        # The e-mail of an earlier request: what that asked for was answered.
        return redirect("pledges:change", links.for_changing(newest))
    form = ChangesForm(request.POST or None, pledge=decision.pledge, fields=decision.fields)
    if decision.pledge.state != State.CHANGES:
        return not_waiting(request, decision)
    if form.is_valid():
        try:
            actions.return_with_changes(
                decision=decision, changes=form.changes(), name=form.contact_name(), at=timezone.now()
            )
        except (actions.AlreadyReturned, actions.TooLate):
            decision.pledge.refresh_from_db()
        return not_waiting(request, decision)
    return render(request, "pledges/change.html", {"form": form, "decision": decision})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the pledger how it went. One answer waits at a time; once it is checked, there may be another."""
    pledge = links.pledge_to_report_on(token)
    if pledge is None:
        return render(request, "pledges/link_unknown.html", status=404)
    if pledge.state != State.APPROVED:
        return render(request, "pledges/gone.html", {"reference": pledge.reference}, status=410)
    form = ReportForm(request.POST or None, pledge=pledge)
    is_answered = Delivery.objects.waiting().filter(pledge=pledge).exists()
    if not is_answered and form.is_valid():
        # Two answers at once: the second finds the first.
        with suppress(actions.ReportWaits):
            actions.report(pledge=pledge, **form.report(), at=timezone.now())
        is_answered = True
    card = pages.card_of(pledge)
    if is_answered:
        return render(request, "pledges/reported.html", {"card": card})
    return render(request, "pledges/report.html", {"card": card, "form": form})


def not_waiting(request: HttpRequest, decision: Decision) -> HttpResponse:
    if decision.pledge.state == State.EXPIRED:
        return too_late(request, decision.pledge)
    return render(request, "pledges/changed.html", {"pledge": decision.pledge})


def too_late(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    return render(request, "pledges/expired.html", {"pledge": pledge}, status=410)
