"""The officers' desk for spending: what was imported, what could not be read, and the decisions on each file."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from spending import actions
from spending.forms.deciding import Deciding
from spending.models import Body, ImportNote, QuarantinedRow, SavedLayout
from stevenage_cwb.common.admin import RecordAdmin
from stevenage_cwb.common.money import pounds


@admin.register(Body)
class BodyAdmin(RecordAdmin):
    list_display = ["name"]


@admin.register(SavedLayout)
class SavedLayoutAdmin(RecordAdmin):
    list_display = ["name", "body", "confirmed_at", "confirmed_by"]
    list_select_related = ["body", "confirmed_by"]


@admin.register(QuarantinedRow)
class QuarantinedRowAdmin(RecordAdmin):
    list_display = ["file", "record_no", "kind", "column", "text"]
    list_select_related = ["file"]


@admin.register(ImportNote)
class ImportNoteAdmin(RecordAdmin):
    """One imported file: how it reconciles. Accepting makes it public; undoing takes it out of every sum."""

    list_display = ["file", "body", "state", "rows_imported", "total", "period", "quarantined_rows"]
    list_filter = ["file__body"]
    list_select_related = ["file__body"]
    fields = [
        *("file", "body", "state", "record_count", "rows_imported", "ignored_words", "quarantined_words", "total"),
        *("negative_rows", "redacted_rows", "rounded_rows", "period", "control_totals", "unusual"),
        *("decided", "accepted_at", "accepted_by", "undone_why"),
    ]
    action_form = Deciding
    actions = ["accept", "undo"]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.import_spending")

    @admin.action(description="Accept: make public", permissions=["import"])
    def accept(self, request: HttpRequest, queryset: QuerySet[ImportNote]) -> None:
        for note in queryset.select_related("file"):
            try:
                actions.accept(note=note, by=cast("User", request.user), at=timezone.now())
            except actions.NothingToAccept:
                messages.warning(request, f"“{note.file}” is accepted already, or undone.")
            else:
                messages.success(request, f"“{note.file}” is public.")

    @admin.action(description="Undo: take out of every sum", permissions=["import"])
    def undo(self, request: HttpRequest, queryset: QuerySet[ImportNote]) -> None:
        why = request.POST.get("why", "").strip()
        if not why:
            messages.warning(request, "Say why the file is undone.")
            return
        for note in queryset.select_related("file"):
            try:
                actions.undo(file=note.file, why=why, by=cast("User", request.user), at=timezone.now())
            except actions.AlreadyUndone:
                messages.warning(request, f"“{note.file}” is undone already.")
            else:
                messages.success(request, f"“{note.file}” is in no sum any more.")

    @admin.display(description="body")
    def body(self, note: ImportNote) -> str:
        return note.file.body.name

    @admin.display(description="state")
    def state(self, note: ImportNote) -> str:
        if note.file.undone_at:
            return "undone"
        return "public" if note.accepted_at else "waits to be accepted"

    @admin.display(description="why it was undone")
    def undone_why(self, note: ImportNote) -> str:
        return note.file.undone_why or "–"

    @admin.display(description="sum")
    def total(self, note: ImportNote) -> str:
        return pounds(note.sum_pence)

    @admin.display(description="dates")
    def period(self, note: ImportNote) -> str:
        if not (note.date_min and note.date_max):
            return "none"
        return f"{note.date_min:%-d %B %Y} to {note.date_max:%-d %B %Y}"

    @admin.display(description="ignored records")
    def ignored_words(self, note: ImportNote) -> str:
        return by_kind(note.ignored)

    @admin.display(description="records in quarantine")
    def quarantined_words(self, note: ImportNote) -> SafeString:
        address = reverse("admin:spending_quarantinedrow_changelist")
        return format_html(
            '{} (<a href="{}?file={}">look at them</a>)', by_kind(note.quarantined), address, note.file_id
        )

    @admin.display(description="totals that the file states")
    def control_totals(self, note: ImportNote) -> str:
        return ", ".join(pounds(pence) for pence in note.controls) or "none"

    @admin.display(description="what is unusual")
    def unusual(self, note: ImportNote) -> SafeString | str:
        return format_html_join("", "<div>{}</div>", ((warning,) for warning in note.warnings)) or "nothing"


def by_kind(counts: dict[str, Any]) -> str:
    """Return counts as they are read: 3 blank, 1 total."""
    return ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in counts.items()) or "none"
