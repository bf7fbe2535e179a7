"""Addresses of the pledges."""

app_name = "pledges"
urlpatterns: list = []
