"""The officers' desk for imported files: the list, each file's note with its decisions, what could not be read."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from spending.admin.importing import look_and_import, send
from spending.admin.note import note_view, state
from spending.admin.review import OfficerRequest
from spending.admin.uploads import KEY
from spending.models import Body, ImportNote, QuarantinedRow, SavedLayout
from spending.pages.notes import period
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
    """One imported file: how it reconciles. Django's list; our own pages to import a file and to decide on one."""

    list_display = ["file", "body", "state", "payments", "total", "period", "unread"]
    search_fields = ["file__name", "file__body__name"]
    search_help_text = "A part of the name of a file or of a body"
    list_select_related = ["file__body"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.import_spending")

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(look_and_import)
        return [path("add/<int:upload_id>/", look, name="spending_import"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Import notes", **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return send(cast("OfficerRequest", request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not KEY.fullmatch(object_id):
            raise Http404
        return note_view(cast("OfficerRequest", request), int(object_id))

    @admin.display(description="body")
    def body(self, note: ImportNote) -> str:
        return note.file.body.name

    @admin.display(description="state")
    def state(self, note: ImportNote) -> str:
        return state(note)

    @admin.display(description="payments")
    def payments(self, note: ImportNote) -> str:
        return f"{note.rows_imported:,}"

    @admin.display(description="sum")
    def total(self, note: ImportNote) -> str:
        return pounds(note.sum_pence)

    @admin.display(description="dates")
    def period(self, note: ImportNote) -> str:
        # A line for each date, not for each word.
        return (
            period(note.date_min, note.date_max)
            .replace(" ", "\N{NO-BREAK SPACE}")
            .replace("\N{NO-BREAK SPACE}to", " to")
        )

    @admin.display(description="not read")
    def unread(self, note: ImportNote) -> str:
        return f"{note.quarantined_rows:,}"
