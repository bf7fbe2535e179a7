"""Closing a year, as a guided list on the desk; and the statements that were frozen, with their later versions."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from balancesheet.actions import closing
from balancesheet.admin.acts import CONFLICT, WRONG, OfficerRequest, attempted, key_of, must
from balancesheet.forms.closing import CloseForm, SupersedeForm
from balancesheet.models import FrozenStatement, Year
from balancesheet.pages.places import Place, place_of_ledger
from stevenage_cwb.common.admin import RecordAdmin
from stevenage_cwb.common.years import year_name


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open"), ("closed", "Closed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "open":
            return queryset.filter(closed_at=None)
        return queryset.exclude(closed_at=None) if self.value() == "closed" else queryset


@admin.register(Year)
class YearAdmin(RecordAdmin):
    """Each ledger's years. Opening one shows what is to be done before it closes."""

    list_display = ["__str__", "ledger", "closed_at", "closed_by"]
    list_filter = [StateFilter, "ledger"]
    list_select_related = ["ledger__neighbourhood", "closed_by"]
    ordering = ["-year_starting", "ledger"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Years: open one to close it", **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return one_year(cast("OfficerRequest", request), object_id)


def one_year(request: OfficerRequest, key: str) -> HttpResponse:
    """Show the guided list of a year, or close it."""
    must(request, "view_year")
    years = Year.objects.select_related("ledger__neighbourhood", "closed_by")
    year = get_object_or_404(years, pk=key_of(key))
    if request.method != "POST":
        return show_year(request, year, CloseForm())
    must(request, "close_year")
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show_year(request, year, form, status=WRONG)
    at, none_were_given = timezone.now(), form.cleaned_data["none_were_given"]
    why_not = attempted(
        lambda: closing.close_and_freeze(
            year=year, signed=form.signed, none_were_given=none_were_given, by=request.user, at=at
        )
    )
    if why_not:
        return show_year(request, years.get(pk=year.pk), form, why_not=why_not, status=CONFLICT)
    messages.success(request, f"{year.ledger}, {year}: closed, sealed and frozen.")
    return redirect(request.path)


def show_year(
    request: OfficerRequest, year: Year, form: CloseForm, *, why_not: str = "", status: int = 200
) -> HttpResponse:
    steps = closing.steps(year, at=timezone.now()) if year.closed_at is None else ()
    place = place_of_ledger(year.ledger_id)
    context = {
        **admin.site.each_context(request),
        "title": f"{year.ledger}, {year}",
        "year": year,
        "steps": steps,
        "is_ready": not any(step.blocks for step in steps),
        "statements": FrozenStatement.objects.filter(ledger=year.ledger_id, year_starting=year.year_starting),
        "slug": place.slug,
        "form": form,
        "why_not": why_not,
        "may_close": request.user.has_perm("balancesheet.close_year"),
    }
    return render(request, "admin/balancesheet/year/year.html", context, status=status)


@admin.register(FrozenStatement)
class FrozenStatementAdmin(RecordAdmin):
    """Every version of every statement that was frozen."""

    list_display = ["__str__", "frozen_at", "frozen_by", "signed_role", "digest"]
    list_filter = ["ledger"]
    list_select_related = ["ledger__neighbourhood", "frozen_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrozenStatement]:
        return FrozenStatement.objects.defer("document")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return one_statement(cast("OfficerRequest", request), object_id)


def one_statement(request: OfficerRequest, key: str) -> HttpResponse:
    """Show a frozen statement, or freeze the version that supersedes it."""
    must(request, "view_frozenstatement")
    statements = FrozenStatement.objects.select_related("ledger__neighbourhood", "frozen_by").defer("document")
    frozen = get_object_or_404(statements, pk=key_of(key))
    place = place_of_ledger(frozen.ledger_id)
    form = SupersedeForm(request.POST if request.method == "POST" else None)
    why_not = ""
    if form.is_valid():
        must(request, "close_year")
        why_not = attempted(lambda: supersede(request, place, frozen, form))
        if not why_not:
            messages.success(request, "A later version is frozen. The one before keeps its address.")
            return redirect("admin:balancesheet_frozenstatement_changelist")
    return show_statement(request, frozen, place, form, why_not=why_not)


def supersede(request: OfficerRequest, place: Place, frozen: FrozenStatement, form: SupersedeForm) -> None:
    said = form.cleaned_data
    closing.freeze_again(
        place,
        year_starting=frozen.year_starting,
        supersedes=frozen.version,
        note=said["note"],
        signed=form.signed,
        by=request.user,
        at=timezone.now(),
    )


def show_statement(
    request: OfficerRequest, frozen: FrozenStatement, place: Place, form: SupersedeForm, *, why_not: str
) -> HttpResponse:
    later = FrozenStatement.objects.filter(ledger=frozen.ledger_id, year_starting=frozen.year_starting)
    context = {
        **admin.site.each_context(request),
        "title": f"{place.name}, {year_name(frozen.year_starting)}: version {frozen.version}",
        "frozen": frozen,
        "slug": place.slug,
        "year": year_name(frozen.year_starting),
        "is_newest": not later.filter(version__gt=frozen.version).exists(),
        "form": form,
        "why_not": why_not,
        "may_close": request.user.has_perm("balancesheet.close_year"),
    }
    status = CONFLICT if why_not else WRONG if form.errors else 200
    return render(request, "admin/balancesheet/frozenstatement/frozen.html", context, status=status)
