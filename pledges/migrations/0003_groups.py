"""Who may do what: moderator, lead officer and viewer. `docs/operations.md` has the table.

The groups of a database that has them already keep their members.
"""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPS = ("auth", "charter", "common", "pledges")

VIEWER = [
    "pledges.view_pledge",
    "pledges.view_decision",
    "pledges.view_reason",
    "pledges.view_wording",
    "common.view_auditevent",
    "charter.view_council",
    "charter.view_chartersection",
    "charter.view_benefit",
    "charter.view_foundation",
    "charter.view_exampleaction",
    "charter.view_pledgerkind",
    "charter.view_neighbourhood",
    "charter.view_neighbourhoodward",
    "charter.view_neighbourhoodsmallarea",
    "charter.view_ward",
    "charter.view_smallarea",
]
MODERATOR = [
    *VIEWER,
    "pledges.add_pledge",
    "pledges.decide_pledge",
    "pledges.see_contact",
    "pledges.view_contactviewing",
]
LEAD = [
    *MODERATOR,
    "pledges.reopen_pledge",
    "pledges.add_reason",
    "pledges.add_wording",
    "common.view_outboxmessage",
    "auth.view_user",
    "charter.change_council",
    *(
        f"charter.{act}_{model}"
        for model in (
            "chartersection",
            "benefit",
            "foundation",
            "exampleaction",
            "pledgerkind",
            "neighbourhood",
            "neighbourhoodward",
            "neighbourhoodsmallarea",
            "ward",
            "smallarea",
        )
        for act in ("add", "change")
    ),
]
GROUPS = {"Viewer": VIEWER, "Moderator": MODERATOR, "Lead officer": LEAD}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    for name, permissions in GROUPS.items():
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=name)
        group.permissions.set([permission(apps, label) for label in permissions])


def permission(apps: Apps, label: str) -> Any:
    app, codename = label.split(".")
    return apps.get_model("auth.Permission").objects.get(content_type__app_label=app, codename=codename)


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0002_rules"),
        ("charter", "0002_history"),
        ("common", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
