"""Reasons and wordings, in versions: a change is a new version, and what people were told stays."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import HiddenInput, ModelForm, model_to_dict
from django.http import HttpRequest
from django.utils import timezone

from pledges.models import Reason, Wording


class VersionedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are added to. `identity` names the column that all versions of one thing share."""

    identity = ""
    change_form_template = "admin/pledges/versioned.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        newer = self.model._default_manager.filter(
            **{self.identity: OuterRef(self.identity)}, version__gt=OuterRef("version")
        )
        rows: QuerySet[Any] = super().get_queryset(request).annotate(is_superseded=Exists(newer))
        return rows

    @admin.display(description="Current", boolean=True)
    def is_current(self, row: Any) -> bool:
        return not row.is_superseded

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002
        **kwargs: Any,
    ) -> "type[ModelForm[Any]]":
        # Hidden, not left out: two officers who add the same version at once are told so by its form.
        return super().get_form(request, obj, change, **{"widgets": {"version": HiddenInput}, **kwargs})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the newest version's words as a start for the next one."""
        like = {self.identity: request.GET.get(self.identity, "")}
        newest = self.model._default_manager.filter(**like).order_by("-version").first()
        start = model_to_dict(newest, exclude=["id"]) if newest else {"version": 0}
        return {**start, "version": start["version"] + 1, "valid_from": timezone.localdate()}


@admin.register(Reason)
class ReasonAdmin(VersionedAdmin):
    identity = "code"
    list_display = ["title", "code", "version", "is_current", "is_offered", "valid_from"]
    fields = [
        "code",
        "title",
        "hint",
        "public_wording",
        "what_you_can_do",
        "is_offered",
        "order",
        "valid_from",
        "version",
    ]


@admin.register(Wording)
class WordingAdmin(VersionedAdmin):
    identity = "purpose"
    list_display = ["purpose", "version", "is_current", "valid_from"]
    fields = ["purpose", "text", "valid_from", "version"]
