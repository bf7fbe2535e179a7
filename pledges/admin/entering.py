"""Typing in a pledge for somebody who made it on paper or by phone. Another officer decides on it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pledges import actions
from pledges.admin.acts import OfficerRequest
from pledges.forms.entering import FIRST, SECOND, Entered
from pledges.models import State


def enter(request: OfficerRequest) -> HttpResponse:
    """Ask who and what first, then the rest, which depends on it."""
    second = request.POST if request.method == "POST" else None
    entered = Entered(token=token_of(request), first=request.GET, second=second)
    if not all(entered.cleaned(step) for step in FIRST):
        return ask(request, entered, FIRST)
    if second is None or entered.first_missing():
        return ask(request, entered, SECOND)
    pledge = actions.send(
        pledge=entered.pledge(),
        contact=entered.contact(),
        agreed=entered.agreed(),
        state=State.NEW,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, f"{pledge.reference} is entered. Another officer decides on it.")
    return redirect("admin:pledges_pledge_changelist")


def token_of(request: OfficerRequest) -> UUID:
    """Return the token of this form: sent twice, it makes one pledge."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


def ask(request: OfficerRequest, entered: Entered, steps: tuple[str, ...]) -> HttpResponse:
    context = {
        "forms": entered.forms(steps),
        "is_second": steps == SECOND,
        "token": entered.token,
        "has_errors": any(form.errors for form in entered.forms(steps)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/pledges/pledge/enter.html", context, status=status)
