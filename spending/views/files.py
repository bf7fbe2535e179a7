"""The import notes: what we say about every file whose payments are counted."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spending.pages import notes

ON_A_PAGE = 30
# What fits into a key's column.
MOST_DIGITS = 18


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    page = notes.notes_page(body=number(request, "body"), before=number(request, "before"), size=ON_A_PAGE)
    if page is None:
        raise Http404
    return render(request, "spending/files/list.html", {"page": page})


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    try:
        page = notes.note_page(number)
    except notes.NoLongerCounted:
        return render(request, "spending/files/gone.html", status=410)
    if page is None:
        raise Http404
    return render(request, "spending/files/file.html", {"page": page})


def number(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address, None where there is none. Raises Http404 for what is no key."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Http404
    return int(text)
