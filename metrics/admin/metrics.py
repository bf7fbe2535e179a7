"""Metrics on the desk: what is owed, one metric, entering its figures, setting its targets, looking a batch through."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from metrics.actions import aiming, checking, observing
from metrics.forms.aiming import AimForm, BaselineForm, TargetForm
from metrics.forms.entering import EnterForm
from metrics.models import Batch, Collection, Definition, Metric
from metrics.pages import desk
from metrics.pages.targets import baselines, targets
from spending.admin.review import OfficerRequest
from stevenage_cwb.common.admin import RecordAdmin
from stevenage_cwb.common.years import day_of, year_of

WRONG = 422
PAGE = "admin:metrics_metric_change"
FORMS: dict[str, type[AimForm]] = {"target": TargetForm, "baseline": BaselineForm}


@admin.register(Metric)
class MetricAdmin(RecordAdmin):
    """What there is to do for metrics, and each metric with its buttons."""

    def get_urls(self) -> list[URLPattern]:
        enter, aim = (self.admin_site.admin_view(view) for view in (self.enter_view, self.aim_view))
        return [
            path("<str:code>/enter/", enter, name="metrics_metric_enter"),
            path("<str:code>/<str:what>/add/", aim, name="metrics_metric_aim"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        must(request, "view_metric")
        today = day_of(timezone.now())
        owed = desk.owed(today=today)
        context = {
            **self.admin_site.each_context(request),
            "title": "Metrics",
            "overdue": [each for each in owed if each.is_overdue],
            "others": [each for each in owed if not each.is_overdue],
            "waiting": desk.waiting_for_review(),
            "failing": checking.failing(),
        }
        return render(request, "admin/metrics/metrics.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        must(request, "view_metric")
        definition = meant(object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": definition.name,
            "definition": definition,
            "owed": desk.owed_of(definition, today=day_of(timezone.now())),
            "targets": targets([object_id]),
            "baselines": [each for (code, _), each in baselines([object_id]).items() if code == object_id],
            "batches": Batch.objects.filter(entered_by__isnull=False, observations__definition__metric=object_id)
            .select_related("entered_by", "review__reviewed_by")
            .distinct()
            .order_by("-pk")[:20],
        }
        return render(request, "admin/metrics/metric.html", context)

    def enter_view(self, request: HttpRequest, code: str) -> HttpResponse:
        """Ask for figures, and enter them."""
        officer = must(request, "add_batch")
        definition, at = meant(code), timezone.now()
        if definition.collection == Collection.COMPUTED:
            raise Http404
        form = EnterForm(request.POST or None, definition=definition, today=day_of(at))
        if form.is_valid():
            try:
                batch = observing.enter(
                    metric=code,
                    period=form.cleaned_data["period"],
                    figures=form.figures(),
                    evidence=observing.Evidence(**form.shown()),
                    by=officer.user,
                    at=at,
                )
            except observing.NotTaken as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, f"The figures are entered. {definition.metric.reviewer}: look them through.")
                return redirect("admin:metrics_batch_change", batch.pk)
        return shown(request, "enter.html", form, definition)

    def aim_view(self, request: HttpRequest, code: str, what: str) -> HttpResponse:
        """Ask for a target or a baseline, and add it."""
        officer = must(request, "add_target")
        if what not in FORMS:
            raise Http404
        definition, at = meant(code), timezone.now()
        form = FORMS[what](request.POST or None, definition=definition, today=day_of(at))
        if form.is_valid():
            said = {**form.cleaned_data, "definition": definition, "by": officer.user, "at": at}
            said["neighbourhood"] = said["neighbourhood"].pk if said["neighbourhood"] else None
            try:
                aiming.set_target(**said) if what == "target" else aiming.set_baseline(**said)
            except aiming.NotATarget as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, "The target is set." if what == "target" else "The baseline is set.")
                return redirect(PAGE, code)
        return shown(request, "aim.html", form, definition)


@admin.register(Batch)
class BatchAdmin(RecordAdmin):
    """What somebody entered at once, for the second person."""

    list_display = ["made_at", "entered_by", "evidence", "reviewed_by"]
    list_select_related = ["entered_by", "review__reviewed_by"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(entered_by__isnull=False)

    @admin.display(description="reviewed by")
    def reviewed_by(self, batch: Batch) -> str:
        return str(batch.review.reviewed_by) if hasattr(batch, "review") else "nobody yet"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a batch; keep that somebody else looked it through."""
        officer = must(request, "view_batch")
        if not object_id.isdecimal():
            raise Http404
        batch = get_object_or_404(self.get_queryset(request), pk=object_id)
        if request.method == "POST":
            must(request, "add_review")
            word = request.POST.get("word", "").strip()[:300]
            try:
                observing.review(batch=batch, word=word, by=officer.user, at=timezone.now())
            except observing.NotTaken as why:
                messages.warning(request, str(why))
            else:
                messages.success(request, "It is kept that you looked these figures through.")
            return redirect(request.path)
        figures = desk.figures_of(batch)
        context = {
            **self.admin_site.each_context(request),
            "title": figures[0].name if figures else "Figures",
            "batch": batch,
            "figures": figures,
            "code": figures[0].point.code if figures else "",
            "review": getattr(batch, "review", None),
            "is_own": batch.entered_by_id == officer.user.pk,
        }
        return render(request, "admin/metrics/batch.html", context)


def must(request: HttpRequest, permission: str) -> OfficerRequest:
    """Return the request of an officer who may. Raises PermissionDenied."""
    if not request.user.has_perm(f"metrics.{permission}"):
        raise PermissionDenied
    return cast("OfficerRequest", request)


def meant(code: str) -> Definition:
    """Return the definition of this year, with its metric."""
    this_year = year_of(day_of(timezone.now()))
    definition = Definition.objects.of_year(this_year).filter(metric=code).select_related("metric").first()
    if definition is None:
        raise Http404
    return definition


def shown(request: HttpRequest, template: str, form: Any, definition: Definition) -> HttpResponse:
    context = {"form": form, "definition": definition, "back": definition.metric_id}
    return render(request, f"admin/metrics/{template}", context, status=WRONG if form.errors else 200)
