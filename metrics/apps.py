"""The metrics app."""

from django.apps import AppConfig


class Metrics(AppConfig):
    name = "metrics"
    verbose_name = "Metrics"
