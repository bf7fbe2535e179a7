"""Finds the returns that say how many people gave hours, so that a statement knows at once whether there were enough."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0020_year_totals")]

    operations = [
        migrations.AddIndex(
            model_name="return",
            index=models.Index(
                fields=["ledger", "kind", "dated", "people"],
                condition=models.Q(people__isnull=False, checked_at__isnull=False),
                name="balancesheet_people_of_hours",
            ),
        ),
    ]
