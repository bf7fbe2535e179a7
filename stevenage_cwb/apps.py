"""The portal as a whole, for the commands that serve every app; and the officers' desk, under our name."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class Portal(AppConfig):
    """Has commands and no models: what any app alone could do stands in that app."""

    name = "stevenage_cwb"
    verbose_name = "Portal"


class OfficersAdmin(AdminConfig):
    default_site = "stevenage_cwb.desk.OfficersDesk"
