"""What stands beside metrics on the desk: words on times, checks, and the answers to checks that fail."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from metrics.actions import checking
from metrics.admin.metrics import must
from metrics.measures.checks import Unreadable, read
from metrics.models import Annotation, Check, CheckResult, Outcome, Period, Severity
from metrics.pages.naming import in_words
from stevenage_cwb.common.admin import RecordAdmin


class NeverDeleted(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Annotation)
class AnnotationAdmin(NeverDeleted):
    """Words on a time, which stand on every chart of it."""

    list_display = ["text", "metric", "neighbourhood", "valid_from", "valid_to"]
    list_select_related = ["metric", "neighbourhood"]
    fields = ["text", "valid_from", "valid_to", "metric", "neighbourhood"]

    def save_model(self, request: HttpRequest, obj: Annotation, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.written_by = must(request, "view_annotation").user
        super().save_model(request, obj, form, change)


class CheckForm(forms.ModelForm):  # type: ignore[type-arg]
    """A check whose sides can be read."""

    def clean_left(self) -> str:
        return self.readable("left")

    def clean_right(self) -> str:
        return self.readable("right")

    def readable(self, name: str) -> str:
        side: str = self.cleaned_data[name]
        try:
            read(side)
        except Unreadable as rest:
            raise forms.ValidationError(
                f"This cannot be read from “{rest}” on. Write figures and numbers joined by + and −: P02 + P12, 100 %."
            ) from rest
        return side


@admin.register(Check)
class CheckAdmin(NeverDeleted):
    form = CheckForm
    list_display = ["code", "left", "operator", "right", "severity", "instruction"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(CheckResult)
class CheckResultAdmin(RecordAdmin):
    """What checks found. One that fails and does not block may be answered."""

    list_display = ["rule", "period_in_words", "outcome", "found", "said", "at"]
    list_filter = ["outcome"]
    list_select_related = ["rule"]

    @admin.display(description="period")
    def period_in_words(self, result: CheckResult) -> str:
        return in_words(period_of(result))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        must(request, "view_checkresult")
        if not object_id.isdecimal():
            raise Http404
        result = get_object_or_404(CheckResult.objects.select_related("rule", "said_by"), pk=object_id)
        if request.method == "POST":
            return self.answer(request, result)
        return self.show(request, result)

    def answer(self, request: HttpRequest, result: CheckResult) -> HttpResponse:
        officer = must(request, "add_checkresult")
        said = request.POST.get("said", "").strip()[:300]
        if not said:
            return self.show(request, result, wrong="Enter why it may stand")
        try:
            kept = checking.accept(result=result, said=said, by=officer.user, at=timezone.now())
        except (checking.CannotBeAccepted, checking.NothingToAnswer):
            messages.warning(request, "Nothing is done: it blocks, or something has changed since the page was shown.")
            return redirect(request.path)
        messages.success(request, "Your word is kept.")
        return redirect("admin:metrics_checkresult_change", kept.pk)

    def show(self, request: HttpRequest, result: CheckResult, *, wrong: str = "") -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": str(result.rule),
            "result": result,
            "period": in_words(period_of(result)),
            "blocks": result.rule.severity == Severity.BLOCKS,
            "can_be_answered": result.outcome == Outcome.FAILS and result.rule.severity != Severity.BLOCKS,
            "wrong": wrong,
        }
        return render(request, "admin/metrics/result.html", context, status=422 if wrong else 200)


def period_of(result: CheckResult) -> Period:
    return Period(result.span, result.starts_on)
