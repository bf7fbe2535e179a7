"""Lead officers may add and change what stands on the wheel; everybody on the desk may read it.

Here, where the groups are made, like the permissions for the charter's other words.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READ = ["view_activity"]
EDIT = ["view_activity", "add_activity", "change_activity"]
MAY = {"Viewer": READ, "Moderator": READ, "Lead officer": EDIT}


def let_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("charter")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label="charter")
    for name, may in MAY.items():
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=may))


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0007_outturns"),
        ("charter", "0003_activities"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(let_officers, migrations.RunPython.noop)]
