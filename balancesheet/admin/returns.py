"""Returns on the desk: the list, those that wait first, and where its pages are."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from balancesheet.admin import file_pages, return_pages
from balancesheet.models import KINDS, Return, ReturnFile
from balancesheet.pages.returns import amount_said, state_of
from spending.admin.review import OfficerRequest
from stevenage_cwb.common.admin import RecordAdmin

STATES = {
    "waiting": ("Waiting to be checked", Q(checked_at=None, refused_at=None)),
    "checked": ("Checked", Q(checked_at__isnull=False, withdrawn_at=None)),
    "refused": ("Refused", Q(refused_at__isnull=False)),
    "withdrawn": ("Withdrawn", Q(withdrawn_at__isnull=False)),
}


class StateFilter(admin.SimpleListFilter):
    """Which returns are shown: those that wait, where nothing else is asked for."""

    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        waiting = model_admin.waiting().count()
        return [(name, f"{said} ({waiting:,})" if name == "waiting" else said) for name, (said, _) in STATES.items()]

    def choices(self, changelist: Any) -> Any:
        for choice in list(super().choices(changelist))[1:]:
            is_default = self.value() not in STATES and "state=waiting" in choice["query_string"]
            yield {**choice, "selected": choice["selected"] or is_default}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(STATES.get(self.value() or "", STATES["waiting"])[1])


@admin.register(Return)
class ReturnAdmin(RecordAdmin):
    """Returns that came one by one wait here. Those of a file wait with the file, and are listed once it is decided."""

    list_display = ["what", "ledger", "dated", "amount_in_words", "group", "state", "entered_by"]
    list_filter = [StateFilter, "ledger"]
    list_select_related = ["ledger__neighbourhood", "entered_by"]
    search_fields = ["group", "words"]
    search_help_text = "Words of the group, or of what happened"
    change_list_template = "admin/balancesheet/return/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Return]:
        returns: QuerySet[Return] = super().get_queryset(request)
        return returns.exclude(checked_at=None, refused_at=None, file__isnull=False)

    def waiting(self) -> QuerySet[Return]:
        return Return.objects.waiting().by_hand()

    @admin.display(description="what", ordering="kind")
    def what(self, returned: Return) -> str:
        return KINDS[returned.kind].name

    @admin.display(description="amount")
    def amount_in_words(self, returned: Return) -> str:
        return amount_said(returned.of_kind, returned.amount)

    @admin.display(description="state")
    def state(self, returned: Return) -> str:
        return state_of(returned)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("balancesheet.enter_return")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        files = ReturnFile.objects.waiting().select_related("evidence", "entered_by").order_by("pk")
        return super().changelist_view(request, {"title": "Returns", "files_waiting": files, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("enter/<slug:kind>/", page(return_pages.enter), name="balancesheet_return_enter"),
            path("<int:pk>/correct/", page(return_pages.correct), name="balancesheet_return_correct"),
            path("evidence/<int:pk>/", page(return_pages.document), name="balancesheet_evidence_document"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return return_pages.kinds(cast("OfficerRequest", request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return return_pages.one(cast("OfficerRequest", request), object_id)


@admin.register(ReturnFile)
class ReturnFileAdmin(RecordAdmin):
    """Files of returns: sent, looked at, entered by one person, and decided on by another."""

    list_display = ["name", "title", "row_count", "state", "entered_by", "entered_at"]
    list_filter = [StateFilter]
    list_select_related = ["evidence", "entered_by"]

    def waiting(self) -> QuerySet[ReturnFile]:
        return ReturnFile.objects.waiting()

    @admin.display(description="file")
    def name(self, file: ReturnFile) -> str:
        return file.evidence.name

    @admin.display(description="whose")
    def title(self, file: ReturnFile) -> str:
        return file.evidence.title

    @admin.display(description="state")
    def state(self, file: ReturnFile) -> str:
        return state_of(file)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("balancesheet.enter_return")

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(file_pages.look_and_enter)
        return [path("look/<int:upload_id>/", look, name="balancesheet_returnfile_look"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return file_pages.send(cast("OfficerRequest", request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return file_pages.one(cast("OfficerRequest", request), object_id)
