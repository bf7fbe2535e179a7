"""Files that officers have sent to the desk and not decided on yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PURPOSES = [("spending", "Payments of a body"), ("reference", "A register or a directory")]


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0008_what_reference_files_changed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(choices=PURPOSES, max_length=9)),
                ("name", models.CharField(max_length=255)),
                ("digest", models.CharField(help_text="SHA-256 of the file as it came.", max_length=64)),
                ("byte_count", models.BigIntegerField()),
                ("asked", models.JSONField(help_text="What was chosen with the file.")),
                ("sent_at", models.DateTimeField()),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="spending_upload_name_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["spending", "reference"])),
                        name="spending_upload_purpose_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("packed", models.BinaryField()),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="spending.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("upload", "number"), name="spending_upload_piece_number_is_used_once"
                    ),
                ],
            },
        ),
    ]
