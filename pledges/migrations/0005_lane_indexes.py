"""The officers' lanes: one index for each lane of several states, and an organisation's pledges by their age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pledges", "0004_first_wordings")]

    operations = [
        migrations.RemoveIndex(model_name="pledge", name="lane_newest_decision_first"),
        migrations.RemoveIndex(model_name="pledge", name="pledges_of_the_same_name"),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                fields=["submitted_at", "id"],
                condition=models.Q(("state__in", ["unconfirmed", "changes"])),
                name="lane_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                fields=["-decided_at", "-id"],
                condition=models.Q(("state__in", ["approved", "refused", "expired"])),
                name="lane_decided",
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                fields=["public_name", "-submitted_at", "-id"],
                condition=models.Q(("name_shown", "organisation")),
                name="pledges_of_an_organisation",
            ),
        ),
    ]
