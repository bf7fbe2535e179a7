"""The first versions of what people agree to and of the reasons for refusing, from pledges/shipped/."""

import json
from datetime import date
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SHIPPED = Path(__file__).resolve().parent.parent / "shipped"


def add_first_versions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    wordings = json.loads((SHIPPED / "wordings.json").read_text(encoding="utf-8"))
    Wording = apps.get_model("pledges.Wording")
    Wording.objects.bulk_create(
        [Wording(**{**row, "valid_from": date.fromisoformat(row["valid_from"])}) for row in wordings]
    )
    reasons = json.loads((SHIPPED / "reasons.json").read_text(encoding="utf-8"))
    Reason = apps.get_model("pledges.Reason")
    Reason.objects.bulk_create(
        [
            Reason(**row, version=1, order=order, valid_from=date(2026, 11, 22))
            for order, row in enumerate(reasons, start=1)
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("pledges", "0003_groups")]

    operations = [migrations.RunPython(add_first_versions, migrations.RunPython.noop)]
