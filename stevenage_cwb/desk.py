"""The officers' desk: Django's admin under our name, with a sign-in that guessing does not open."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from balancesheet.models import Question, Voice
from balancesheet.pages.returns import waiting_count as waiting_returns
from pledges.models import Delivery
from pledges.pages.lanes import tallies
from pledges.pages.looks import Look
from spending.models import ImportNote
from spending.pages.review import waiting
from stevenage_cwb.common import limits
from stevenage_cwb.common.models import OutboxMessage

log = logging.getLogger("portal.sign-in")

SIGNED_IN, TOO_MANY = 302, 429
BY_NAME, BY_ADDRESS = "sign-in", "sign-in-address"

# What there is to do, by its name on the page: who may see it, and how much there is.
TO_DO: dict[str, tuple[str, Callable[[], object]]] = {
    "tallies": ("pledges.view_pledge", lambda: tallies(Look(), at=timezone.now())),
    "reports": ("pledges.check_delivery", Delivery.objects.waiting().count),
    "returns": ("balancesheet.check_return", waiting_returns),
    "questions": ("balancesheet.answer_question", Question.objects.waiting().count),
    "voices": ("balancesheet.check_voice", Voice.objects.waiting().count),
    "given_up": ("common.view_outboxmessage", OutboxMessage.objects.given_up().count),
    "notes": ("spending.import_spending", ImportNote.objects.waiting().count),
    "unmatched": ("spending.match_suppliers", lambda: waiting(skipped=[]).count()),
}


class OfficersDesk(admin.AdminSite):
    site_header = "Community wealth building: officers' desk"
    site_title = "Officers' desk"
    index_title = "What there is to do"
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the lanes, files and payees that wait, and what went wrong, each to who may see it."""
        may = request.user.has_perm
        to_do = {name: count() for name, (permission, count) in TO_DO.items() if may(permission)}
        return super().index(request, {**to_do, **(extra_context or {})})

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign an officer in, unless this name or this address was tried too often of late."""
        if request.method != "POST":
            return super().login(request, extra_context)
        name, address, at = user_name(request), limits.address_of(request), timezone.now()
        facts = {"officer": limits.digest(name)}
        if is_too_often(name=name, address=address, at=at):
            log.warning("sign-in refused", extra={"facts": facts})
            return self.refuse_sign_in(request)
        response = super().login(request, extra_context)
        if response.status_code == SIGNED_IN:
            limits.clear(what=BY_NAME, who=name)
            log.info("signed in", extra={"facts": facts})
        else:
            limits.record(what=BY_ADDRESS, who=address, at=at)
            log.warning("sign-in failed", extra={"facts": facts})
        return response

    def refuse_sign_in(self, request: HttpRequest) -> HttpResponse:
        minutes = settings.SIGN_IN_WINDOW_SECONDS // 60
        context = {**self.each_context(request), "title": "Sign in", "minutes": minutes}
        response = render(request, "admin/login.html", context, status=TOO_MANY)
        response.headers["Retry-After"] = str(settings.SIGN_IN_WINDOW_SECONDS)
        return response


def user_name(request: HttpRequest) -> str:
    return request.POST.get("username", "").strip().casefold()


def is_too_often(*, name: str, address: str, at: datetime) -> bool:
    """Tell whether a try must be refused; else count it against the name before the password is looked at.

    Counting first means that many tries at once cannot all slip through.
    """
    window = settings.SIGN_IN_WINDOW_SECONDS
    by_address = limits.lately(what=BY_ADDRESS, who=address, at=at, seconds=window)
    return by_address >= settings.SIGN_IN_FAILURES_PER_ADDRESS or not limits.take(
        what=BY_NAME, who=name, at=at, seconds=window, most=settings.SIGN_IN_FAILURES
    )
