"""The addresses of metrics."""

from django.urls import path

from metrics.views import dashboard

app_name = "metrics"

urlpatterns = [
    path("metrics/", dashboard.overview, name="overview"),
    path("metrics.csv", dashboard.overview_csv, name="overview_csv"),
    path("metrics.json", dashboard.overview_json, name="overview_json"),
    path("metrics/<slug:code>/", dashboard.metric, name="metric"),
    path("metrics/<slug:code>.csv", dashboard.metric_csv, name="metric_csv"),
    path("metrics/<slug:code>.json", dashboard.metric_json, name="metric_json"),
    path("metrics/<slug:code>.svg", dashboard.metric_svg, name="metric_svg"),
]
