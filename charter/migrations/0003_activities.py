"""The outer ring of the wheel: what is done, or could be, for each foundation."""

import django.db.models.deletion
from django.db import migrations, models

from stevenage_cwb.common import audit


class Migration(migrations.Migration):
    dependencies = [("charter", "0002_history"), ("common", "0002_history")]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("idea", "an idea"),
                            ("seeking", "seeking funds"),
                            ("funded", "funded"),
                            ("running", "running"),
                            ("ended", "ended"),
                        ],
                        default="idea",
                        max_length=7,
                    ),
                ),
                (
                    "needs_outside_funds",
                    models.BooleanField(
                        default=False,
                        help_text="It cannot be done without money from outside the council. Dashed on the wheel.",
                    ),
                ),
                (
                    "is_proposed",
                    models.BooleanField(default=True, help_text="Says on the page that its place here is a proposal."),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="charter.benefit"
                    ),
                ),
                (
                    "foundation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="charter.foundation"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["order", "code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="charter_activity_name_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["idea", "seeking", "funded", "running", "ended"])),
                        name="charter_activity_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "seeking"), _negated=True),
                            ("needs_outside_funds", True),
                            _connector="OR",
                        ),
                        name="charter_who_seeks_funds_needs_them",
                    ),
                ],
            },
        ),
        audit.Watch("charter_activity", key="code"),
    ]
