"""Questions, voices, due dates, and the statements that were frozen."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0011_proxies")]

    operations = []
