"""The register of grants: the newest, one with its versions, and all of them as 360Giving CSV and JSON."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balancesheet.pages import grants as pages
from stevenage_cwb.common.open_data import LICENCE, csv_answer


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    context = {"page": pages.register(), "columns": pages.COLUMNS}
    return render(request, "balancesheet/grants/list.html", context)


@require_safe
def grant(request: HttpRequest, number: int) -> HttpResponse:
    page = pages.grant_page(number)
    if page is None:
        raise Http404
    return render(request, "balancesheet/grants/grant.html", {"page": page})


@require_safe
def csv(request: HttpRequest) -> HttpResponseBase:
    return csv_answer(name="grants.csv", columns=list(pages.COLUMNS), rows=pages.table())


@require_safe
def json(request: HttpRequest) -> HttpResponse:
    """Answer with a package as the standard has it, its licence among its own fields."""
    package = {
        "version": pages.VERSION,
        "license": LICENCE["address"],
        "grants": [pages.record(grant) for grant in pages.in_order()],
    }
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False})
