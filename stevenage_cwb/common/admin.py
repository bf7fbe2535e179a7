"""What every officers' desk has: the audit history, the e-mails that left or did not, the officers' accounts."""

import json
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from stevenage_cwb.common import audit, outbox
from stevenage_cwb.common.models import AuditEvent, OutboxMessage

# Further back, a filter or a search finds faster than leafing.
LEAFED_ROWS = 2000


class NewestPaginator(Paginator):  # type: ignore[type-arg]
    """Leafs through the newest rows only, so that no page counts or passes over a whole table."""

    @cached_property
    def count(self) -> int:
        newest = cast("QuerySet[Any]", self.object_list)[:LEAFED_ROWS]
        return newest.count()


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that the portal writes: officers read them."""

    paginator = NewestPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each facet is a count over the table
    list_per_page = 50
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TableFilter(admin.SimpleListFilter):
    title = parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(table, table.replace("_", ": ", 1)) for table in audit.watched()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(table_name=self.value()) if self.value() else queryset


class ActorFilter(admin.SimpleListFilter):
    title = parameter_name = "officer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        officers = User.objects.filter(is_staff=True).order_by("username")
        return [(name, name) for name in officers.values_list("username", flat=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(actor=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    """Who changed what, and when."""

    list_display = ["at", "who", "act", "table_name", "row_key", "difference"]
    list_filter = [TableFilter, ActorFilter, ("at", admin.DateFieldListFilter)]
    search_fields = ["row_key"]
    search_help_text = "The key of a row, exactly. Choose a table too."
    fields = ["at", "who", "db_user", "application", "act", "table_name", "row_key", "difference"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        # The index begins with the table: naming each keeps a search without a table on it.
        return queryset.filter(table_name__in=audit.watched(), row_key=search_term.strip()), False

    @admin.display(description="who")
    def who(self, event: AuditEvent) -> str:
        return event.actor or f"nobody signed in ({event.application or event.db_user})"

    @admin.display(description="before and after")
    def difference(self, event: AuditEvent) -> SafeString:
        before, after = event.before or {}, event.after or {}
        lines = [(name, as_text(before.get(name)), as_text(after.get(name))) for name in sorted({*before, *after})]
        return format_html_join("", "<div>{}: {} → {}</div>", lines)


def as_text(value: object) -> str:
    """Return a stored value as it is read: no quotes round a text, a sign for nothing."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("given_up", "Given up")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "given_up":
            return queryset.filter(pk__in=OutboxMessage.objects.given_up())
        if self.value() == "waiting":
            return queryset.filter(next_attempt_at__isnull=False)
        return queryset


@admin.register(OutboxMessage)
class OutboxMessageAdmin(RecordAdmin):
    """E-mails without address and text: these are contact details, and links that act for the pledger."""

    list_display = ["about", "subject", "created_at", "state", "attempts", "last_fault"]
    list_filter = [StateFilter]
    fields = ["about", "subject", "message_id", "created_at", "state", "attempts", "last_fault"]
    search_fields = ["about__exact"]
    search_help_text = "A pledge's reference, exactly."
    actions = ["try_again"]

    @admin.display(description="state")
    def state(self, message: OutboxMessage) -> str:
        if message.sent_at:
            return "sent"
        return "given up" if message.given_up_at else "waiting"

    @admin.action(description="Try again to send those that were given up", permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        count = outbox.try_again(queryset, at=timezone.now())
        messages.success(request, f"{count} e-mails will be tried again.")


admin.site.unregister(User)


@admin.register(User)
class OfficerAdmin(UserAdmin):  # type: ignore[type-arg]
    """Django's own, with an end to all sessions: for a lost laptop, or an officer who leaves."""

    actions = ["end_sessions"]

    @admin.action(description="Sign out everywhere", permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        keys = {str(pk) for pk in queryset.values_list("pk", flat=True)}
        ended = 0
        # A session does not say whose it is without being read; only officers have any.
        for session in Session.objects.filter(expire_date__gt=timezone.now()):
            if session.get_decoded().get("_auth_user_id") in keys:
                session.delete()
                ended += 1
        messages.success(request, f"{ended} sessions ended.")
