"""What the database keeps of surveys, whoever writes, and who may run them."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stevenage_cwb.common import audit, guards

RULES = """
CREATE TRIGGER spending_survey_is_only_decided BEFORE UPDATE ON spending_survey FOR EACH ROW
    EXECUTE FUNCTION spending_only_decided(
        'opened_at', 'opened_by_id', 'closed_at', 'closed_by_id', 'published_at', 'published_by_id', 'rates_id');
CREATE TRIGGER spending_survey_is_kept BEFORE DELETE ON spending_survey
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A survey');

CREATE TRIGGER spending_asked_supplier_is_only_written_to BEFORE UPDATE ON spending_surveyedsupplier FOR EACH ROW
    EXECUTE FUNCTION spending_only_decided('email', 'link_number', 'asked_at', 'reminded_at');

-- Whom a survey goes to is settled when it opens: leaving out who did not answer would make the rate of answers up.
CREATE FUNCTION spending_only_in_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM spending_survey WHERE id = coalesce(NEW.survey_id, OLD.survey_id) AND opened_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'whom an opened survey asks is never changed'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER spending_only_a_draft_changes_whom_it_asks BEFORE INSERT OR DELETE ON spending_surveyedsupplier
    FOR EACH ROW EXECUTE FUNCTION spending_only_in_a_draft();

-- Closing waits for answers that are being stored, and none is stored afterwards.
CREATE FUNCTION spending_reply_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM spending_surveyedsupplier asked JOIN spending_survey survey ON survey.id = asked.survey_id
        WHERE asked.id = NEW.asked_id AND survey.opened_at IS NOT NULL AND survey.closed_at IS NULL
            AND NEW.staff_pence + NEW.suppliers_pence <= asked.contract_pence
        FOR SHARE OF survey;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an answer belongs to an open survey, and is of no more than was paid'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER spending_reply_fits_its_survey BEFORE INSERT ON spending_surveyreply
    FOR EACH ROW EXECUTE FUNCTION spending_reply_fits();
"""

NO_RULES = """
DROP TRIGGER spending_reply_fits_its_survey ON spending_surveyreply;
DROP FUNCTION spending_reply_fits;
DROP TRIGGER spending_only_a_draft_changes_whom_it_asks ON spending_surveyedsupplier;
DROP FUNCTION spending_only_in_a_draft;
DROP TRIGGER spending_asked_supplier_is_only_written_to ON spending_surveyedsupplier;
DROP TRIGGER spending_survey_is_kept ON spending_survey;
DROP TRIGGER spending_survey_is_only_decided ON spending_survey;
"""

MAY = ["run_surveys", "view_survey", "view_surveyedsupplier", "view_surveyreply"]
MAY += ["add_thirdroundrates", "view_thirdroundrates"]


def let_data_officers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; here they are needed before.
    config = apps.get_app_config("spending")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name="Data officer")
    permissions = apps.get_model("auth.Permission").objects
    group.permissions.add(*permissions.filter(content_type__app_label="spending", codename__in=MAY))


class Migration(migrations.Migration):
    dependencies = [
        ("spending", "0010_surveys"),
        ("common", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(let_data_officers, migrations.RunPython.noop),
        # Rows written above leave events that wait for the commit; a table they wait on cannot be changed.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(RULES, NO_RULES),
        guards.KeptAsWritten("spending_surveyreply", what="An answer to a survey"),
        guards.KeptAsWritten("spending_thirdroundrates", what="An assumption"),
        audit.Watch("spending_survey"),
        audit.Watch("spending_surveyedsupplier", private=["email"]),
        audit.Watch("spending_thirdroundrates"),
    ]
