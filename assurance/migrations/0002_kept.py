"""What is kept as it was written, who may not record a verdict, and who may do what."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stevenage_cwb.common import audit, guards

VERDICTS = """
CREATE FUNCTION assurance_before_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.recorded_by_id = (SELECT f.submitted_by_id FROM assurance_finding f WHERE f.id = NEW.finding_id) THEN
        RAISE EXCEPTION 'Whoever submitted a finding does not record the verdict on it'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assurance_nobody_validates_their_own BEFORE INSERT ON assurance_verdict
    FOR EACH ROW EXECUTE FUNCTION assurance_before_verdict();
"""

NO_VERDICTS = """
DROP TRIGGER assurance_nobody_validates_their_own ON assurance_verdict;
DROP FUNCTION assurance_before_verdict;
"""

# Minutes come out after a meeting: their address may be written later.
MEETINGS = """
CREATE FUNCTION assurance_before_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.held_on, OLD.members, OLD.interests) IS DISTINCT FROM (NEW.held_on, NEW.members, NEW.interests)
       AND EXISTS (SELECT FROM assurance_verdict v WHERE v.meeting_id = OLD.id) THEN
        RAISE EXCEPTION 'A verdict rests on this meeting: only the address of its minutes can change'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assurance_a_meeting_stays_as_it_was BEFORE UPDATE ON assurance_meeting
    FOR EACH ROW EXECUTE FUNCTION assurance_before_meeting();
"""

NO_MEETINGS = """
DROP TRIGGER assurance_a_meeting_stays_as_it_was ON assurance_meeting;
DROP FUNCTION assurance_before_meeting;
"""

READ = ["view_finding", "view_meeting", "view_verdict"]
MAY = {
    "CWB Group": [*READ, "add_meeting", "change_meeting", "add_verdict"],
    "Metric steward": [*READ, "add_finding"],
}


def let_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("assurance")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label="assurance")
    for name, may in MAY.items():
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=may))


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0001_initial"),
        ("common", "0003_desk_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(VERDICTS, NO_VERDICTS),
        migrations.RunSQL(MEETINGS, NO_MEETINGS),
        guards.KeptAsWritten("assurance_finding", what="A finding"),
        guards.KeptAsWritten("assurance_verdict", what="A verdict"),
        audit.Watch("assurance_meeting"),
        migrations.RunPython(let_officers, migrations.RunPython.noop),
    ]
