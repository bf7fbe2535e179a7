"""The local share: the page, the same figures as CSV and JSON, and its chart as a file."""

from dataclasses import asdict, fields

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from spending.pages import share as pages
from spending.pages.filters import days_of, financial_year, year_starting
from stevenage_cwb.common.figures import Record, records
from stevenage_cwb.common.open_data import LICENCE, csv_answer

JSON_VERSION = 1
COLUMNS = [field.name for field in fields(Record)]


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    return render(request, "spending/share/share.html", {"page": asked(request)})


@require_safe
def csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with every figure of the page, one to a line."""
    page = there_is(asked(request))
    rows = (asdict(record).values() for record in records(page.tables, portal=settings.PORTAL_URL))
    return csv_answer(name=f"local-share-{page.look.year}.csv", columns=COLUMNS, rows=rows)


@require_safe
def json(request: HttpRequest) -> HttpResponse:
    page = there_is(asked(request))
    return JsonResponse(
        {
            "schema_version": JSON_VERSION,
            "licence": LICENCE,
            "body": page.body.name,
            "year": page.look.year,
            "is_complete": page.until is None,
            "asked": asdict(page.look),
            "answer": str(page.answer),
            "bounds": str(page.bounds or ""),
            "figures": [asdict(record) for record in records(page.tables, portal=settings.PORTAL_URL)],
        }
    )


@require_safe
def svg(request: HttpRequest) -> HttpResponse:
    page = there_is(asked(request))
    if page.chart is None or page.chart.drawing is None:
        raise Http404
    return render(request, page.chart.drawing.template, {"chart": page.chart}, content_type="image/svg+xml")


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Answer with how the share of a year is measured, of this year where none is asked for."""
    asked_year = request.GET.get("year", "") or financial_year(year_starting(timezone.localdate()))
    if days_of(year=asked_year, quarter="") is None:
        raise Http404
    return render(request, "spending/share/method.html", {"page": pages.method(year=int(asked_year[:4]))})


@require_safe
def respend(request: HttpRequest) -> HttpResponse:
    """Answer with the published survey of the body and year that the page of the share would show."""
    page = there_is(asked(request))
    if page.survey is None:
        raise Http404
    context = {"survey": page.survey, "back": reverse("spending:share") + page.look.query()}
    return render(request, "spending/share/respend.html", context)


def asked(request: HttpRequest) -> pages.SharePage | None:
    try:
        return pages.share(pages.Look.asked(request.GET.dict()), on=timezone.localdate())
    except pages.NoSuchPage as fact:
        raise Http404 from fact


def there_is(page: pages.SharePage | None) -> pages.SharePage:
    """Return the page. Raises Http404 where no file is accepted yet, and so there are no figures."""
    if page is None:
        raise Http404
    return page
