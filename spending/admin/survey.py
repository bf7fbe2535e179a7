"""Surveys of suppliers on the officers' desk: Django's frame and permissions, our own pages in it."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from spending.admin import surveying
from spending.admin.surveying import OfficerRequest
from spending.models import Survey, ThirdRoundRates
from spending.pages.survey_desk import state_of
from stevenage_cwb.common.admin import RecordAdmin


@admin.register(ThirdRoundRates)
class ThirdRoundRatesAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Assumptions, added with their source. The newest takes the place of those before."""

    list_display = ["as_at", "staff_percent", "suppliers_percent", "source"]


@admin.register(Survey)
class SurveyAdmin(RecordAdmin):
    """A survey is made, opened, closed and published, each by a button of its page."""

    list_display = ["year", "body", "state", "suppliers", "closes_on"]
    list_select_related = ["body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Survey]:
        surveys: QuerySet[Survey] = super().get_queryset(request)
        return surveys.annotate(asked_count=Count("asked"))

    @admin.display(description="state")
    def state(self, survey: Survey) -> str:
        return state_of(survey)

    @admin.display(description="suppliers")
    def suppliers(self, survey: Survey) -> int:
        return int(survey.asked_count)  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("spending.run_surveys")

    def get_urls(self) -> list[URLPattern]:
        enter = self.admin_site.admin_view(self.enter_view)
        return [path("<int:survey>/supplier/<int:asked>/", enter, name="spending_survey_enter"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return surveying.new(self.allowed(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return surveying.survey(self.allowed(request), self.admin_site, object_id)

    def enter_view(self, request: HttpRequest, survey: int, asked: int) -> HttpResponse:
        return surveying.enter(self.allowed(request), survey=survey, asked=asked)

    def allowed(self, request: HttpRequest) -> OfficerRequest:
        """Return the request of an officer who may run surveys: their pages hold contact details."""
        if not request.user.has_perm("spending.run_surveys"):
            raise PermissionDenied
        return cast("OfficerRequest", request)
