"""The audit history's triggers, and the guards other apps use. Watches officers' accounts and groups."""

from django.conf import settings
from django.db import migrations

from stevenage_cwb.common import audit, guards


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(audit.FUNCTIONS, audit.NO_FUNCTIONS),
        migrations.RunSQL(guards.FUNCTIONS, guards.NO_FUNCTIONS),
        audit.Watch("auth_user", private=["password"], left_out=["last_login"]),
        audit.Watch("auth_group"),
        audit.Watch("auth_user_groups"),
        audit.Watch("auth_group_permissions"),
        audit.Watch("auth_user_user_permissions"),
    ]
