"""The findings that were put to the CWB Group, as everybody can read them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assurance import pages
from stevenage_cwb.common.years import year_name


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show the findings of a financial year: ?year=2025-26, and ?verdict=validated for those that were."""
    page = pages.findings(
        year_starting=year_asked(request.GET.get("year", "")), is_good=request.GET.get("verdict") == "validated"
    )
    return render(request, "assurance/findings.html", {"page": page})


def year_asked(asked: str) -> int | None:
    """Return the year that 2025-26 starts in, None where none is asked for. Raises Http404 for what is no year."""
    if not asked:
        return None
    first = asked[:4]
    if not (first.isascii() and first.isdecimal() and asked == year_name(int(first)) and int(first)):
        raise Http404
    return int(first)
