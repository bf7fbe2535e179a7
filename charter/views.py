"""The charter's pages. Each is printed from memory: it is there while the database is away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from charter import pages


@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    return render(request, "charter/charter.html", {"page": pages.charter()})


@require_safe
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    page = pages.neighbourhoods(on=timezone.localdate())
    return render(request, "charter/neighbourhoods.html", {"page": page})


@require_safe
def neighbourhood(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.neighbourhood(code=code, on=timezone.localdate())
    if page is None:
        raise Http404
    return render(request, "charter/neighbourhood.html", {"page": page})
