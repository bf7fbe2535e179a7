"""Uploads of returns and of their evidence, for the balance sheet."""

from django.db import migrations, models

PURPOSES = {
    "spending": "Payments of a body",
    "reference": "A register or a directory",
    "returns": "Returns for the balance sheet, or evidence of one",
}


class Migration(migrations.Migration):
    dependencies = [("spending", "0014_totals_of_places")]

    operations = [
        migrations.RemoveConstraint("upload", "spending_upload_purpose_is_known"),
        migrations.AlterField("upload", "purpose", models.CharField(choices=list(PURPOSES.items()), max_length=9)),
        migrations.AddConstraint(
            "upload",
            models.CheckConstraint(
                name="spending_upload_purpose_is_known", condition=models.Q(purpose__in=list(PURPOSES))
            ),
        ),
    ]
