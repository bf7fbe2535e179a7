"""The charter app."""

from django.apps import AppConfig


class Charter(AppConfig):
    name = "charter"
    verbose_name = "Charter"
