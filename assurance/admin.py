"""The desk of the CWB Group: findings that wait, meetings, verdicts. Nothing here changes a figure."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assurance import actions
from assurance.models import Finding, Meeting, Verdict
from stevenage_cwb.common.admin import RecordAdmin


class AddedAdmin(RecordAdmin):
    """Rows that are added on the desk, and then stay as they are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"assurance.add_{self.opts.model_name}")


class WaitingFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Awaits a verdict"), ("decided", "Decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"waiting", "decided"}:
            return queryset
        return queryset.filter(verdicts__isnull=self.value() == "waiting").distinct()


class FindingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A statement needs no digest: it is pinned by its own words."""

    class Meta:
        model = Finding
        fields = ["subject", "text", "digest"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "digest" not in self.errors:
            said["digest"] = said.get("digest") or actions.digest_of(said.get("text", ""))
        return said


@admin.register(Finding)
class FindingAdmin(AddedAdmin):
    """What the Group is asked to validate, the newest first."""

    form = FindingForm
    list_display = ["subject", "text", "submitted_at", "submitted_by", "decided"]
    list_filter = [WaitingFilter]
    list_select_related = ["submitted_by"]
    search_fields = ["subject", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return super().get_queryset(request).prefetch_related("verdicts__meeting")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*FindingForm.Meta.fields, *(["submitted_at", "submitted_by", "decided"] if obj else [])]

    def save_model(self, request: Any, obj: Finding, form: Any, change: Any) -> None:
        said = form.cleaned_data
        obj.pk = actions.submit(**said, by=request.user, at=timezone.now()).pk

    @admin.display(description="verdicts")
    def decided(self, finding: Finding) -> SafeString:
        """Print each verdict, and the way to record one."""
        lines = format_html_join(
            "", "<div>{}, {}. {}</div>", ((each, each.meeting, each.caveat) for each in finding.verdicts.all())
        )
        add = f"{reverse('admin:assurance_verdict_add')}?finding={finding.pk}"
        return format_html('{}<a href="{}">Record a verdict</a>', lines, add)


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The Group's meetings. Once a verdict rests on one, only the address of its minutes can change."""

    list_display = ["held_on", "present", "interests", "minutes_address"]
    fields = ["held_on", "members", "interests", "minutes_address"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields[:3] if obj and obj.verdicts.exists() else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Meeting, form: Any, change: Any) -> None:
        if not change:
            obj.recorded_by, obj.recorded_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)


class VerdictForm(forms.ModelForm):  # type: ignore[type-arg]
    """by: the officer who records it."""

    by: Any = None

    class Meta:
        model = Verdict
        fields = ["finding", "meeting", "verdict", "caveat"]

    def clean_finding(self) -> Finding:
        finding: Finding = self.cleaned_data["finding"]
        if finding.submitted_by_id == self.by.pk:
            raise ValidationError("You submitted this finding: another person has to record the verdict.")
        return finding


@admin.register(Verdict)
class VerdictAdmin(AddedAdmin):
    """What the Group decided, the newest first."""

    form = VerdictForm
    list_display = ["finding", "verdict", "caveat", "meeting", "recorded_by"]
    list_filter = ["verdict"]
    list_select_related = ["finding", "meeting", "recorded_by"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=bool(change), **kwargs)
        return type("VerdictForm", (form,), {"by": request.user})

    def save_model(self, request: Any, obj: Verdict, form: Any, change: Any) -> None:
        obj.pk = actions.record(**form.cleaned_data, by=request.user, at=timezone.now()).pk
