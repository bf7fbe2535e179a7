"""The dashboard: all metrics and one, the same figures as CSV and JSON, and a chart as a file."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from metrics.models import Metric
from metrics.pages import assured
from metrics.pages import dashboard as pages
from metrics.pages.working_group import tasks
from metrics.views.officers import in_working_group, shown
from stevenage_cwb.common.open_data import LICENCE, csv_answer
from stevenage_cwb.common.years import day_of, year_of

JSON_VERSION = 1
COLUMNS = [field.name for field in fields(pages.Record)]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    today = day_of(timezone.now())
    context: dict[str, object] = {"page": pages.overview(looked_for(request), on=today)}
    is_public = not in_working_group(request)
    if not is_public:
        context["tasks"] = tasks(may=request.user.has_perm, on=today)
    return shown(request, "metrics/overview.html", context, is_public=is_public)


@require_safe
def overview_csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with every figure of every metric that the filters find, as they are read."""
    return as_csv("metrics", records(request))


@require_safe
def overview_json(request: HttpRequest) -> HttpResponse:
    return as_json(request, records(request))


@require_safe
def metric(request: HttpRequest, code: str) -> HttpResponse:
    page = asked(request, code)
    context: dict[str, object] = {"page": page}
    is_public = not in_working_group(request)
    # What is kept back has no digest that could be put to anybody.
    if page.point and page.point.digest:
        context["verdict"] = assured.verdict_of(page.point)
        if not is_public and request.user.has_perm("assurance.add_finding"):
            context["submitting"] = assured.submitting(page.point)
    return shown(request, "metrics/metric.html", context, is_public=is_public)


@require_safe
def metric_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    get_object_or_404(Metric, code=code)
    return as_csv(f"metric-{code}", records(request, code=code))


@require_safe
def metric_json(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with a metric's figures and with all that has to be known of them."""
    return as_json(request, records(request, code=code), **pages.told(asked(request, code)))


@require_safe
def metric_svg(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with a drawing of the page: of its years, or of another one that is asked for by its code."""
    drawn = {chart.code: chart for chart in asked(request, code).charts if chart.drawing}
    chart = drawn.get(request.GET.get("chart", "")) or next(iter(drawn.values()), None)
    if chart is None or chart.drawing is None:
        raise Http404
    return render(request, chart.drawing.template, {"chart": chart}, content_type="image/svg+xml")


def looked_for(request: HttpRequest) -> pages.Look:
    return pages.Look.asked(request.GET.dict())


def asked(request: HttpRequest, code: str) -> pages.MetricPage:
    try:
        return pages.metric_page(code, looked_for(request), on=day_of(timezone.now()))
    except pages.NoSuchMetric as fact:
        raise Http404 from fact


def records(request: HttpRequest, *, code: str = "") -> Iterable[pages.Record]:
    looked = pages.looked_at(looked_for(request), this_year=year_of(day_of(timezone.now())))
    return pages.every_record(looked, portal=settings.PORTAL_URL, code=code)


def as_csv(name: str, found: Iterable[pages.Record]) -> HttpResponseBase:
    return csv_answer(name=f"{name}.csv", columns=COLUMNS, rows=(asdict(record).values() for record in found))


def as_json(request: HttpRequest, found: Iterable[pages.Record], **told: object) -> HttpResponse:
    return JsonResponse(
        {
            "schema_version": JSON_VERSION,
            "licence": LICENCE,
            "asked": asdict(looked_for(request)),
            **told,
            "figures": [asdict(record) for record in found],
        }
    )
