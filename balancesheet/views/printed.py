"""A statement to keep: as a workbook, and as PDF of the very page."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from balancesheet.pages.statement import Statement
from balancesheet.pages.statement.sheets import sheets
from balancesheet.views.statements import around, asked
from stevenage_cwb.common import ods, pdf

SECONDS_LATER = 20


@require_safe
def workbook(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    page = asked(request, slug, year)
    made = ods.workbook(
        sheets(page, portal=settings.PORTAL_URL, on=timezone.localdate()),
        title=f"Community balance sheet {page.year}: {page.place.name}",
    )
    return download(made, page, "ods", ods.CONTENT_TYPE)


@require_safe
def document(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """Answer with the page as PDF; with a page that says so where it can not be made, or not now."""
    page = asked(request, slug, year)
    printed = {"frame": "printed.html", "styles": styles(), "portal": settings.PORTAL_URL}
    context = {"page": page, "around": around(request, page), **printed}
    try:
        made = pdf.printed(render_to_string("balancesheet/statement/statement.html", context, request))
    except pdf.NoPrinter:
        return render(request, "balancesheet/statement/no_pdf.html", {"page": page}, status=501)
    except pdf.TooManyAtOnce:
        answer = render(request, "balancesheet/statement/no_pdf.html", {"page": page, "is_busy": True}, status=503)
        answer["Retry-After"] = str(SECONDS_LATER)
        return answer
    return download(made, page, "pdf", "application/pdf")


def download(made: bytes, page: Statement, ending: str, content_type: str) -> HttpResponse:
    name = f"balance-sheet-{page.place.slug}-{page.year}.{ending}"
    disposition = f'inline; filename="{name}"' if ending == "pdf" else f'attachment; filename="{name}"'
    return HttpResponse(made, content_type=content_type, headers={"Content-Disposition": disposition})


@cache
def styles() -> str:
    """Return the style sheet that browsers print with too."""
    return Path(finders.find("print.css") or "").read_text(encoding="utf-8")
