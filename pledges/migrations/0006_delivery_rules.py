"""The rules of reports that a check constraint cannot say, what follows from them on a pledge, and who may do what."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stevenage_cwb.common import audit

REPORTS = """
-- A report is of a published pledge, and counts what the pledge counts. The lock keeps two reports of one pledge, and
-- a report and a decision, from crossing.
CREATE FUNCTION pledges_before_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pledge pledges_pledge;
BEGIN
    SELECT * INTO pledge FROM pledges_pledge WHERE id = NEW.pledge_id FOR NO KEY UPDATE;
    IF pledge.state <> 'approved' THEN
        RAISE EXCEPTION 'what became of pledge % is reported while it is published', pledge.reference
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'pledges_reports_are_of_published_pledges';
    END IF;
    IF (NEW.quantity_hundredths IS NULL) <> (pledge.unit IS NULL) THEN
        RAISE EXCEPTION 'a report gives a quantity exactly where pledge % counts something', pledge.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_reports_count_what_the_pledge_counts';
    END IF;
    IF NEW.quantity_hundredths % 100 <> 0 AND pledge.unit NOT IN ('hours', 'pounds') THEN
        RAISE EXCEPTION 'only hours and pounds have parts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_only_hours_and_pounds_are_delivered_in_parts';
    END IF;
    IF NEW.delivered_on > (NEW.said_at AT TIME ZONE 'Europe/London')::date THEN
        RAISE EXCEPTION 'nothing is reported before it was done'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_reports_are_of_no_day_to_come';
    END IF;
    NEW.unit := pledge.unit;
    RETURN NEW;
END $$;
CREATE TRIGGER pledges_before_report BEFORE INSERT ON pledges_delivery
    FOR EACH ROW EXECUTE FUNCTION pledges_before_report();

-- What was said is never changed, and each check of it is written once. Of a verified report only that it is taken
-- back can still be written; of one that was taken back, nothing.
CREATE FUNCTION pledges_before_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := '{taken_back_by_id,taken_back_at,taken_back_why}';
BEGIN
    IF OLD.taken_back_at IS NOT NULL THEN
        may_change := '{}';
    ELSIF OLD.verified_at IS NULL THEN
        may_change := may_change || '{verified_by_id,verified_at}';
        IF OLD.evidenced_at IS NULL THEN
            may_change := may_change || '{grade,evidence,evidenced_by_id,evidenced_at}';
        END IF;
    END IF;
    IF to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'what was said or checked of a pledge is not changed: take the report back'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'pledges_reports_are_written_once';
    END IF;
    PERFORM 1 FROM pledges_pledge WHERE id = NEW.pledge_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM pledges_contact c JOIN auth_user u ON lower(u.email) = lower(c.email)
        WHERE c.pledge_id = NEW.pledge_id AND c.email <> ''
        AND (u.id = NEW.evidenced_by_id AND OLD.evidenced_by_id IS NULL
             OR u.id = NEW.verified_by_id AND OLD.verified_by_id IS NULL)
    ) THEN
        RAISE EXCEPTION 'an officer does not check their own pledge'
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'pledges_officers_do_not_check_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pledges_before_check BEFORE UPDATE ON pledges_delivery
    FOR EACH ROW EXECUTE FUNCTION pledges_before_check();

CREATE TRIGGER pledges_reports_are_kept BEFORE DELETE ON pledges_delivery
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A report of what became of a pledge');
CREATE TRIGGER pledges_reports_are_not_emptied BEFORE TRUNCATE ON pledges_delivery
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('A report of what became of a pledge');

-- A pledge shows its verified report; the one that waits, where none is verified; else that nothing was heard.
CREATE FUNCTION pledges_show_what_became() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pledges_pledge p
    SET delivery = d.stage, outcome = d.outcome, delivered_on = d.delivered_on,
        delivered_hundredths = d.quantity_hundredths, delivered_unit = d.unit
    FROM (
        SELECT DISTINCT ON (n.pledge_id) n.pledge_id, r.delivered_on, r.quantity_hundredths,
            coalesce(r.outcome, '') AS outcome, coalesce(r.unit, '') AS unit,
            CASE WHEN r.id IS NULL THEN 'none' WHEN r.verified_at IS NOT NULL THEN r.outcome
                 WHEN r.evidenced_at IS NOT NULL THEN 'evidenced' ELSE 'said' END AS stage
        FROM new_rows n LEFT JOIN pledges_delivery r ON r.pledge_id = n.pledge_id AND r.taken_back_at IS NULL
        ORDER BY n.pledge_id, r.verified_at
    ) d
    WHERE p.id = d.pledge_id
        AND (p.delivery, p.outcome, p.delivered_on, p.delivered_hundredths, p.delivered_unit)
            IS DISTINCT FROM (d.stage, d.outcome, d.delivered_on, d.quantity_hundredths, d.unit);
    RETURN NULL;
END $$;
CREATE TRIGGER pledges_show_what_is_said AFTER INSERT ON pledges_delivery
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pledges_show_what_became();
CREATE TRIGGER pledges_show_what_is_checked AFTER UPDATE ON pledges_delivery
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pledges_show_what_became();
"""

NO_REPORTS = """
DROP TRIGGER pledges_show_what_is_checked ON pledges_delivery;
DROP TRIGGER pledges_show_what_is_said ON pledges_delivery;
DROP FUNCTION pledges_show_what_became;
DROP TRIGGER pledges_reports_are_not_emptied ON pledges_delivery;
DROP TRIGGER pledges_reports_are_kept ON pledges_delivery;
DROP TRIGGER pledges_before_check ON pledges_delivery;
DROP FUNCTION pledges_before_check;
DROP TRIGGER pledges_before_report ON pledges_delivery;
DROP FUNCTION pledges_before_report;
"""

MAY = {
    "Viewer": ["view_delivery"],
    "Moderator": ["view_delivery", "add_delivery", "check_delivery"],
    "Lead officer": ["view_delivery", "add_delivery", "check_delivery", "take_back_delivery"],
}


def let_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("pledges")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label="pledges")
    for name, may in MAY.items():
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=may))


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0005_deliveries"),
        ("common", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(let_officers, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(REPORTS, NO_REPORTS),
        audit.Watch("pledges_delivery"),
    ]
