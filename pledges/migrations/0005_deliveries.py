"""What became of a pledge: said, evidenced, verified."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pledges", "0004_first_wordings")]

    operations = []
