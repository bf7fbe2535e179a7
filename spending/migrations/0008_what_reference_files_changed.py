"""A reference file says what it changed, and which of its rows could not be taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spending", "0007_likeness")]

    operations = [
        migrations.AddField(
            model_name="referencefile",
            name="changes",
            field=models.JSONField(default=dict, help_text="How many of what were added, moved or closed."),
        ),
        migrations.AddField(
            model_name="referencefile",
            name="faults",
            field=models.JSONField(
                default=list, help_text="The first hundred rows and cells that were not taken, in words."
            ),
        ),
    ]
