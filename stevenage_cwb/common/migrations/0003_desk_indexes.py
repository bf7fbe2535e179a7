"""What the officers' desk asks for: the changes of one officer, the e-mails that were given up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0002_history")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["actor", "id"],
                condition=models.Q(("actor__gt", "")),
                name="audit_by_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                fields=["given_up_at"],
                condition=models.Q(("given_up_at__isnull", False)),
                name="outbox_given_up",
            ),
        ),
    ]
