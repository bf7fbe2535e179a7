"""The spending app."""

from django.apps import AppConfig


class Spending(AppConfig):
    name = "spending"
    verbose_name = "Spending"
