"""What the database keeps of suppliers and decisions, the first rule of what is local, and who may decide."""

from datetime import date

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stevenage_cwb.common import audit, guards

DECISIONS = """
CREATE TRIGGER spending_decision_is_only_undone BEFORE UPDATE ON spending_decision FOR EACH ROW
    WHEN (OLD.undone_at IS NULL)
    EXECUTE FUNCTION spending_only_decided('undone_at', 'undone_by_id');
CREATE TRIGGER spending_undone_decision_is_kept BEFORE UPDATE ON spending_decision FOR EACH ROW
    WHEN (OLD.undone_at IS NOT NULL) EXECUTE FUNCTION kept_as_written('An undone decision');
CREATE TRIGGER spending_decision_is_kept BEFORE DELETE ON spending_decision
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A decision');
"""

NO_DECISIONS = """
DROP TRIGGER spending_decision_is_kept ON spending_decision;
DROP TRIGGER spending_undone_decision_is_kept ON spending_decision;
DROP TRIGGER spending_decision_is_only_undone ON spending_decision;
"""

# ONS codes. Stevenage's old code stands in data from before 2013. The bordering areas are those of the 2026 Order on
# below-threshold contracts as proposed for Stevenage: Essex, Cambridgeshire, the Bedfordshire unitaries,
# Buckinghamshire, Barnet, Enfield, Harrow, Hillingdon.
FIRST_RULE = {
    "version": 1,
    "valid_from": date(2000, 4, 1),
    "borough_codes": ["E07000243", "E07000101"],
    "county_codes": ["E10000015"],
    "bordering_codes": [
        *("E10000012", "E10000003", "E06000055", "E06000056", "E06000032", "E06000060", "E10000002"),
        *("E09000003", "E09000010", "E09000015", "E09000017"),
    ],
    "region_codes": ["E12000006"],
    "bases": ["trading", "ordering", "remittance", "registered", "declared"],
    "why": "The first rule, proposed: to be agreed by the CWB Group.",
}

MAY = ["spending.match_suppliers", "spending.add_supplier", "spending.change_supplier", "spending.view_supplier"]
MAY += ["spending.add_suppliersite", "spending.change_suppliersite", "spending.view_suppliersite"]
MAY += ["spending.add_suppliername", "spending.view_suppliername"]
MAY += ["spending.add_supplieridentifier", "spending.view_supplieridentifier", "spending.change_category"]
MAY += [
    f"spending.view_{model}"
    for model in (
        "payee",
        "decision",
        "referencefile",
        "registerentry",
        "tierrule",
        "scoperule",
        "category",
        "postcode",
    )
]


def write_first_rule(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("spending.TierRule").objects.get_or_create(version=1, defaults=FIRST_RULE)


def let_data_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("spending")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Data officer")
    permissions = apps.get_model("auth.Permission").objects
    for label in MAY:
        app, codename = label.split(".")
        group.permissions.add(permissions.get(content_type__app_label=app, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0004_suppliers_and_places"),
        ("common", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(write_first_rule, migrations.RunPython.noop),
        migrations.RunPython(let_data_officers, migrations.RunPython.noop),
        # Rows written above leave events that wait for the commit; a table they wait on cannot be changed.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(DECISIONS, NO_DECISIONS),
        guards.KeptAsWritten("spending_tierrule", what="A rule of what is local"),
        audit.Watch("spending_category"),
        audit.Watch("spending_decision"),
        audit.Watch("spending_payee"),
        audit.Watch("spending_referencefile"),
        audit.Watch("spending_scoperule"),
        audit.Watch("spending_supplier"),
        audit.Watch("spending_supplieridentifier"),
        audit.Watch("spending_suppliername"),
        audit.Watch("spending_suppliersite"),
        audit.Watch("spending_tierrule"),
    ]
