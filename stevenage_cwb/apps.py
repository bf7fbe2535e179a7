"""The officers' desk: Django's admin with our name and our sign-in."""

from django.contrib.admin.apps import AdminConfig


class OfficersAdmin(AdminConfig):
    default_site = "stevenage_cwb.desk.OfficersDesk"
