"""What happens around every request: a log line, the headers, officers' sessions, who is acting."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from stevenage_cwb.common import audit, kept, logs

GetResponse = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("portal.request")

# A session's time of last use is written at most this often: a page should not cost a write.
TOUCH_SECONDS = 60


class RequestLog:
    """Give the request an id, and log method, view, status and time. Never the query, which may hold an answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = logs.request_id.set(uuid.uuid4().hex)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = logs.request_id.get()
            log.info("answered", extra={"facts": self.facts(request, response, began)})
            return response
        finally:
            logs.request_id.reset(token)

    def facts(self, request: HttpRequest, response: HttpResponse, began: float) -> dict[str, str | int | None]:
        match = getattr(request, "resolver_match", None)
        return {
            "method": request.method,
            "view": match.view_name if match else None,
            "status": response.status_code,
            "ms": round((time.monotonic() - began) * 1000),
        }


class Headers:
    """Add the headers that Django has no setting for, to every answer, static files included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response


class NoBody:
    """Send no body where only the head was asked for: the client would take it for the start of its next answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif isinstance(response, HttpResponse):
            response.content = b""
        return response


class PossibleSession:
    """Drop a session's key that cannot be ours: PostgreSQL is not to be asked for one with a NUL in it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(settings.SESSION_COOKIE_NAME, "").isalnum():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class DatabaseAway:
    """Answer 503, with all that was typed, where a view finds the database gone.

    Where another middleware finds it gone, Django asks `stevenage_cwb.views.broken` instead.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        log.error("database away", extra={"facts": {"fault": type(exception).__name__}})
        return kept.unavailable(request)


class OfficerSession:
    """End an officer's session after 30 idle minutes, and 12 hours after sign-in whatever happened since."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asking for the user costs a query: only who carries the cookie is asked.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self.end_or_touch(request, now=int(timezone.now().timestamp()))
        return self.get_response(request)

    def end_or_touch(self, request: HttpRequest, *, now: int) -> None:
        session = request.session
        began = session.setdefault("signed_in_at", now)
        used = session.setdefault("last_used_at", now)
        if now - used > settings.OFFICER_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif now - used > TOUCH_SECONDS:
            session["last_used_at"] = now


class AuditedOfficer:
    """Tell the database which officer acts, so that its triggers can write the name beside each change."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if request.method in ("GET", "HEAD") or not signed_in or not request.user.is_authenticated:
            return self.get_response(request)
        with audit.acting(request.user.get_username()):
            return self.get_response(request)
