"""Payees, suppliers and decisions on the desk: what is known, and what an officer may change of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from spending.actions import suppliers
from spending.actions.turns import take_turn
from spending.admin.review import review
from spending.forms.reviewing import Moved
from spending.forms.supplying import NameForm, NameFormSet, NumberForm, SiteForm, SiteFormSet, SupplierForm
from spending.models import (
    Decision,
    Payee,
    RegisterEntry,
    Supplier,
    SupplierIdentifier,
    SupplierName,
    SupplierSite,
)
from spending.pages.names import key
from spending.pages.numbers import charity_number, company_number
from spending.pages.review import in_words, officer_of, on_days
from stevenage_cwb.common.admin import LEAFED_ROWS, RecordAdmin
from stevenage_cwb.common.money import pounds

SUPPLIER = "admin:spending_supplier_change"


class ByName(RecordAdmin):
    """A list that is searched in the form in which names and numbers compare."""

    search_fields = ["pk"]  # shows the box; what is searched is said below
    search_help_text = "A part of a name, or a whole number"
    key_column = "key"
    number_columns: tuple[str, ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.replace("\0", "").strip()
        if not words:
            return queryset, False
        rows = queryset.model._default_manager.order_by().values("pk")
        numbers = {words, company_number(words), charity_number(words)} - {""}
        asked: list[tuple[str, Any]] = [(f"{column}__in", numbers) for column in self.number_columns]
        if key(words):
            asked.append((f"{self.key_column}__contains", key(words)))
        # Each by its own index, and no further than a list is leafed: one condition of all would read whole tables.
        found = [rows.filter(one)[:LEAFED_ROWS] for one in asked]
        return queryset.filter(pk__in=rows.none().union(*found)), False


@admin.register(RegisterEntry)
class RegisterEntryAdmin(ByName):
    """What a register says. It becomes a supplier when it is paid."""

    list_display = ["name", "scheme", "number", "kind", "postcode", "as_at"]
    key_column, number_columns = "names__key", ("number",)


@admin.register(Payee)
class PayeeAdmin(ByName):
    """Names on payments. Who they are is decided in the review queue."""

    list_display = ["name", "body", "payee_class", "paid", "unmatched"]
    list_filter = ["body", "payee_class", "is_individual"]
    list_select_related = ["body", "total"]
    number_columns = ("company_no", "charity_no", "supplier_ref")
    change_list_template = "admin/spending/payee/list.html"

    def get_urls(self) -> list[URLPattern]:
        return [path("review/", self.admin_site.admin_view(review), name="spending_review"), *super().get_urls()]

    @admin.display(description="paid", ordering="total__pence")
    def paid(self, payee: Payee) -> str:
        return pounds(payee.total.pence) if hasattr(payee, "total") else "–"

    @admin.display(description="unmatched", ordering="total__unmatched_pence")
    def unmatched(self, payee: Payee) -> str:
        return pounds(payee.total.unmatched_pence) if hasattr(payee, "total") else "–"


@admin.register(Decision)
class DecisionAdmin(ByName):
    """Every decision, those that are undone too. Undoing is done in the review queue."""

    list_display = ["words", "ground", "days", "decided_at", "undone_at"]
    list_filter = ["basis", "verdict", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["payee", "supplier", "decided_by"]
    key_column = "payee__key"

    @admin.display(description="decision")
    def words(self, decision: Decision) -> str:
        return in_words(decision)

    @admin.display(description="by")
    def ground(self, decision: Decision) -> str:
        return officer_of(decision) if decision.decided_by else decision.get_basis_display()

    @admin.display(description="days of payment")
    def days(self, decision: Decision) -> str:
        return on_days(decision.during).strip() or "any"


class KeptInline(admin.StackedInline):  # type: ignore[type-arg]
    """Rows that are added, or taken away where they are wrong: the audit history keeps them."""

    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class NameInline(KeptInline):
    model, form, formset = SupplierName, NameForm, NameFormSet
    verbose_name, verbose_name_plural = "name", "names that it has or had"


class NumberInline(KeptInline):
    model, form = SupplierIdentifier, NumberForm
    verbose_name, verbose_name_plural = "number", "numbers"


class SiteInline(admin.StackedInline):  # type: ignore[type-arg]
    """Where it is and was. A mistake is mended here; who moves keeps the past, on the page for that."""

    model, form, formset = SupplierSite, SiteForm, SiteFormSet
    verbose_name, verbose_name_plural = "place", "places"
    extra = 0
    can_delete = False


@admin.register(Supplier)
class SupplierAdmin(ByName):
    """An organisation that is paid. What an officer changes is followed by rules and payments at once."""

    form = SupplierForm
    list_display = ["name", "kind", "kind_basis", "size", "alive_from", "alive_to"]
    list_filter = ["kind", "size"]
    fields = ["name", "kind", "kind_basis", "size", "alive_from", "alive_to"]
    readonly_fields = ["kind_basis", "size"]
    inlines = [SiteInline, NameInline, NumberInline]
    key_column, number_columns = "names__key", ("identifiers__value",)
    change_form_template = "admin/spending/supplier/change.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.add_supplier")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("spending.change_supplier")

    def get_urls(self) -> list[URLPattern]:
        moved = self.admin_site.admin_view(self.moved_view)
        return [path("<int:pk>/moved/", moved, name="spending_supplier_moved"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Supplier, form: Any, change: bool) -> None:  # noqa: FBT001
        # Before the first row is written: what follows must not wait for somebody who waits for it.
        take_turn()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        suppliers.follow_edit(form.instance, at=timezone.now())

    def moved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close one of the supplier's places, and open the one that takes its place."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        supplier = get_object_or_404(Supplier, pk=pk)
        form = Moved(request.POST or None, supplier=supplier)
        if form.is_valid() and self.move(request, form):
            return redirect(SUPPLIER, pk)
        context = {**self.admin_site.each_context(request), "title": "It has moved", "supplier": supplier, "form": form}
        status = 422 if form.errors else 200
        return render(request, "admin/spending/supplier/moved.html", context, status=status)

    def move(self, request: HttpRequest, form: Moved) -> bool:
        given = form.cleaned_data
        try:
            suppliers.move(
                site=given["site"],
                postcode=given["postcode"],
                on=given["on"],
                source=given["source"],
                at=timezone.now(),
            )
        except suppliers.NotThereAnyMore:
            form.add_error("site", "It has left that place already: another officer was faster")
            return False
        messages.success(
            request, f"It is at {given['postcode'] or 'a place outside the UK'} from {given['on']:%-d %B %Y}."
        )
        return True
