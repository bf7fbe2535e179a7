"""Categories on the desk: which of them are analysed, as the rules say or as an officer does."""

from typing import Any

from django.contrib import admin
from django.db.models import ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest

from spending.actions import attributing
from spending.models import Category, Scope, ScopeColumn, ScopeRule
from stevenage_cwb.common.admin import RecordAdmin


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """A category as files write it. What an officer says of it is followed by its payments at once."""

    list_display = ["name", "scope", "said_by"]
    list_filter = ["scope", "is_scope_decided"]
    search_fields = ["name"]
    fields = ["name", "scope", "said_by"]
    readonly_fields = ["name", "said_by"]
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        rules = ScopeRule.objects.filter(column=ScopeColumn.CATEGORY).order_by("position")
        fitting = rules.alias(name=ExpressionWrapper(OuterRef("name"), TextField())).filter(name__iregex=F("pattern"))
        words = Concat(Value("Rule "), Cast("position", TextField()), Value(": "), "why", output_field=TextField())
        categories: QuerySet[Category] = super().get_queryset(request)
        return categories.annotate(rule=Subquery(fitting.values_list(words)[:1]))

    @admin.display(description="who says so")
    def said_by(self, category: Category) -> str:
        if category.is_scope_decided:
            return "An officer: see the audit history"
        return category.rule or "No rule fits"  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return request.user.has_perm("spending.change_category")

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:  # noqa: FBT001
        attributing.scope_category(category=obj, scope=Scope(obj.scope))
