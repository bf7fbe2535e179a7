"""The assurance app."""

from django.apps import AppConfig


class Assurance(AppConfig):
    name = "assurance"
    verbose_name = "What the CWB Group looked at"
