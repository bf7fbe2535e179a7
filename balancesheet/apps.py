"""The balance sheet app."""

from django.apps import AppConfig


class BalanceSheet(AppConfig):
    name = "balancesheet"
    verbose_name = "Balance sheet"
