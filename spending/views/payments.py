"""The rows under every figure of spending: the list, one payment, and the same as CSV and JSON."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from spending.pages import payments as pages
from spending.pages.filters import Filters
from stevenage_cwb.common.open_data import LICENCE, csv_answer

ON_A_PAGE, IN_JSON = 50, 100
JSON_VERSION = 1


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    page = asked(request, size=ON_A_PAGE)
    form = pages.form(page.asked.filters, page.asked.chosen)
    return render(request, "spending/payments/list.html", {"page": page, "form": form})


@require_safe
def csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with every payment of the filters, as they are read."""
    rows = pages.every_payment(filters=Filters.asked(request.GET.dict()))
    return csv_answer(name="payments.csv", columns=pages.COLUMNS, rows=(record(row).values() for row in rows))


@require_safe
def json(request: HttpRequest) -> HttpResponse:
    page = asked(request, size=IN_JSON)
    return JsonResponse(
        {
            "schema_version": JSON_VERSION,
            "licence": LICENCE,
            "filters": page.asked.filters.given,
            "problems": page.asked.problems,
            "count": page.counted.payments,
            "is_more": page.counted.pence is None,
            "sum": pages.in_pounds(page.counted.pence),
            "items": [record(payment) for payment in page.payments],
            "next": full_address("payments_json", page.older_query) if page.older else None,
        }
    )


@require_safe
def payment(request: HttpRequest, number: int) -> HttpResponse:
    try:
        page = pages.payment_page(number)
    except pages.NoLongerShown:
        return render(request, "spending/payments/gone.html", status=410)
    if page is None:
        raise Http404
    return render(request, "spending/payments/payment.html", {"page": page})


@require_safe
def supplier(request: HttpRequest, number: int) -> HttpResponse:
    page = pages.supplier_page(number)
    if page is None:
        raise Http404
    return render(request, "spending/payments/supplier.html", {"page": page})


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "spending/payments/guide.html", {"guide": pages.GUIDE})


def asked(request: HttpRequest, *, size: int) -> pages.PaymentsPage:
    return pages.payments_page(
        filters=Filters.asked(request.GET.dict()),
        after=pages.Cursor.read(request.GET.get("after", "")),
        size=size,
    )


def record(payment: pages.PublicPayment) -> dict[str, pages.Cell]:
    return pages.record_of(payment, portal=settings.PORTAL_URL)


def full_address(name: str, query: str) -> str:
    return f"{settings.PORTAL_URL}{reverse(f'spending:{name}')}{query}"
