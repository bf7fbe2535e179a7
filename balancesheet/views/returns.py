"""The page for groups that fill in returns: the template, what goes into each column; and documents that are public."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from balancesheet.models import Evidence
from balancesheet.pages.documents import document_answer
from balancesheet.pages.return_guide import guide
from balancesheet.sources.claims import COLUMNS
from stevenage_cwb.common.open_data import csv_lines


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    return render(request, "balancesheet/returns.html", {"guide": guide(at=timezone.now())})


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Send the titles of the columns. The mark before them lets a spreadsheet program read and save UTF-8."""
    titles = next(csv_lines(COLUMNS, ()))
    headers = {"Content-Disposition": 'attachment; filename="returns-template.csv"'}
    return HttpResponse(f"\ufeff{titles}", content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def document(request: HttpRequest, number: int) -> HttpResponseBase:
    """Send a document of evidence that everybody may see."""
    return document_answer(get_object_or_404(Evidence.objects.filter(is_public=True), pk=number))
