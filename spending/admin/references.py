"""The desk's import of files about suppliers and places: send one, look at what it would change, import it.

Every look is a dry run of the import itself: nothing is told that the import would not do.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from spending.actions.references import (
    BUSY,
    DUPLICATE,
    IMPORTED,
    NEEDS_INPUT,
    REFUSED,
    Asked,
    Report,
    columns_of,
    import_reference,
)
from spending.actions.uploading import UploadGone, forget_upload, on_disk
from spending.admin.review import OfficerRequest
from spending.admin.uploads import received, sent_by
from spending.forms.references import ReferenceForm
from spending.models import ReferenceFile, ReferenceKind, Upload, UploadPurpose
from stevenage_cwb.common.admin import RecordAdmin

UNANSWERED = 422
WHY_NOT = {
    BUSY: "Not yet.",
    DUPLICATE: "This file is imported already. Again it would change nothing.",
    REFUSED: "This file cannot be imported.",
}


@admin.register(ReferenceFile)
class ReferenceFileAdmin(RecordAdmin):
    """Files about suppliers and places that were taken in: what each changed, and what could not be read."""

    list_display = ["name", "kind", "as_at", "rows_taken", "rows_refused", "imported_at", "imported_by"]
    list_filter = ["kind"]
    list_select_related = ["imported_by"]
    fields = [
        *("name", "kind", "as_at", "rows_taken", "rows_refused", "what_changed", "what_was_not_taken"),
        *("imported_at", "imported_by"),
    ]
    change_list_template = "admin/spending/referencefile/list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.match_suppliers")

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(look_and_import)
        return [path("add/<int:upload_id>/", look, name="spending_reference"), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return send(cast("OfficerRequest", request))

    @admin.display(description="what it changed")
    def what_changed(self, file: ReferenceFile) -> SafeString | str:
        return listed(f"{what}: {count:,}" for what, count in file.changes.items()) if file.changes else "nothing"

    @admin.display(description="what could not be taken (the first hundred)")
    def what_was_not_taken(self, file: ReferenceFile) -> SafeString | str:
        return listed(file.faults) if file.faults else "nothing"


def listed(lines: Iterable[str]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines))


def must_be_allowed(request: OfficerRequest) -> None:
    if not request.user.has_perm("spending.match_suppliers"):
        raise PermissionDenied


def send(request: OfficerRequest) -> HttpResponse:
    """Ask for a file and what it is; keep the file, and go on to what it would change."""
    must_be_allowed(request)
    if request.method != "POST":
        return show_form(request, ReferenceForm())
    form, upload = received(request, ReferenceForm, UploadPurpose.REFERENCE)
    if upload and form.is_valid():
        return redirect("admin:spending_reference", upload.pk)
    return show_form(request, form, status=UNANSWERED)


def show_form(request: OfficerRequest, form: ReferenceForm, *, status: int = 200) -> HttpResponse:
    title = "Import a file about suppliers or places"
    context = {**admin.site.each_context(request), "title": title, "form": form}
    return render(request, "admin/spending/referencefile/send.html", context, status=status)


def look_and_import(request: OfficerRequest, upload_id: int) -> HttpResponse:
    """Show what a file would change, or import it."""
    must_be_allowed(request)
    upload = sent_by(request.user, UploadPurpose.REFERENCE).filter(pk=upload_id).exclude(asked={}).first()
    is_meant = request.method == "POST"
    try:
        if upload is None:
            raise UploadGone
        report = imported(request, upload, dry_run=not is_meant)
    except UploadGone:
        messages.warning(request, "That file is not here any more: it was imported, or a day has passed.")
        return redirect("admin:spending_referencefile_add")
    if report.outcome == IMPORTED and report.file and is_meant:
        forget_upload(upload)
        messages.success(request, f"“{report.file}” is imported.")
        return redirect("admin:spending_referencefile_change", report.file.pk)
    return ask_again(request, upload, report) if report.outcome == NEEDS_INPUT else show(request, upload, report)


def imported(request: OfficerRequest, upload: Upload, *, dry_run: bool) -> Report:
    day = upload.asked["as_at"]
    with on_disk(upload) as on:
        asked = Asked(
            kind=ReferenceKind(upload.asked["kind"]),
            path=on,
            name=upload.name,
            body=upload.asked["body"],
            as_at=date.fromisoformat(day) if day else None,
            dry_run=dry_run,
            waits=False,
        )
        return import_reference(asked, by=request.user, at=timezone.now())


def ask_again(request: OfficerRequest, upload: Upload, report: Report) -> HttpResponse:
    """Show the questions again, with what was answered, the file kept, and what is still to be said."""
    form = ReferenceForm(upload.asked, kept=upload)
    form.add_error("as_at", report.reason)
    return show_form(request, form, status=UNANSWERED)


def show(request: OfficerRequest, upload: Upload, report: Report) -> HttpResponse:
    kind = ReferenceKind(upload.asked["kind"])
    context = {
        **admin.site.each_context(request),
        "title": f"Import {upload}",
        "upload": upload,
        "kind": kind.label,
        "report": report,
        "columns": columns_of(kind, report),
        "can_be_imported": report.outcome == IMPORTED,
        "why_not": WHY_NOT.get(report.outcome, ""),
    }
    status = UNANSWERED if request.method == "POST" else 200
    return render(request, "admin/spending/referencefile/preview.html", context, status=status)
