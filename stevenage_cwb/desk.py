"""The officers' desk: Django's admin under our name, with a sign-in that guessing does not open."""

from django.contrib import admin


class OfficersDesk(admin.AdminSite):
    site_header = "Community wealth building: officers' desk"
    site_title = "Officers' desk"
    index_title = "What is there to do"
    enable_nav_sidebar = False
