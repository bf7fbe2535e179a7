"""Books that were kept in another portal before."""

from django.db import migrations, models

from stevenage_cwb.common import guards


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0021_people_of_hours")]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "manifest_digest",
                    models.CharField(help_text="SHA-256 of the folder's manifest.", max_length=64),
                ),
                (
                    "last_entry",
                    models.BigIntegerField(help_text="The number of the last entry that came. 0 where none did."),
                ),
                ("taken_over_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
        guards.KeptAsWritten("balancesheet_handover", what="A handover"),
    ]
