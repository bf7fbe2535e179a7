"""Those who answer for metrics: the officers of the working group enter figures, set targets and answer checks."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READ = ["metric", "definition", "batch", "observation", "review", "target", "baseline", "annotation", "check",
        "checkresult", "externalseries", "externalpoint"]  # fmt: skip
ADD = ["batch", "review", "target", "baseline", "annotation", "check", "checkresult"]
STEWARD = [
    "common.view_auditevent",
    *(f"metrics.view_{model}" for model in READ),
    *(f"metrics.add_{model}" for model in ADD),
    "metrics.change_annotation",
    "metrics.change_check",
]


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    for label in ("common", "metrics"):
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Metric steward")
    permissions = apps.get_model("auth.Permission").objects
    for label in STEWARD:
        app, codename = label.split(".")
        group.permissions.add(permissions.get(content_type__app_label=app, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0003_together"),
        ("common", "0003_desk_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
