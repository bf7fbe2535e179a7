"""Surveys of suppliers: whom they ask, what those answer, and the rates assumed for the third round."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0008_what_reference_files_changed"),
        ("spending", "0009_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField()),
                ("closes_on", models.DateField(help_text="The last day for answers.")),
                ("made_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="spending.body",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Nobody, where its last day passed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-year_starting", "-pk"],
                "permissions": [
                    ("run_surveys", "Can survey suppliers, enter their answers and publish what comes out")
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SurveyedSupplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contract_pence",
                    models.BigIntegerField(help_text="Analysed payments of the year, credits taken off."),
                ),
                (
                    "is_chosen",
                    models.BooleanField(help_text="An officer chose it; else it is one of the largest by pounds."),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "link_number",
                    models.PositiveSmallIntegerField(default=1, help_text="Of its link. A new one ends those before."),
                ),
                ("asked_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.supplier",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="spending.survey",
                    ),
                ),
            ],
            options={
                "ordering": ["-contract_pence", "pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SurveyReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answered_in",
                    models.CharField(
                        choices=[("pounds", "Pounds"), ("percent", "Percentages of what the council paid")],
                        max_length=7,
                    ),
                ),
                ("staff_as_written", models.CharField(max_length=40)),
                ("suppliers_as_written", models.CharField(max_length=40)),
                (
                    "basis",
                    models.CharField(
                        choices=[("records", "From our records"), ("estimate", "A best estimate")], max_length=8
                    ),
                ),
                ("staff_pence", models.BigIntegerField(help_text="Spent on pay of staff who live in the borough.")),
                ("suppliers_pence", models.BigIntegerField(help_text="Spent with suppliers in the borough.")),
                ("replied_at", models.DateTimeField()),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="spending.surveyedsupplier",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Nobody, where the supplier answered by its link.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "survey replies",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ThirdRoundRates",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.DateField(help_text="The day the source speaks of. The newest is used.", unique=True)),
                ("staff_low_percent", models.PositiveSmallIntegerField()),
                ("staff_percent", models.PositiveSmallIntegerField(help_text="Of pay: what we hold to be likeliest.")),
                ("staff_high_percent", models.PositiveSmallIntegerField()),
                ("suppliers_low_percent", models.PositiveSmallIntegerField()),
                (
                    "suppliers_percent",
                    models.PositiveSmallIntegerField(help_text="Of local suppliers' income, likewise."),
                ),
                ("suppliers_high_percent", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
            ],
            options={
                "verbose_name_plural": "third round rates",
                "ordering": ["-as_at"],
                "default_permissions": ("add", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="spending_thirdroundrates_source_is_filled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("staff_low_percent__lte", models.F("staff_percent")),
                            ("staff_percent__lte", models.F("staff_high_percent")),
                            ("staff_high_percent__lte", 100),
                        ),
                        name="spending_staff_rates_rise_from_low_to_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suppliers_low_percent__lte", models.F("suppliers_percent")),
                            ("suppliers_percent__lte", models.F("suppliers_high_percent")),
                            ("suppliers_high_percent__lte", 100),
                        ),
                        name="spending_suppliers_rates_rise_from_low_to_high",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="survey",
            name="rates",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="spending.thirdroundrates",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyedsupplier",
            constraint=models.CheckConstraint(
                condition=models.Q(("contract_pence__gt", 0)), name="spending_surveyed_supplier_was_paid"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyedsupplier",
            constraint=models.UniqueConstraint(
                fields=("survey", "supplier"), name="spending_supplier_is_asked_once_in_a_survey"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("staff_as_written", ""), _negated=True),
                name="spending_surveyreply_staff_as_written_is_filled",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("suppliers_as_written", ""), _negated=True),
                name="spending_surveyreply_suppliers_as_written_is_filled",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_in__in", ["pounds", "percent"])),
                name="spending_surveyreply_answered_in_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["records", "estimate"])), name="spending_surveyreply_basis_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("staff_pence__gte", 0), ("suppliers_pence__gte", 0)),
                name="spending_respend_is_never_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="spending_survey_opened_at_and_opened_by_come_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="spending_survey_published_at_and_published_by_come_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("rates__isnull", True)),
                    models.Q(("published_at__isnull", False), ("rates__isnull", False)),
                    _connector="OR",
                ),
                name="spending_survey_published_at_and_rates_come_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("opened_at__isnull", False), _connector="OR"),
                    models.Q(("published_at", None), ("closed_at__isnull", False), _connector="OR"),
                ),
                name="spending_survey_is_opened_then_closed_then_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", False)),
                fields=("body", "year_starting"),
                name="spending_year_has_one_published_survey",
            ),
        ),
    ]
