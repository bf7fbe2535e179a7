"""Records every change of the charter's words and places. Outlines are large and come from files: left out."""

from django.db import migrations

from stevenage_cwb.common import audit

OUTLINES = ["outline"]


class Migration(migrations.Migration):
    dependencies = [("charter", "0001_initial"), ("common", "0002_history")]

    operations = [
        audit.Watch("charter_council"),
        audit.Watch("charter_chartersection", key="code"),
        audit.Watch("charter_benefit", key="code"),
        audit.Watch("charter_foundation", key="code"),
        audit.Watch("charter_pledgerkind", key="code"),
        audit.Watch("charter_exampleaction", key="code"),
        audit.Watch("charter_neighbourhood", key="code", left_out=OUTLINES),
        audit.Watch("charter_ward", key="code", left_out=OUTLINES),
        audit.Watch("charter_smallarea", key="code", left_out=OUTLINES),
        audit.Watch("charter_neighbourhoodward"),
        audit.Watch("charter_neighbourhoodsmallarea"),
    ]
