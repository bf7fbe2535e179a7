"""The pledges app."""

from django.apps import AppConfig


class Pledges(AppConfig):
    name = "pledges"
    verbose_name = "Pledges"
