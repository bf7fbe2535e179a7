"""The shared words as a Django app: it keeps the audit history, the outbox and the counters."""

from django.apps import AppConfig


class Common(AppConfig):
    name = "stevenage_cwb.common"
    label = "common"
    verbose_name = "History and e-mail"
