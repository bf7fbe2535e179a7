"""The charter's addresses."""

from django.urls import path

from charter import views

app_name = "charter"

urlpatterns = [
    path("charter/", views.charter, name="charter"),
    path("neighbourhoods/", views.neighbourhoods, name="neighbourhoods"),
    path("neighbourhoods/<slug:code>/", views.neighbourhood, name="neighbourhood"),
]
