"""What an hour may be said to be worth: dated, sourced, licensed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0010_grants")]

    operations = []
