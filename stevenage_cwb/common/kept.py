"""What a person typed, kept on the page that says why it could not be taken, with a button to try again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# (name of the field, what the person knows it as, what they typed). One without a label travels on unseen.
Kept = list[tuple[str, str, str]]

RETRY_SECONDS = 10
# Hidden fields of the portal's forms: they are sent again, but nobody typed them.
UNSEEN = {"started", "agreed_versions", "leave_this_empty", "version"}


def typed(request: HttpRequest) -> Kept:
    """Return all fields that were sent, save the token that is made anew and passwords."""
    return [
        (name, label(name), value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def label(name: str) -> str:
    """Return a field's name as words; nothing for what travels with a page unseen, as Django's own names do."""
    return "" if name.startswith("_") or name in UNSEEN else name.replace("_", " ").replace("-", " ").capitalize()


def sent_from_here(request: HttpRequest) -> bool:
    """Return False where the browser says that another site's page sent this."""
    return request.headers.get("Origin") in (None, f"{request.scheme}://{request.get_host()}")


def page(request: HttpRequest, template: str, *, status: int, kept: Kept | None = None) -> HttpResponse:
    """Return a page that holds what was typed. `kept` replaces the fields of the request itself.

    What another site sent is listed too, but gets no button: one click on ours must not act for that site.
    """
    context = {
        "kept": typed(request) if kept is None else kept,
        "may_send_again": request.method == "POST" and sent_from_here(request),
        "address": request.get_full_path(),
    }
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def unavailable(request: HttpRequest, *, kept: Kept | None = None) -> HttpResponse:
    """Return the page for the time in which the database is away."""
    response = page(request, "503.html", status=503, kept=kept)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
