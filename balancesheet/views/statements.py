"""The statements: all of them, one, and the same figures as CSV and JSON."""

from dataclasses import asdict, fields

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from balancesheet.pages.frozen import as_published
from balancesheet.pages.index import index as all_statements
from balancesheet.pages.index import newest_year
from balancesheet.pages.places import place_of
from balancesheet.pages.publication import Publication, publication
from balancesheet.pages.statement import Statement
from balancesheet.views.published import version
from balancesheet.views.years import year_starting
from stevenage_cwb.common.figures import Record, records
from stevenage_cwb.common.open_data import LICENCE, csv_answer
from stevenage_cwb.common.years import day_of

JSON_VERSION = 1
COLUMNS = [field.name for field in fields(Record)]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "balancesheet/index.html", {"page": all_statements()})


@require_safe
def statement(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    page = asked(request, slug, year)
    return render(request, "balancesheet/statement/statement.html", {"page": page, "around": around(request, page)})


@require_safe
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to a place's newest statement; to all of them, where it has no year on record."""
    if place_of(slug) is None:
        raise Http404
    newest = newest_year(slug)
    if newest is None:
        return redirect("balancesheet:index")
    return redirect("balancesheet:statement", slug, newest)


@require_safe
def csv(request: HttpRequest, slug: str, year: str) -> HttpResponseBase:
    """Answer with every figure of the statement, one to a line."""
    page = asked(request, slug, year)
    rows = (asdict(record).values() for record in records(page.tables, portal=settings.PORTAL_URL))
    return csv_answer(name=f"balance-sheet-{slug}-{year}.csv", columns=COLUMNS, rows=rows)


@require_safe
def json(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    page = asked(request, slug, year)
    stands = around(request, page)
    return JsonResponse(
        {
            "schema_version": JSON_VERSION,
            "licence": LICENCE,
            "place": page.place.name,
            "ledgers": page.place.ledgers,
            "year": page.year,
            "is_closed": page.state.is_closed,
            "by": page.by,
            "chart": page.chart.version,
            "definition": page.definition,
            "disclaimer": page.disclaimer,
            "paragraph": page.paragraph,
            "notes": [*page.notes, page.worth.note],
            "restatements": {
                "count": page.restated.count,
                "newest": [asdict(each) for each in page.restated.corrections],
            },
            "state": stands.state.value,
            "late": stands.late,
            "versions": [asdict(each) for each in stands.versions],
            "voices": [asdict(each) for each in stands.voices],
            "questions": [asdict(each) for each in stands.questions],
            "figures": [asdict(record) for record in records(page.tables, portal=settings.PORTAL_URL)],
        }
    )


def asked(request: HttpRequest, slug: str, year: str) -> Statement:
    by = request.GET.get("by", "section")
    found = as_published(slug=slug, year_starting=year_starting(year), by=by, version=version(request))
    if found is None:
        raise Http404
    return found


def around(request: HttpRequest, page: Statement) -> Publication:
    """Return what stands around a statement today."""
    on = day_of(timezone.now())
    return publication(page.place, year_starting=page.year_starting, on=on, version=version(request))
