"""Grants on the desk: the files that came, each version of each grant, and the import of a file."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from balancesheet.actions.grants import DUPLICATE, IMPORTED, Report, import_grants
from balancesheet.forms.grants import GrantsForm
from balancesheet.models import Grant, GrantFile
from balancesheet.pages.grants import COLUMNS
from spending.admin.review import OfficerRequest
from stevenage_cwb.common.admin import RecordAdmin
from stevenage_cwb.common.money import pounds

UNANSWERED = 422


@admin.register(Grant)
class GrantAdmin(RecordAdmin):
    """Every version of every grant."""

    list_display = ["identifier", "recipient_name", "amount", "award_date", "ledger", "is_current"]
    list_filter = ["ledger", "is_councils"]
    list_select_related = ["ledger__neighbourhood", "superseded_by"]
    search_fields = ["identifier", "recipient_name", "funder_name"]

    @admin.display(description="amount")
    def amount(self, grant: Grant) -> str:
        return pounds(grant.amount_pence)

    @admin.display(description="newest version", boolean=True)
    def is_current(self, grant: Grant) -> bool:
        return not hasattr(grant, "superseded_by")


@admin.register(GrantFile)
class GrantFileAdmin(RecordAdmin):
    """Files of grants that were taken in."""

    list_display = ["name", "rows", "imported_at", "imported_by"]
    list_select_related = ["imported_by"]
    fields = ["name", "digest", "rows", "imported_at", "imported_by"]
    change_list_template = "admin/balancesheet/grantfile/list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("balancesheet.import_grants")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return send(cast("OfficerRequest", request))


def send(request: OfficerRequest) -> HttpResponse:
    """Look at a file, or import it, and say what became of its rows."""
    if not request.user.has_perm("balancesheet.import_grants"):
        raise PermissionDenied
    form = GrantsForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return show(request, form, status=UNANSWERED if form.errors else 200)
    is_meant = form.cleaned_data["is_meant"]
    report = import_grants(form.content(), name=form.name(), by=request.user, at=timezone.now(), dry_run=not is_meant)
    if report.outcome == IMPORTED and is_meant:
        messages.success(
            request, f"Imported: {report.new:,} new, {report.changed:,} changed, {report.same:,} as before."
        )
        return redirect("admin:balancesheet_grantfile_changelist")
    return show(request, GrantsForm(), report=report, status=200 if report.outcome == IMPORTED else UNANSWERED)


def show(request: OfficerRequest, form: GrantsForm, *, status: int, report: Report | None = None) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Import grants",
        "form": form,
        "report": report,
        "can_be_imported": report is not None and report.outcome == IMPORTED,
        "is_known": report is not None and report.outcome == DUPLICATE,
        "columns": list(COLUMNS),
    }
    return render(request, "admin/balancesheet/grantfile/send.html", context, status=status)
