"""The address of what was put to the CWB Group."""

from django.urls import path

from assurance import views

app_name = "assurance"

urlpatterns = [path("findings/", views.findings, name="findings")]
