"""The review queue on the desk. GET shows one payee; each POST is one act, and leads on to the next payee."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from spending.actions import reviewing
from spending.forms.reviewing import Chosen, NewSupplier
from spending.models import Decision, Payee, PayeeClass
from spending.pages.review import in_words, next_payee, officer_of, review_page

# What fits into a key's column.
KEY = re.compile(r"[0-9]{1,18}")
SKIPPED = "spending_skipped"
# The session is a row of the database: of so many skips the oldest come back.
MOST_SKIPPED = 500
LONGEST_SEARCH = 100


class OfficerRequest(HttpRequest):
    """A request that the admin let through: somebody is signed in."""

    user: User


def review(request: OfficerRequest) -> HttpResponse:
    """Show the next payee, or the one that is asked for; do what the pressed button says."""
    if not request.user.has_perm("spending.match_suppliers"):
        raise PermissionDenied
    if request.method != "POST":
        return show(request, asked_for(request.GET.get("payee", "")) or next_payee(skipped(request)))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        return act(request)
    except reviewing.DecidedAlready as refused:
        messages.warning(request, f"Not saved. {said_before(refused.decision)}")
    except reviewing.AlreadyUndone:
        messages.warning(request, "That decision is undone already.")
    except OperationalError:
        # An import or another officer's decision holds the turn for longer than a page may wait.
        messages.warning(request, "Not saved: other changes are being written. Try again in a minute.")
    return redirect(address())


def said_before(decision: Decision) -> str:
    at = f"{localtime(decision.decided_at):%-d %B %Y at %H:%M}"
    return f"{officer_of(decision)} decided on {at}: {in_words(decision)}."


def asked_for(key: str) -> Payee | None:
    """Return a payee that was paid, by the number in an address; nothing where none is asked for."""
    if not key:
        return None
    named = Payee.objects.filter(payee_class=PayeeClass.NAMED, total__isnull=False).select_related("body", "total")
    payee = named.filter(pk=key).first() if KEY.fullmatch(key) else None
    if payee is None:
        raise Http404
    return payee


def posted(request: OfficerRequest) -> Payee:
    payee = asked_for(request.POST.get("payee", ""))
    if payee is None:
        raise Http404
    return payee


def skipped(request: OfficerRequest) -> list[int]:
    return list(request.session.get(SKIPPED, []))


def address(payee: Payee | None = None) -> str:
    """Return the address of a payee's review; nothing: of the next one's. One goes on from what is said of the last."""
    return reverse("admin:spending_review") + (f"?payee={payee.pk}" if payee else "") + "#queue"


def show(
    request: OfficerRequest,
    payee: Payee | None,
    *,
    form: NewSupplier | None = None,
    wrong_choice: str = "",
    status: int = 200,
) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    page = review_page(payee=payee, skipped=skipped(request), words=words, by=request.user.pk)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Who was paid?",
        "page": page,
        "form": form or NewSupplier(initial={"name": payee.name if payee else ""}),
        "wrong_choice": wrong_choice,
    }
    return render(request, "admin/spending/payee/review.html", context, status=status)


# -- the buttons -----------------------------------------------------------------------


def accept(request: OfficerRequest) -> HttpResponse:
    payee, form = posted(request), Chosen(request.POST)
    if not form.is_valid():
        return show(request, payee, wrong_choice=str(form.errors["candidate"][0]), status=422)
    decision = reviewing.accept(
        payee=payee, supplier=form.cleaned_data["candidate"], by=request.user, at=timezone.now()
    )
    return decided(request, decision)


def reject(request: OfficerRequest) -> HttpResponse:
    """Keep that it is not the chosen one, and show the same payee again, without it."""
    payee, form = posted(request), Chosen(request.POST)
    if not form.is_valid():
        return show(request, payee, wrong_choice=str(form.errors["candidate"][0]), status=422)
    decision = reviewing.reject(
        payee=payee, supplier=form.cleaned_data["candidate"], by=request.user, at=timezone.now()
    )
    messages.success(request, f"Saved: {in_words(decision)}.")
    return redirect(address(payee))


def new(request: OfficerRequest) -> HttpResponse:
    payee, form = posted(request), NewSupplier(request.POST)
    if not form.is_valid():
        return show(request, payee, form=form, status=422)
    decision = reviewing.new_supplier(
        payee=payee, described=reviewing.Described(**form.cleaned_data), by=request.user, at=timezone.now()
    )
    return decided(request, decision)


def nobody(request: OfficerRequest) -> HttpResponse:
    return decided(request, reviewing.nobody(payee=posted(request), by=request.user, at=timezone.now()))


def decided(request: OfficerRequest, decision: Decision) -> HttpResponse:
    messages.success(request, f"Saved: {in_words(decision)}.")
    return redirect(address())


def skip(request: OfficerRequest) -> HttpResponse:
    """Put a payee off for as long as the officer is signed in."""
    payee = posted(request)
    others = [pk for pk in skipped(request) if pk != payee.pk]
    request.session[SKIPPED] = [*others, payee.pk][-MOST_SKIPPED:]
    return redirect(address())


def unskip(request: OfficerRequest) -> HttpResponse:
    request.session.pop(SKIPPED, None)
    return redirect(address())


def undo(request: OfficerRequest) -> HttpResponse:
    """Take a decision back, and show its payee again."""
    key = request.POST.get("decision", "")
    decision = Decision.objects.filter(pk=key).select_related("payee").first() if KEY.fullmatch(key) else None
    if decision is None:
        raise Http404
    reviewing.undo(decision=decision, by=request.user, at=timezone.now())
    messages.success(request, f"Undone: {in_words(decision)}.")
    return redirect(address(decision.payee))


ACTS: dict[str, Callable[[OfficerRequest], HttpResponse]] = {
    "accept": accept,
    "reject": reject,
    "new": new,
    "nobody": nobody,
    "skip": skip,
    "unskip": unskip,
    "undo": undo,
}
