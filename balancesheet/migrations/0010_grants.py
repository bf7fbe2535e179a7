"""Grants, and what was taken from records of the portal."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stevenage_cwb.common import audit, guards

LEDGER_OFFICER = ["import_grants", "pull_sources", "view_grant", "view_grantfile", "view_pull"]

# A version supersedes one of the same grant.
VERSIONS = """
ALTER TABLE balancesheet_grant ADD CONSTRAINT balancesheet_grant_supersedes_a_version_of_its_own
    FOREIGN KEY (supersedes_id, identifier) REFERENCES balancesheet_grant (id, identifier);
"""

NO_VERSIONS = "ALTER TABLE balancesheet_grant DROP CONSTRAINT balancesheet_grant_supersedes_a_version_of_its_own;"


def let_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("balancesheet")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Ledger officer")
    permissions = apps.get_model("auth.Permission").objects
    group.permissions.add(*permissions.filter(content_type__app_label="balancesheet", codename__in=LEDGER_OFFICER))


# Written by makemigrations, as wide as it is.
# fmt: off
class Migration(migrations.Migration):
    dependencies = [
        ("balancesheet", "0009_returns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GrantFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('digest', models.CharField(help_text='SHA-256 of the file as it came.', max_length=64, unique=True)),
                ('rows', models.PositiveIntegerField()),
                ('imported_at', models.DateTimeField()),
                ('imported_by', models.ForeignKey(db_index=False, help_text='Nobody, where it was imported on the command line.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'permissions': [('import_grants', 'Can import files of grants')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_no', models.PositiveIntegerField(help_text='As a spreadsheet counts the rows of the file: titles are row 1.')),
                ('identifier', models.CharField(help_text="The funder's, for ever: 360G-stevenage-2026-0001.", max_length=180)),
                ('title', models.CharField(max_length=200)),
                ('description', models.TextField()),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('amount_pence', models.BigIntegerField(help_text='Nothing, where the award was taken back.')),
                ('award_date', models.DateField()),
                ('recipient_id', models.CharField(max_length=120)),
                ('recipient_name', models.CharField(max_length=200)),
                ('location_name', models.CharField(blank=True, help_text='Where those live whom it is for.', max_length=120)),
                ('location_code', models.CharField(blank=True, max_length=20)),
                ('location_code_type', models.CharField(blank=True, max_length=10)),
                ('funder_id', models.CharField(max_length=120)),
                ('funder_name', models.CharField(max_length=200)),
                ('is_councils', models.BooleanField(help_text='The council was the funder, by the name it had then.')),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='balancesheet.ledger')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='balancesheet.grant')),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='balancesheet.grantfile')),
            ],
            options={
                'ordering': ['identifier', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Pull',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='As entries name it.', max_length=51)),
                ('pulled_at', models.DateTimeField()),
                ('posted', models.PositiveIntegerField()),
                ('reversed', models.PositiveIntegerField()),
                ('unchanged', models.PositiveIntegerField()),
                ('left_out', models.JSONField(help_text='How many records move no figure, by reason.')),
                ('upstream', models.CharField(help_text='The financial year, and how often what was read had been written until then.', max_length=40)),
                ('pulled_by', models.ForeignKey(db_index=False, help_text='Nobody, where the worker or the command line did it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'permissions': [('pull_sources', "Can take what is new in the portal's records into the ledgers")],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddConstraint(
            model_name='grantfile',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='balancesheet_grantfile_name_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('identifier', ''), _negated=True), name='balancesheet_grant_identifier_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='balancesheet_grant_title_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='balancesheet_grant_description_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('recipient_id', ''), _negated=True), name='balancesheet_grant_recipient_id_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('recipient_name', ''), _negated=True), name='balancesheet_grant_recipient_name_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('funder_id', ''), _negated=True), name='balancesheet_grant_funder_id_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('funder_name', ''), _negated=True), name='balancesheet_grant_funder_name_is_filled'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('currency', 'GBP')), name='balancesheet_grant_is_in_pounds'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('amount_pence__gte', 0), ('amount_pence__lte', 999999999999999)), name='balancesheet_grant_amount_is_no_less_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient_name__iregex', '^\\s*(mr|mrs|ms|miss|mx|master)\\.?\\s'), _negated=True), ('recipient_id__startswith', 'GB-'), _connector='OR'), name='balancesheet_grant_goes_to_no_person'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('identifier',), name='balancesheet_grant_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('id', 'identifier'), name='balancesheet_grant_version_is_of_its_grant'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('file', 'row_no'), name='balancesheet_grant_has_its_own_row'),
        ),
        migrations.AddIndex(
            model_name='pull',
            index=models.Index(models.F('source'), models.OrderBy(models.F('id'), descending=True), name='balancesheet_last_pull'),
        ),
        migrations.AddConstraint(
            model_name='pull',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='balancesheet_pull_source_is_filled'),
        ),
        migrations.RunSQL(VERSIONS, NO_VERSIONS),
        migrations.RunPython(let_officers, migrations.RunPython.noop),
        guards.KeptAsWritten("balancesheet_grantfile", what="A file of grants"),
        guards.KeptAsWritten("balancesheet_grant", what="A version of a grant"),
        guards.KeptAsWritten("balancesheet_pull", what="A round over the sources"),
        audit.Watch("balancesheet_grantfile"),
    ]
