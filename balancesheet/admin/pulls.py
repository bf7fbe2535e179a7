"""What was taken from the portal's own records, on the desk: the last look at each source, and what was left out."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from balancesheet import ledger, sources
from balancesheet.models import Pull
from balancesheet.pages.pulls import last_pulls, reasons
from spending.admin.review import OfficerRequest
from stevenage_cwb.common.admin import RecordAdmin


@admin.register(Pull)
class PullAdmin(RecordAdmin):
    """Each look through the records of a source; above them the last at each."""

    list_display = ["source", "pulled_at", "pulled_by", "posted", "reversed", "unchanged"]
    list_filter = ["source"]
    list_select_related = ["pulled_by"]
    fields = ["source", "pulled_at", "pulled_by", "posted", "reversed", "unchanged", "what_was_left_out"]
    change_list_template = "admin/balancesheet/pull/list.html"

    def get_urls(self) -> list[URLPattern]:
        now = self.admin_site.admin_view(pull_now)
        return [path("now/", now, name="balancesheet_pull_now"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {
            "title": "What was taken from the portal’s records",
            "last": last_pulls(),
            "may_pull": request.user.has_perm("balancesheet.pull_sources"),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    @admin.display(description="what was left out, and why")
    def what_was_left_out(self, pull: Pull) -> SafeString | str:
        lines = [(f"{reason.why}: {reason.count:,}",) for reason in reasons(pull)]
        return format_html_join("", "<div>{}</div>", lines) if lines else "nothing"


def pull_now(request: OfficerRequest) -> HttpResponseRedirect:
    """Take what is new, and go back to what came of it."""
    if request.method != "POST" or not request.user.has_perm("balancesheet.pull_sources"):
        raise PermissionDenied
    try:
        pulled = sources.pull_all(at=timezone.now(), by=request.user, waits=False)
    except ledger.Refused as refused:
        # A year that closes meanwhile, or somebody who pulls: nothing is half done, and the next time takes it.
        messages.error(request, f"Not all was taken. {refused}.")
    else:
        new, gone = (sum(getattr(taken, did) for taken in pulled.values()) for did in ("posted", "reversed"))
        messages.success(request, f"{new:,} posted, {gone:,} reversed.")
    return redirect("admin:balancesheet_pull_changelist")
