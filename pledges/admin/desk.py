"""Pledges on the officers' desk: Django's frame and permissions, our own pages in it."""

import re
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from pledges.admin.acts import OfficerRequest
from pledges.admin.decision import decision
from pledges.admin.entering import enter
from pledges.admin.lane import lane
from pledges.models import Pledge

# What fits into a key's column.
KEY = re.compile(r"[0-9]{1,18}")


@admin.register(Pledge)
class PledgeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A pledge is looked at and decided on; nobody edits it, nobody deletes it."""

    def has_change_permission(self, request: HttpRequest, obj: Pledge | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Pledge | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self.must_be_allowed_to_look(request)
        return lane(cast("OfficerRequest", request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self.must_be_allowed_to_look(request)
        if not KEY.fullmatch(object_id):
            raise Http404
        return decision(cast("OfficerRequest", request), int(object_id))

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return enter(cast("OfficerRequest", request))

    def must_be_allowed_to_look(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied
