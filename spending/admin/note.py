"""One import note on the desk: how the file reconciles, and the two decisions on it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from spending import actions
from spending.admin.review import OfficerRequest
from spending.forms.deciding import Undoing
from spending.models import ImportNote
from spending.pages import notes

WRONG = 422


def note_view(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a note, or do with it what the pressed button says."""
    note = get_object_or_404(ImportNote.objects.select_related("file__body", "file__saved_layout"), pk=pk)
    if request.method != "POST":
        return show(request, note, Undoing())
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or not request.user.has_perm("spending.import_spending"):
        raise PermissionDenied
    try:
        return act(request, note)
    except OperationalError:
        # An import or another decision holds the turn for longer than a page may wait.
        messages.warning(request, "Nothing is done: other changes are being written. Try again in a minute.")
        return redirect(request.path)


def accept(request: OfficerRequest, note: ImportNote) -> HttpResponse:
    try:
        actions.accept(note=note, by=request.user, at=timezone.now())
    except actions.NothingToAccept:
        messages.warning(request, f"“{note.file}” is accepted already, or undone.")
    else:
        messages.success(request, f"“{note.file}” is public.")
    return redirect(request.path)


def undo(request: OfficerRequest, note: ImportNote) -> HttpResponse:
    form = Undoing(request.POST)
    if not form.is_valid():
        return show(request, note, form, status=WRONG)
    try:
        actions.undo(file=note.file, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
    except actions.AlreadyUndone:
        messages.warning(request, f"“{note.file}” is undone already.")
    else:
        messages.success(request, f"“{note.file}” is in no sum any more.")
    return redirect(request.path)


ACTS = {"accept": accept, "undo": undo}


def show(request: OfficerRequest, note: ImportNote, form: Undoing, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": note.file.name,
        "note": note,
        "state": state(note),
        "found": notes.reconciliation_of(note),
        "facts": (*notes.facts_of(note), *notes.about(note)),
        "columns": notes.columns_of(note.file.columns),
        "decided": notes.decided_of(note),
        "may_decide": request.user.has_perm("spending.import_spending"),
        "form": form,
    }
    return render(request, "admin/spending/importnote/note.html", context, status=status)


def state(note: ImportNote) -> str:
    if note.file.undone_at:
        return "undone"
    return "public" if note.accepted_at else "waits to be accepted"
