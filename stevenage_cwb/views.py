"""The pages that belong to no app: home, duties, errors, health."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import charter.pages
import metrics.pages.dashboard
import pledges.pages
import spending.pages.share
from stevenage_cwb.common import durability, kept, outbox
from stevenage_cwb.common.snapshot import Snapshot

LATEST_PLEDGES = 3
DEMONSTRATION_LETTERS = 50

# In memory, so that the first page is shown while the database is away.
latest_pledges = Snapshot(read=lambda: pledges.pages.latest(LATEST_PLEDGES), shipped=tuple)
local_share = Snapshot(read=lambda: str(spending.pages.share.headline(on=timezone.localdate()) or ""), shipped=str)
progress = Snapshot(read=lambda: metrics.pages.dashboard.progress(on=timezone.localdate()), shipped=str)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "words": charter.pages.words(),
        "latest": latest_pledges.current(),
        "stays": local_share.current(),
        "progress": progress.current(),
    }
    return render(request, "home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "duties/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "duties/accessibility.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    names = {"csrf_cookie": settings.CSRF_COOKIE_NAME, "session_cookie": settings.SESSION_COOKIE_NAME}
    return render(request, "duties/cookies.html", names)


@require_safe
@never_cache
def demonstration_mail(request: HttpRequest) -> HttpResponse:
    """Show the e-mails that a demonstration does not send, the newest first."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "demonstration_mail.html", {"letters": outbox.newest(DEMONSTRATION_LETTERS)})


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 where the database answers and keeps what it is given, else 503 saying what is wrong."""
    try:
        faults = durability.faults(connection)
    except (OperationalError, InterfaceError):
        faults = ["The database does not answer."]
    return HttpResponse(
        "".join(f"{fault}\n" for fault in faults) or "ready\n",
        content_type="text/plain",
        status=503 if faults else 200,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return kept.page(request, "403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours, or for a database that went away while a middleware wanted it."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return kept.unavailable(request)
    try:
        return kept.page(request, "500.html", status=500)
    except Exception:  # noqa: BLE001
        # Where the frame itself is broken, its words alone are left.
        return HttpResponse(render_to_string("500.html"), status=500)
