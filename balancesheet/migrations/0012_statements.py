"""Questions, voices, due dates, and the statements that were frozen."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from balancesheet.migrations._statement_rules import (
    NO_QUESTIONS,
    NO_STATEMENTS,
    NO_VOICES,
    OWN_TABLES,
    QUESTIONS,
    STATEMENTS,
    VOICES,
)
from stevenage_cwb.common import audit, guards

LEDGER_OFFICER = [
    "answer_question", "enter_voice", "check_voice", "add_duedate", "add_councilaccounts",
    *(f"view_{model}" for model in ("question", "answer", "voice", "duedate", "councilaccounts", "frozenstatement")),
]  # fmt: skip


def let_ledger_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("balancesheet")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label="balancesheet")
    group = apps.get_model("auth.Group").objects.get(name="Ledger officer")
    group.permissions.add(*permissions.filter(codename__in=LEDGER_OFFICER))


# Written by makemigrations, as wide as it is.
# fmt: off
class Migration(migrations.Migration):
    dependencies = [
        ("balancesheet", "0011_proxies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField()),
                ("words", models.CharField(max_length=1000)),
                ("email", models.EmailField(blank=True, help_text="For the answer. Never public, and taken out with the answer.", max_length=254)),
                ("form_token", models.UUIDField(help_text="A form that is sent twice asks once.", unique=True)),
                ("asked_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                ("account", models.ForeignKey(db_index=False, help_text="Whose line it is about. None: the whole statement.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="balancesheet.account")),
                ("ledger", models.ForeignKey(db_index=False, help_text="None: all.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="balancesheet.ledger")),
                ("published_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("refused_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [("answer_question", "Can publish, answer and refuse questions about lines")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=2000)),
                ("answered_at", models.DateTimeField()),
                ("answered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("entry", models.ForeignKey(db_index=False, help_text="What was corrected because of the question.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="balancesheet.entry")),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="balancesheet.question")),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField()),
                ("role", models.CharField(help_text="A role: never the name of a person.", max_length=120, verbose_name="who said it")),
                ("words", models.CharField(max_length=1500)),
                ("entered_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                ("checked_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("ledger", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="voices", to="balancesheet.ledger")),
                ("refused_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("replies_to", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="balancesheet.voice")),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [("enter_voice", "Can enter what was said about a neighbourhood’s year"), ("check_voice", "Can check what another officer entered, refuse it and take it down")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="CouncilAccounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField(verbose_name="financial year that starts in")),
                ("stage", models.CharField(choices=[("draft", "Draft accounts"), ("notice", "Notice that the audit is not finished"), ("audited", "Audited accounts")], max_length=7)),
                ("published_on", models.DateField()),
                ("address", models.URLField(help_text="It begins with https://", verbose_name="address on the council’s site")),
                ("added_at", models.DateTimeField(editable=False)),
                ("added_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "accounts published by the council",
                "verbose_name_plural": "accounts published by the council",
                "ordering": ["-pk"],
                "default_permissions": ("view", "add"),
                "constraints": [models.CheckConstraint(condition=models.Q(("stage__in", ["draft", "notice", "audited"])), name="balancesheet_councilaccounts_stage_is_known"), models.CheckConstraint(condition=models.Q(("published_on__year__gt", models.F("year_starting"))), name="balancesheet_accounts_are_published_after_their_year"), models.CheckConstraint(condition=models.Q(("address__startswith", "https://")), name="balancesheet_accounts_have_an_address")],
            },
        ),
        migrations.CreateModel(
            name="DueDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField(verbose_name="financial year that starts in")),
                ("draft_due", models.DateField(verbose_name="draft accounts due by")),
                ("draft_source", models.CharField(max_length=200, verbose_name="who says so")),
                ("audited_due", models.DateField(verbose_name="audited accounts due by")),
                ("audited_source", models.CharField(max_length=200, verbose_name="who says so of the audited accounts")),
                ("note", models.CharField(blank=True, help_text="How sure it is, or what it changes.", max_length=300)),
                ("added_at", models.DateTimeField(editable=False, null=True)),
                ("added_by", models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-year_starting", "-pk"],
                "default_permissions": ("view", "add"),
                "indexes": [models.Index(fields=["year_starting", "-id"], name="balancesheet_last_due_date")],
                "constraints": [models.CheckConstraint(condition=models.Q(("draft_source", ""), _negated=True), name="balancesheet_duedate_draft_source_is_filled"), models.CheckConstraint(condition=models.Q(("audited_source", ""), _negated=True), name="balancesheet_duedate_audited_source_is_filled"), models.CheckConstraint(condition=models.Q(("audited_due__gte", models.F("draft_due")), ("draft_due__year__gt", models.F("year_starting"))), name="balancesheet_accounts_are_due_after_their_year")],
            },
        ),
        migrations.CreateModel(
            name="FrozenStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField()),
                ("version", models.PositiveSmallIntegerField(help_text="From 1. The highest is the one that counts.")),
                ("note", models.CharField(blank=True, help_text="Why it supersedes the version before.", max_length=300)),
                ("document", models.TextField(help_text="JSON in UTF-8. See pages.frozen.")),
                ("digest", models.CharField(help_text="SHA-256 of the document.", max_length=64)),
                ("seals", models.JSONField(help_text="Of each ledger’s year, by the ledger’s code.")),
                ("steps", models.JSONField(help_text="What the guided list of the close said: its steps in words.")),
                ("signed_name", models.CharField(max_length=120)),
                ("signed_role", models.CharField(max_length=120)),
                ("frozen_at", models.DateTimeField()),
                ("frozen_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("ledger", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="balancesheet.ledger")),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "constraints": [models.CheckConstraint(condition=models.Q(("signed_name", ""), _negated=True), name="balancesheet_frozenstatement_signed_name_is_filled"), models.CheckConstraint(condition=models.Q(("signed_role", ""), _negated=True), name="balancesheet_frozenstatement_signed_role_is_filled"), models.UniqueConstraint(fields=("year_starting", "ledger", "version"), name="balancesheet_statement_version_is_frozen_once", nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(("note", ""), ("version", 1)), models.Q(("version__gt", 1), models.Q(("note", ""), _negated=True)), _connector="OR"), name="balancesheet_later_version_says_why")],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["year_starting", "ledger", "id"], name="balancesheet_questions_on"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("published_at__isnull", True), ("published_by__isnull", True)), models.Q(("published_at__isnull", False), ("published_by__isnull", False)), _connector="OR"), name="balancesheet_question_published_at_and_published_by_come_together"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("words", ""), _negated=True), ("refused_at__isnull", False), _connector="OR"), name="balancesheet_question_asks_something"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("refused_at", None), ("refused_by", None), ("refused_why", "")), models.Q(("refused_at__isnull", False), ("refused_by__isnull", False), models.Q(("refused_why", ""), _negated=True)), _connector="OR"), name="balancesheet_question_is_refused_for_a_reason"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="balancesheet_answer_words_is_filled"),
        ),
        migrations.AddIndex(
            model_name="voice",
            index=models.Index(fields=["year_starting", "ledger", "id"], name="balancesheet_voices_of"),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(condition=models.Q(("role", ""), _negated=True), name="balancesheet_voice_role_is_filled"),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="balancesheet_voice_words_is_filled"),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)), models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)), _connector="OR"), name="balancesheet_voice_checked_at_and_checked_by_come_together"),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(condition=models.Q(("checked_by", None), models.Q(("checked_by", models.F("entered_by")), _negated=True), _connector="OR"), name="balancesheet_voice_is_checked_by_another_person"),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("refused_at", None), ("refused_by", None), ("refused_why", "")), models.Q(("refused_at__isnull", False), ("refused_by__isnull", False), models.Q(("refused_why", ""), _negated=True)), _connector="OR"), name="balancesheet_voice_is_refused_for_a_reason"),
        ),
        migrations.RunSQL(QUESTIONS, NO_QUESTIONS),
        migrations.RunSQL(VOICES, NO_VOICES),
        migrations.RunSQL(STATEMENTS, NO_STATEMENTS),
        migrations.RunSQL(OWN_TABLES, migrations.RunSQL.noop),
        guards.KeptAsWritten("balancesheet_answer", what="An answer"),
        guards.KeptAsWritten("balancesheet_frozenstatement", what="A frozen statement"),
        guards.KeptAsWritten("balancesheet_duedate", what="A due date"),
        guards.KeptAsWritten("balancesheet_councilaccounts", what="What the council published"),
        audit.Watch("balancesheet_question", private=("words", "email")),
        audit.Watch("balancesheet_voice"),
        migrations.RunPython(let_ledger_officers, migrations.RunPython.noop),
    ]
# fmt: on
