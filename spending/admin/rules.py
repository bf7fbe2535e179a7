"""Rules on the desk: what is called local, what is left out. An officer sees what one changes before it is kept."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import Max, Model, QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from spending.actions import ruling
from spending.forms.ruling import ScopeRuleForm, TierRuleForm
from spending.models import Department, Postcode, ScopeColumn, ScopeRule, TierRule
from spending.pages.postcodes import postcode
from spending.pages.rules import fitting
from stevenage_cwb.common.admin import RecordAdmin

TIER_RULES, SCOPE_RULES = "admin:spending_tierrule_changelist", "admin:spending_scoperule_changelist"
WRONG = 422
# New rules go last unless an officer says otherwise, and leave room between them.
STEP = 10
WHY_NOT: dict[type[Exception], str] = {
    ruling.ChangedMeanwhile: "Nothing is kept: another officer has changed the rules meanwhile. Look at them again.",
    OperationalError: "Nothing is kept: the pattern takes too long, or other changes are being written. Try again in a"
    " minute.",
}
REFUSALS = tuple(WHY_NOT)


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    """Departments as files write them."""

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]


@admin.register(Postcode)
class PostcodeAdmin(RecordAdmin):
    """Where postcodes lie, by ONS codes. They come from the directory of postcodes: see “Reference files”."""

    list_display = ["postcode", "district", "county", "region", "small_area", "valid_from", "valid_to"]
    search_fields = ["postcode"]
    search_help_text = "A whole postcode"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # Whole, for there are two million: a part of one would be looked for in each.
        return queryset.filter(postcode=postcode(search_term)) if search_term else queryset, False


@admin.register(TierRule)
class TierRuleAdmin(RecordAdmin):
    """What is called local, in versions: the newest is for payments from its day on."""

    list_display = ["version", "valid_from", "why"]
    ordering = ["-version"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.add_tierrule")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        newest = TierRule.objects.first()
        like = model_to_dict(newest, exclude=["valid_from", "why"]) if newest else {}
        form = TierRuleForm(request.POST or None, initial=like)
        words = {"title": "What is called local from a day on", "crumb": "Tier rules", "back": TIER_RULES}
        return add_or_change(request, form, ruling.add_tier_rule, words)


@admin.register(ScopeRule)
class ScopeRuleAdmin(RecordAdmin):
    """Which payments are left out of the share, told by words. The first rule that fits decides."""

    list_display = ["position", "column", "scope", "why"]
    list_filter = ["column", "scope"]
    search_fields = ["pattern", "why"]
    ordering = ["position"]
    # Deleting many at once would let no payment follow.
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.add_scoperule")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("spending.change_scoperule")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("spending.delete_scoperule")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        last = ScopeRule.objects.aggregate(last=Max("position"))["last"] or 0
        form = ScopeRuleForm(request.POST or None, initial={"position": last + STEP})
        return add_or_change(request, form, ruling.save_scope_rule, scope_words("Leave payments out by their words"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        rule = self.rule(request, object_id, is_allowed=self.has_change_permission(request))
        words = {**scope_words(f"Rule {rule.position}"), "rule": rule.pk}
        form = ScopeRuleForm(request.POST or None, instance=rule)
        return add_or_change(request, form, ruling.save_scope_rule, words)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return delete(request, self.rule(request, object_id, is_allowed=self.has_delete_permission(request)))

    def rule(self, request: HttpRequest, object_id: str, *, is_allowed: bool) -> ScopeRule:
        if not is_allowed:
            raise PermissionDenied
        rule = self.get_object(request, object_id)
        if not isinstance(rule, ScopeRule):
            raise Http404
        return rule


def scope_words(title: str) -> dict[str, Any]:
    return {"title": title, "crumb": "Scope rules", "back": SCOPE_RULES}


def add_or_change(
    request: HttpRequest, form: TierRuleForm | ScopeRuleForm, act: Callable[[Any], None], words: dict[str, Any]
) -> HttpResponse:
    """Ask for a rule; show what it would change; keep it when the officer has seen that."""
    found: dict[str, Any] = {}
    if form.is_valid():
        rule = form.save(commit=False)
        try:
            if "save" in request.POST:
                act(rule)
                messages.success(request, f"“{rule}” is kept, and every payment follows it.")
                return redirect(words["back"])
            found = seen(rule, partial(act, rule))
        except ruling.NotAfterTheNewest as refused:
            form.add_error("valid_from", str(refused))
        except REFUSALS as refused:
            messages.warning(request, WHY_NOT[type(refused)])
    context = {**admin.site.each_context(request), **words, **found, "form": form}
    return render(request, "admin/spending/rules/rule.html", context, status=WRONG if form.errors else 200)


@transaction.atomic
def seen(rule: TierRule | ScopeRule, act: Callable[[], None]) -> dict[str, Any]:
    """Return what a rule fits and what it would change."""
    # First, while the time that a page may take still ends a pattern that would never come to an end.
    fits = fitting(column=ScopeColumn(rule.column), pattern=rule.pattern) if isinstance(rule, ScopeRule) else ""
    return {"fits": fits, "changes": ruling.look(act), "is_seen": True}


def delete(request: HttpRequest, rule: ScopeRule) -> HttpResponse:
    """Show what would change without a rule, and take it away when the officer has seen that."""
    act = partial(ruling.delete_scope_rule, rule)
    try:
        if request.method == "POST":
            act()
            messages.success(request, f"“{rule}” is deleted, and every payment follows.")
            return redirect(SCOPE_RULES)
        found = {"changes": ruling.look(act)}
    except REFUSALS as refused:
        messages.warning(request, WHY_NOT[type(refused)])
        return redirect(SCOPE_RULES)
    context = {**admin.site.each_context(request), **found, "title": "Delete a rule of scope", "rule": rule}
    return render(request, "admin/spending/rules/delete.html", context)
