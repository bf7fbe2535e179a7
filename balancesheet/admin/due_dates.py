"""When accounts are due, and what the council has published of them, on the desk: rows are added, never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from balancesheet.forms.due_dates import CouncilAccountsForm, DueDateForm
from balancesheet.models import CouncilAccounts, DueDate
from stevenage_cwb.common.admin import RecordAdmin


class AddedAdmin(RecordAdmin):
    """Rows that officers add, each in the name of who did."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"balancesheet.add_{self.opts.model_name}")

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.added_by, obj.added_at = request.user, timezone.now()
        obj.save(force_insert=True)


@admin.register(DueDate)
class DueDateAdmin(AddedAdmin):
    """The table of due dates. Of several rows for a year, the last that was added counts."""

    form = DueDateForm
    list_display = ["__str__", "draft_due", "audited_due", "draft_source", "added_by"]
    list_select_related = ["added_by"]
    ordering = ["-year_starting", "-pk"]


@admin.register(CouncilAccounts)
class CouncilAccountsAdmin(AddedAdmin):
    """Where the council's accounts can be read, and the notice that an audit is not finished."""

    form = CouncilAccountsForm
    list_display = ["__str__", "published_on", "address", "added_by"]
    list_filter = ["stage"]
    list_select_related = ["added_by"]
