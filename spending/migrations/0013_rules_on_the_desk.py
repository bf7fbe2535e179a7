"""Data officers may rule what is local and what is left out, and take wrong names and numbers of suppliers away."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAY = ["add_tierrule", "add_scoperule", "change_scoperule", "delete_scoperule", "view_department"]
MAY += ["delete_suppliername", "delete_supplieridentifier"]


def let_data_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("spending")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Data officer")
    permissions = apps.get_model("auth.Permission").objects
    group.permissions.add(*permissions.filter(content_type__app_label="spending", codename__in=MAY))


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0012_payments_of_payees_suppliers_and_files"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="supplieridentifier",
            options={"default_permissions": ("add", "delete", "view"), "ordering": ["scheme", "value"]},
        ),
        migrations.AlterModelOptions(name="suppliername", options={"default_permissions": ("add", "delete", "view")}),
        migrations.RunPython(let_data_officers, migrations.RunPython.noop),
    ]
