"""Totals by place alone, for the pages of the share: as many for ten million payments as for a hundred thousand."""

import django.db.models.deletion
from django.db import migrations, models

# MERGE finds the row that a change belongs to by this, as with the totals (0006).
MOVED = """
CREATE INDEX spending_place_total_as_it_moves ON spending_placetotal (
    grain, coalesce(quarter, '-infinity'), coalesce(department_id, 0), coalesce(category_id, 0),
    body_id, scope, tier, is_branch
);
"""

NOT_MOVED = "DROP INDEX spending_place_total_as_it_moves;"

ADDED_UP = """
INSERT INTO spending_placetotal
    (grain, quarter, department_id, category_id, body_id, scope, tier, is_branch, pence, payments)
SELECT t.grain, t.quarter, t.department_id, t.category_id, a.body_id, a.scope, a.tier, a.is_branch,
    sum(t.pence), sum(t.payments)
FROM spending_total t JOIN spending_attribution a ON a.id = t.attribution_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0013_rules_on_the_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "grain",
                    models.CharField(
                        choices=[
                            ("all", "All"),
                            ("department", "By department"),
                            ("category", "By category"),
                            ("both", "By department and category"),
                        ],
                        max_length=10,
                    ),
                ),
                ("quarter", models.DateField(help_text="As in a total.", null=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("in", "Analysed"),
                            ("public_body", "Other public bodies"),
                            ("precept", "Precepts and levies"),
                            ("pension", "Pensions"),
                            ("tax", "Tax and National Insurance"),
                            ("treasury", "Loans and investments"),
                            ("benefit", "Benefits paid to people"),
                            ("pay", "Pay"),
                            ("grant", "Grants, shown apart"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("T1", "Stevenage"),
                            ("T2", "Rest of Hertfordshire"),
                            ("T3", "Bordering counties and boroughs"),
                            ("T4", "Rest of the East of England"),
                            ("T5", "Rest of the UK"),
                            ("T6", "Outside the UK"),
                            ("U", "Not attributable"),
                        ],
                        max_length=2,
                    ),
                ),
                ("is_branch", models.BooleanField()),
                ("pence", models.BigIntegerField(help_text="Credits counted as less than nothing.")),
                ("payments", models.IntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.body",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.department",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grain__in", ["all", "department", "category", "both"])),
                        name="spending_placetotal_grain_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scope__in",
                                [
                                    "in",
                                    "public_body",
                                    "precept",
                                    "pension",
                                    "tax",
                                    "treasury",
                                    "benefit",
                                    "pay",
                                    "grant",
                                ],
                            )
                        ),
                        name="spending_placetotal_scope_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tier__in", ["T1", "T2", "T3", "T4", "T5", "T6", "U"])),
                        name="spending_placetotal_tier_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payments__gte", 0)), name="spending_place_total_counts_payments"
                    ),
                    models.UniqueConstraint(
                        fields=("grain", "quarter", "department", "category", "body", "scope", "tier", "is_branch"),
                        include=("pence", "payments"),
                        name="spending_place_total_is_one_row",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.RunSQL(MOVED, NOT_MOVED),
        migrations.RunSQL(ADDED_UP, migrations.RunSQL.noop),
    ]
