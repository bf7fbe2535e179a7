"""The officers' desk for the charter: its words and its places. What is used cannot be deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest

from charter.models import (
    Activity,
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    PledgerKind,
    SmallArea,
    Ward,
)


class CodedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """For rows whose code stands in addresses and in data: set once, when the row is made."""

    search_fields = ["code", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return ("code", *fields) if obj else fields


@admin.register(Council)
class CouncilAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "portal_name", "email", "website"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Council.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CharterSection)
class CharterSectionAdmin(CodedAdmin):
    list_display = ["name", "code", "order", "is_draft"]


@admin.register(Benefit, Foundation)
class WordAdmin(CodedAdmin):
    list_display = ["name", "code", "order"]


@admin.register(PledgerKind)
class PledgerKindAdmin(CodedAdmin):
    list_display = ["name", "code", "is_organisation", "is_proposed", "order"]


@admin.register(ExampleAction)
class ExampleActionAdmin(CodedAdmin):
    list_display = ["sentence", "code", "benefit", "foundation", "is_mapping_proposed", "retired_on"]
    list_filter = ["benefit", "foundation", "is_mapping_proposed"]
    list_select_related = ["benefit", "foundation"]
    search_fields = ["code", "name", "sentence"]
    autocomplete_fields = ["benefit", "foundation"]


@admin.register(Activity)
class ActivityAdmin(CodedAdmin):
    list_display = ["name", "code", "foundation", "benefit", "status", "needs_outside_funds", "is_proposed", "order"]
    list_filter = ["foundation", "status", "needs_outside_funds", "is_proposed"]
    list_select_related = ["foundation", "benefit"]
    autocomplete_fields = ["benefit", "foundation"]


class PlaceAdmin(CodedAdmin):
    """For places. An outline comes from a file of the ONS: nobody types one."""

    list_display = ["name", "code", "valid_from", "valid_to"]
    list_filter = ["valid_to"]
    exclude = ["outline"]
    readonly_fields = ["outline_note"]

    @admin.display(description="Outline")
    def outline_note(self, place: Any) -> str:
        if not place.outline:
            return "Not drawn."
        return "Drawn, from the file that the portal ships with. It cannot be changed here."


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(PlaceAdmin):
    list_display = ["short_code", "name", "code", "valid_from", "valid_to", "is_outline_confirmed"]
    ordering = ["short_code"]


@admin.register(Ward, SmallArea)
class PartAdmin(PlaceAdmin):
    pass


class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_filter = ["neighbourhood", "is_confirmed"]
    actions = ["confirm"]

    @admin.action(description="Confirm: the pages no longer say “to be confirmed”", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        confirmed = queryset.filter(is_confirmed=False).update(is_confirmed=True)
        self.message_user(request, f"Links confirmed: {confirmed}.")


@admin.register(NeighbourhoodWard)
class NeighbourhoodWardAdmin(MembershipAdmin):
    list_display = ["ward", "neighbourhood", "valid_from", "valid_to", "is_confirmed", "source"]
    list_select_related = ["ward", "neighbourhood"]
    search_fields = ["ward__name", "ward__code", "neighbourhood__name"]
    autocomplete_fields = ["ward", "neighbourhood"]
    ordering = ["ward__name", "-valid_from"]


@admin.register(NeighbourhoodSmallArea)
class NeighbourhoodSmallAreaAdmin(MembershipAdmin):
    list_display = ["small_area", "neighbourhood", "ward", "share_in_ward", "valid_from", "is_confirmed"]
    list_select_related = ["small_area", "neighbourhood", "ward"]
    search_fields = ["small_area__name", "small_area__code", "ward__name", "neighbourhood__name"]
    autocomplete_fields = ["small_area", "neighbourhood", "ward"]
    ordering = ["small_area__name", "-valid_from"]
