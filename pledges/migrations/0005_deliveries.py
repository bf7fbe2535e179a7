"""What became of pledges: reports, what each pledge shows of them, how many there are a month."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0004_first_wordings"),
        ("charter", "0002_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The words written by the migration before wait for the commit; a table they wait on cannot be changed.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="tally",
            name="pledges_tally_of_a_kind_is_one_row",
        ),
        migrations.AddField(
            model_name="pledge",
            name="asked_at",
            field=models.DateTimeField(blank=True, help_text="When we asked what became of it.", null=True),
        ),
        migrations.AddField(
            model_name="pledge",
            name="delivered_hundredths",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="pledge",
            name="delivered_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="pledge",
            name="delivered_unit",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hours", "hours"),
                    ("pounds", "pounds"),
                    ("people", "people"),
                    ("placements", "work placements"),
                    ("contracts", "contracts"),
                    ("events", "events"),
                ],
                default="",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="delivery",
            field=models.CharField(
                choices=[
                    ("none", "Nothing heard yet"),
                    ("said", "Said, nothing checked yet"),
                    ("evidenced", "Said, with evidence that one officer saw"),
                    ("kept", "Kept, checked by two officers"),
                    ("partly", "Partly kept, checked by two officers"),
                    ("not_kept", "Not kept, checked by two officers"),
                ],
                default="none",
                editable=False,
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("kept", "Kept"), ("partly", "Partly kept"), ("not_kept", "Not kept")],
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="delivery",
            field=models.CharField(
                choices=[
                    ("none", "Nothing heard yet"),
                    ("said", "Said, nothing checked yet"),
                    ("evidenced", "Said, with evidence that one officer saw"),
                    ("kept", "Kept, checked by two officers"),
                    ("partly", "Partly kept, checked by two officers"),
                    ("not_kept", "Not kept, checked by two officers"),
                ],
                default="none",
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                condition=models.Q(("state", "approved")),
                fields=["delivery", "-published_at", "-id"],
                name="wall_delivery",
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                condition=models.Q(
                    ("state", "approved"),
                    ("asked_at", None),
                    ("consent_to_contact__isnull", False),
                    ("delivery", "none"),
                ),
                fields=["due_on", "first_published_at"],
                name="pledges_to_ask_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery__in", ["none", "said", "evidenced", "kept", "partly", "not_kept"])),
                name="pledges_pledge_delivery_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["kept", "partly", "not_kept", ""])),
                name="pledges_pledge_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_unit__in", ["hours", "pounds", "people", "placements", "contracts", "events", ""])
                ),
                name="pledges_pledge_delivered_unit_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery__in", ["none", "said", "evidenced", "kept", "partly", "not_kept"])),
                name="pledges_tally_delivery_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("foundation", "neighbourhood", "kind", "action", "delivery"),
                name="pledges_tally_of_a_kind_is_one_row",
            ),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="pledges.pledge"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("kept", "Kept"), ("partly", "Partly kept"), ("not_kept", "Not kept")], max_length=8
                    ),
                ),
                (
                    "quantity_hundredths",
                    models.BigIntegerField(
                        blank=True,
                        help_text="Hundredths of the unit. Given exactly where the pledge counts something.",
                        null=True,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hours", "hours"),
                            ("pounds", "pounds"),
                            ("people", "people"),
                            ("placements", "work placements"),
                            ("contracts", "contracts"),
                            ("events", "events"),
                        ],
                        help_text="The pledge's, at the time. The database fills it in.",
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "delivered_on",
                    models.DateField(
                        help_text="The day it was done, or the last part of it. Of one not kept: the day this was known."
                    ),
                ),
                ("words", models.TextField(blank=True, help_text="For officers: free words are never published.")),
                ("said_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The officer who wrote it down. Empty where the pledger said it, through the link.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A", "A document, which the council keeps"),
                            ("B", "A public register"),
                            ("C", "A signed return"),
                            ("D", "An estimate"),
                        ],
                        default="",
                        max_length=1,
                    ),
                ),
                ("evidence", models.TextField(blank=True, default="", help_text="What it is and where it is kept.")),
                (
                    "evidenced_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("evidenced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_why", models.TextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "report",
                "permissions": [
                    ("check_delivery", "Can accept evidence and verify reports"),
                    ("take_back_delivery", "Can take reports back"),
                ],
                "default_permissions": ("view", "add"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["kept", "partly", "not_kept"])),
                        name="pledges_delivery_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["A", "B", "C", "D", ""])),
                        name="pledges_delivery_grade_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity_hundredths__isnull", True), ("unit__isnull", True)),
                            models.Q(("quantity_hundredths__isnull", False), ("unit__isnull", False)),
                            _connector="OR",
                        ),
                        name="pledges_delivery_quantity_hundredths_and_unit_come_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                            models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="pledges_delivery_verified_by_and_verified_at_come_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at__isnull", True), ("taken_back_by__isnull", True)),
                            models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="pledges_delivery_taken_back_by_and_taken_back_at_come_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity_hundredths", None),
                            models.Q(("outcome", "not_kept"), ("quantity_hundredths", 0)),
                            models.Q(models.Q(("outcome", "not_kept"), _negated=True), ("quantity_hundredths__gt", 0)),
                            _connector="OR",
                        ),
                        name="pledges_delivery_is_nothing_exactly_where_not_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("evidenced_at", None), ("evidenced_by", None), ("grade", "")),
                            models.Q(
                                models.Q(("grade", ""), _negated=True),
                                models.Q(("evidence", ""), _negated=True),
                                ("evidenced_at__isnull", False),
                                ("evidenced_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pledges_delivery_evidence_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit", None),
                            ("grade", ""),
                            ("grade__in", ("A", "B")),
                            models.Q(
                                models.Q(("quantity_hundredths__gt", 10000), ("unit", "hours")),
                                models.Q(("quantity_hundredths__gt", 100000), ("unit", "pounds")),
                                _connector="OR",
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="pledges_delivery_of_much_needs_a_document_or_a_register",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verified_at", None), ("evidenced_at__isnull", False), _connector="OR"),
                        name="pledges_delivery_is_evidenced_before_it_is_verified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by", None),
                            models.Q(
                                models.Q(("verified_by", models.F("evidenced_by")), _negated=True),
                                models.Q(
                                    ("entered_by", None),
                                    models.Q(("verified_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="pledges_delivery_is_verified_by_a_second_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_why", "")),
                            models.Q(("taken_back_at__isnull", False), models.Q(("taken_back_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pledges_delivery_is_taken_back_for_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("verified_at", None), ("taken_back_at", None)),
                        fields=("pledge",),
                        name="pledges_one_report_of_a_pledge_waits",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("verified_at__isnull", False), ("taken_back_at", None)),
                        fields=("pledge",),
                        name="pledges_one_report_of_a_pledge_counts",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("verified_at", None), ("taken_back_at", None)),
                        fields=["said_at", "id"],
                        name="deliveries_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("verified_at__isnull", False), ("taken_back_at", None)),
                        fields=["delivered_on", "id"],
                        name="deliveries_verified",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Its first day.")),
                ("neighbourhood", models.CharField(max_length=60)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("made", "First published"),
                            (
                                "due",
                                "Due for review: by when they were to be done, or a year after they were first published",
                            ),
                            ("answered", "Of those due for review: with a report that nobody took back"),
                            ("kept", "Verified as kept"),
                            ("partly", "Verified as partly kept"),
                            ("not_kept", "Verified as not kept"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hours", "hours"),
                            ("pounds", "pounds"),
                            ("people", "people"),
                            ("placements", "work placements"),
                            ("contracts", "contracts"),
                            ("events", "events"),
                        ],
                        max_length=10,
                    ),
                ),
                ("pledges", models.IntegerField()),
                ("hundredths", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["made", "due", "answered", "kept", "partly", "not_kept"])),
                        name="pledges_outturn_what_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__in", ["hours", "pounds", "people", "placements", "contracts", "events", ""])
                        ),
                        name="pledges_outturn_unit_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("month", "neighbourhood", "what", "unit"), name="pledges_outturn_of_a_month_is_one_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hundredths__gte", 0), ("pledges__gte", 0)),
                        name="pledges_outturn_is_never_negative",
                    ),
                ],
            },
        ),
    ]
