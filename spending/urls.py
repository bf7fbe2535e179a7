"""The addresses of spending."""

from django.urls.resolvers import URLPattern

app_name = "spending"

urlpatterns: list[URLPattern] = []
