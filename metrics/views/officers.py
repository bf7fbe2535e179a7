"""What officers who are signed in see on the public pages of metrics. Nothing of it is kept by a browser or a proxy."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

WORKING_GROUP = "assurance.view_finding"


def in_working_group(request: HttpRequest) -> bool:
    """Return whether a member of the working group or of the CWB Group is signed in."""
    # Asking for the user costs a query: only who carries the cookie is asked.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.has_perm(WORKING_GROUP)


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, is_public: bool) -> HttpResponse:
    """Answer with a page: one that holds something for officers is not kept anywhere."""
    response = render(request, template, context)
    patch_vary_headers(response, ["Cookie"])
    if not is_public:
        add_never_cache_headers(response)
    return response
