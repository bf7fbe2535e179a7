"""The entries under every figure: the list, one entry, and the same as CSV and JSON."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from balancesheet.models import Grade
from balancesheet.pages import entries as pages
from balancesheet.views.years import year_starting
from stevenage_cwb.common.open_data import LICENCE, csv_answer

ON_A_PAGE, IN_JSON = 50, 100
JSON_VERSION = 1


@require_safe
def entries(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    page = asked(request, slug, year, size=ON_A_PAGE)
    context = {"page": page, "parts": pages.PARTS, "grades": Grade.choices}
    return render(request, "balancesheet/entries/list.html", context)


@require_safe
def csv(request: HttpRequest, slug: str, year: str) -> HttpResponseBase:
    """Answer with every entry of the filters, as they are read."""
    filters = pages.Filters.asked(request.GET.dict())
    found = pages.every_posting(slug=slug, year_starting=year_starting(year), filters=filters)
    rows = (pages.record_of(each, portal=settings.PORTAL_URL).values() for each in found)
    return csv_answer(name=f"entries-{slug}-{year}.csv", columns=pages.COLUMNS, rows=rows)


@require_safe
def json(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    page = asked(request, slug, year, size=IN_JSON)
    more = reverse("balancesheet:entries_json", args=[slug, year]) + page.older_query
    return JsonResponse(
        {
            "schema_version": JSON_VERSION,
            "licence": LICENCE,
            "place": page.place.name,
            "year": page.year,
            "filters": page.filters.given,
            "problem": page.problem,
            "count": page.count,
            "sum": None if page.sum is None or page.sum.value is None else page.sum.in_whole,
            "unit": page.sum.unit_said if page.sum else None,
            "marker": page.sum.marker if page.sum else "",
            "items": [pages.record_of(each, portal=settings.PORTAL_URL) for each in page.postings],
            "next": settings.PORTAL_URL + more if page.older else None,
        }
    )


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    page = pages.entry_page(number)
    if page is None:
        raise Http404
    return render(request, "balancesheet/entries/entry.html", {"page": page})


def asked(request: HttpRequest, slug: str, year: str, *, size: int) -> pages.EntriesPage:
    page = pages.entries_page(
        slug=slug,
        year_starting=year_starting(year),
        filters=pages.Filters.asked(request.GET.dict()),
        after=pages.Place.read(request.GET.get("after", "")),
        size=size,
    )
    if page is None:
        raise Http404
    return page
