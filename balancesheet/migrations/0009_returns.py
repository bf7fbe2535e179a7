"""What people say and show: returns, evidence, and the files they came in, with what the database asks of them."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from balancesheet.migrations._return_rules import DECIDED, DOCUMENTS, NO_DOCUMENTS, NOT_DECIDED, OWN_TABLES
from stevenage_cwb.common import audit, guards

READ = ["ledger", "year", "unit", "account", "chart", "chartline", "event", "entry", "posting", "evidence", "return",
        "returnfile"]  # fmt: skip
LEDGER_OFFICER = [
    "common.view_auditevent",
    "balancesheet.enter_return",
    "balancesheet.check_return",
    "balancesheet.close_year",
    *(f"balancesheet.view_{model}" for model in READ),
]


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    for label in ("common", "balancesheet"):
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Ledger officer")
    permissions = apps.get_model("auth.Permission").objects
    for label in LEDGER_OFFICER:
        app, codename = label.split(".")
        group.permissions.add(permissions.get(content_type__app_label=app, codename=codename))


# Written by makemigrations, as wide as it is.
# fmt: off
class Migration(migrations.Migration):
    dependencies = [
        ("balancesheet", "0008_own_tables"),
        ("charter", "0002_history"),
        ("common", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("document", "A document that I can send: an invoice, an award letter, a bank statement"), ("register", "An entry in a public register"), ("signed_return", "A return that the group has signed"), ("estimate", "An estimate")], max_length=13)),
                ("grade", models.CharField(choices=[("A", "A document, kept with its digest"), ("B", "A public register"), ("C", "A signed return"), ("D", "An estimate")], max_length=1)),
                ("title", models.CharField(help_text="What it is, without the name of any person.", max_length=200)),
                ("register", models.CharField(blank=True, max_length=120)),
                ("reference", models.CharField(blank=True, help_text="Where it stands in the register, or how the estimate was made.", max_length=300)),
                ("name", models.CharField(blank=True, max_length=255)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("digest", models.CharField(blank=True, help_text="SHA-256 of the document. The database checks it.", max_length=64)),
                ("byte_count", models.BigIntegerField(default=0)),
                ("is_public", models.BooleanField(default=False, help_text="Everybody may see the document.")),
                ("added_at", models.DateTimeField()),
                ("added_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["document", "register", "signed_return", "estimate"])), name="balancesheet_evidence_kind_is_known"),
                    models.CheckConstraint(condition=models.Q(("grade__in", ["A", "B", "C", "D"])), name="balancesheet_evidence_grade_is_known"),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="balancesheet_evidence_title_is_filled"),
                    models.CheckConstraint(condition=models.Q(models.Q(("grade", "A"), ("kind", "document")), models.Q(("grade", "B"), ("kind", "register")), models.Q(("grade", "C"), ("kind", "signed_return")), models.Q(("grade", "D"), ("kind", "estimate")), _connector="OR"), name="balancesheet_evidence_has_the_grade_of_its_kind"),
                    models.CheckConstraint(condition=models.Q(models.Q(("byte_count", 0), ("digest", ""), ("media_type", ""), ("name", "")), models.Q(models.Q(("name", ""), _negated=True), models.Q(("media_type", ""), _negated=True), ("byte_count__gt", 0), ("digest__regex", "^[0-9a-f]{64}$")), _connector="OR"), name="balancesheet_document_has_name_type_and_digest"),
                    models.CheckConstraint(condition=models.Q(models.Q(("kind", "document"), _negated=True), ("byte_count__gt", 0), _connector="OR"), name="balancesheet_a_document_is_kept"),
                    models.CheckConstraint(condition=models.Q(models.Q(("kind", "register"), models.Q(("register", ""), _negated=True)), models.Q(models.Q(("kind", "register"), _negated=True), ("register", "")), _connector="OR"), name="balancesheet_a_register_and_nothing_else_is_named"),
                    models.CheckConstraint(condition=models.Q(models.Q(("kind__in", ["register", "estimate"]), _negated=True), models.Q(("reference", ""), _negated=True), _connector="OR"), name="balancesheet_register_and_estimate_say_where_from"),
                    models.CheckConstraint(condition=models.Q(("is_public", False), ("byte_count__gt", 0), _connector="OR"), name="balancesheet_only_a_document_is_made_public"),
                ],
                "verbose_name_plural": "evidence",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="EvidencePiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="From 0.")),
                ("content", models.BinaryField()),
                ("evidence", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="balancesheet.evidence")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("evidence", "number"), name="balancesheet_evidence_piece_is_kept_once"),
                ],
                "ordering": ["number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReturnFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                ("rows_digest", models.CharField(help_text="SHA-256 of the returns as they were read: the same rows, whatever the file.", max_length=64)),
                ("row_count", models.PositiveIntegerField()),
                ("checked_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("evidence", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="return_file", to="balancesheet.evidence")),
                ("refused_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("withdrawn_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("checked_at", None), ("refused_at", None)), fields=["id"], name="balancesheet_files_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)), models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)), _connector="OR"), name="balancesheet_returnfile_checked_at_and_checked_by_come_together"),
                    models.CheckConstraint(condition=models.Q(("checked_by", None), models.Q(("checked_by", models.F("entered_by")), _negated=True), _connector="OR"), name="balancesheet_returnfile_is_checked_by_another_person"),
                    models.CheckConstraint(condition=models.Q(("checked_at", None), ("refused_at", None), _connector="OR"), name="balancesheet_returnfile_is_checked_or_refused"),
                    models.CheckConstraint(condition=models.Q(models.Q(("refused_at", None), ("refused_by", None), ("refused_why", "")), models.Q(("refused_at__isnull", False), ("refused_by__isnull", False), models.Q(("refused_why", ""), _negated=True)), _connector="OR"), name="balancesheet_returnfile_is_refused_for_a_reason"),
                    models.CheckConstraint(condition=models.Q(models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")), models.Q(("checked_at__isnull", False), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False), models.Q(("withdrawn_why", ""), _negated=True)), _connector="OR"), name="balancesheet_returnfile_is_withdrawn_for_a_reason"),
                    models.CheckConstraint(condition=models.Q(("row_count__gt", 0)), name="balancesheet_return_file_has_rows"),
                    models.UniqueConstraint(condition=models.Q(("refused_at", None), ("withdrawn_at", None)), fields=("rows_digest",), name="balancesheet_rows_are_returned_once"),
                ],
                "verbose_name": "file of returns",
                "verbose_name_plural": "files of returns",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
                ("kind", models.CharField(help_text="A code of kinds.KINDS: it says which accounts it moves.", max_length=24)),
                ("dated", models.DateField()),
                ("amount", models.BigIntegerField(help_text="In the smallest part of the unit of its kind.")),
                ("group", models.CharField(help_text="The organisation that returns it. Never a person.", max_length=120)),
                ("words", models.CharField(help_text="What happened. Everybody can read it; no person is named.", max_length=300)),
                ("people", models.PositiveIntegerField(help_text="How many people gave the hours, where that is known.", null=True)),
                ("file_row", models.PositiveIntegerField(help_text="The row of the file, its titles being row 1.", null=True)),
                ("checked_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("entry", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="balancesheet.entry")),
                ("evidence", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="balancesheet.evidence")),
                ("foundation", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="charter.foundation")),
                ("ledger", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="balancesheet.ledger")),
                ("refused_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("withdrawn_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("file", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="balancesheet.returnfile")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("checked_at", None), ("file", None), ("refused_at", None)), fields=["id"], name="balancesheet_returns_waiting"),
                    models.Index(fields=["ledger", "id"], name="balancesheet_returns_of_ledger"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)), models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)), _connector="OR"), name="balancesheet_return_checked_at_and_checked_by_come_together"),
                    models.CheckConstraint(condition=models.Q(("checked_by", None), models.Q(("checked_by", models.F("entered_by")), _negated=True), _connector="OR"), name="balancesheet_return_is_checked_by_another_person"),
                    models.CheckConstraint(condition=models.Q(("checked_at", None), ("refused_at", None), _connector="OR"), name="balancesheet_return_is_checked_or_refused"),
                    models.CheckConstraint(condition=models.Q(models.Q(("refused_at", None), ("refused_by", None), ("refused_why", "")), models.Q(("refused_at__isnull", False), ("refused_by__isnull", False), models.Q(("refused_why", ""), _negated=True)), _connector="OR"), name="balancesheet_return_is_refused_for_a_reason"),
                    models.CheckConstraint(condition=models.Q(models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")), models.Q(("checked_at__isnull", False), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False), models.Q(("withdrawn_why", ""), _negated=True)), _connector="OR"), name="balancesheet_return_is_withdrawn_for_a_reason"),
                    models.CheckConstraint(condition=models.Q(("group", ""), _negated=True), name="balancesheet_return_group_is_filled"),
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="balancesheet_return_words_is_filled"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["grant_council", "grant_other", "grant_conditional", "conditions_met", "grant_awarded", "awarded_received", "raised_locally", "allocation", "decided_by_residents", "developer", "supplier_cash", "spent_here", "spent_borough", "spent_county", "spent_outside", "spent_unknown", "found_here", "found_borough", "found_county", "found_outside", "wages", "passed_on", "budget_granted", "contribution_spent", "loan_taken", "loan_repaid", "loan_made", "loan_returned", "grant_promised", "promise_paid", "backlog_found", "backlog_met", "hours_residents", "hours_employer", "hours_partners", "goods_given", "room_given", "professional_given", "into_work", "training_completed", "places_offered", "decided_together", "volunteers_joined", "volunteers_left", "trained_joined", "trained_left", "need_found", "need_met", "organisations_started", "organisations_gone", "building_gained", "building_lost", "asset_listed", "asset_removed", "equipment_gained", "equipment_lost", "land_gained", "land_lost", "green_gained", "green_lost", "emissions_avoided", "opening_1010", "opening_1020", "opening_1030", "opening_1100", "opening_1200", "opening_1500", "opening_1510", "opening_1520", "opening_1530", "opening_1540", "opening_1550", "opening_1600", "opening_1700", "opening_1710", "opening_1900", "opening_2010", "opening_2020", "opening_2100", "opening_2300", "opening_2400", "opening_2900"])), name="balancesheet_return_kind_is_known"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="balancesheet_return_is_of_something"),
                    models.CheckConstraint(condition=models.Q(("people", None), ("people__gt", 0), _connector="OR"), name="balancesheet_return_is_given_by_somebody"),
                    models.CheckConstraint(condition=models.Q(models.Q(("checked_at", None), ("entry", None)), models.Q(("checked_at__isnull", False), ("entry__isnull", False)), _connector="OR"), name="balancesheet_checked_return_has_its_entry"),
                    models.CheckConstraint(condition=models.Q(models.Q(("file__isnull", True), ("file_row__isnull", True)), models.Q(("file__isnull", False), ("file_row__isnull", False)), _connector="OR"), name="balancesheet_return_file_and_file_row_come_together"),
                    models.UniqueConstraint(fields=("file", "file_row"), name="balancesheet_row_of_a_file_is_returned_once"),
                ],
                "ordering": ["-pk"],
                "permissions": [("enter_return", "Can enter returns, and correct those that wait"), ("check_return", "Can check, refuse and withdraw returns")],
                "default_permissions": ("view",),
            },
        ),
        migrations.RunSQL(DOCUMENTS, NO_DOCUMENTS),
        migrations.RunSQL(DECIDED, NOT_DECIDED),
        migrations.RunSQL(OWN_TABLES, migrations.RunSQL.noop),
        guards.KeptAsWritten("balancesheet_evidencepiece", what="A piece of a document"),
        audit.Watch("balancesheet_evidence"),
        audit.Watch("balancesheet_returnfile"),
        audit.Watch("balancesheet_return"),
        migrations.RunPython(make_group, migrations.RunPython.noop),
    ]
# fmt: on
