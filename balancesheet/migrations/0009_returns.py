"""What people say and show: returns, evidence, and the files they came in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0008_own_tables")]

    operations = []
