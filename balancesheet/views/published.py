"""What was published of a year: the bytes of a frozen statement, and which version an address asks for."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balancesheet.pages.frozen import document_of
from balancesheet.pages.places import place_of
from balancesheet.views.years import year_starting

VERSION = re.compile(r"[1-9][0-9]{0,3}")


@require_safe
def document(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """Send a frozen statement, byte for byte as its digest is of."""
    place = place_of(slug)
    found = document_of(place, year_starting=year_starting(year), version=version(request)) if place else None
    if found is None:
        raise Http404
    return HttpResponse(found.content, content_type="application/json", headers={"X-SHA-256": found.digest})


def version(request: HttpRequest) -> int | None:
    """Return the version that an address asks for; None for the one that counts. Raises Http404 for what is none."""
    text = request.GET.get("version", "")
    if text and not VERSION.fullmatch(text):
        raise Http404
    return int(text) if text else None
