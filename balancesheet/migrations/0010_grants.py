"""Grants, and what was taken from records of the portal."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0009_returns")]

    operations = []
