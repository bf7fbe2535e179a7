"""Who may import: the group of data officers. `docs/operations.md` has the table.

The group of a database that has it already keeps its members.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPS = ("common", "spending")

READ = ["view_body", "view_savedlayout", "view_sourcefile", "view_payment", "view_quarantinedrow", "view_importnote"]
DATA_OFFICER = ["common.view_auditevent", "spending.import_spending", *(f"spending.{codename}" for codename in READ)]


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Data officer")
    permissions = apps.get_model("auth.Permission").objects
    for label in DATA_OFFICER:
        app, codename = label.split(".")
        group.permissions.add(permissions.get(content_type__app_label=app, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0002_rules"),
        ("common", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
