"""Categories on the desk: which of them are analysed, as the rules say or as an officer does."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from spending.actions import attributing
from spending.models import Category, Scope
from stevenage_cwb.common.admin import RecordAdmin


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """A category as files write it. What an officer says of it is followed by its payments at once."""

    list_display = ["name", "scope", "is_scope_decided"]
    list_filter = ["scope", "is_scope_decided"]
    search_fields = ["name"]
    fields = ["name", "scope", "is_scope_decided"]
    readonly_fields = ["name", "is_scope_decided"]
    ordering = ["name"]

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return request.user.has_perm("spending.change_category")

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:  # noqa: FBT001
        attributing.scope_category(category=obj, scope=Scope(obj.scope))
