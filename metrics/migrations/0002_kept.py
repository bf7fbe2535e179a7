"""What is only added to, what stays as it is once a figure rests on it, and whose changes go into the history."""

from django.db import migrations

from stevenage_cwb.common import audit, guards

DEFINITIONS = """
CREATE FUNCTION metrics_before_definition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM metrics_observation o WHERE o.definition_id = OLD.id) THEN
        RAISE EXCEPTION 'Figures rest on version % of %: a wording that changes is a new version', OLD.version, OLD.metric_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER metrics_definition_is_kept_once_used BEFORE UPDATE OR DELETE ON metrics_definition
    FOR EACH ROW EXECUTE FUNCTION metrics_before_definition();
CREATE TRIGGER metrics_definition_is_not_emptied BEFORE TRUNCATE ON metrics_definition
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('A definition');
"""

NO_DEFINITIONS = """
DROP TRIGGER metrics_definition_is_not_emptied ON metrics_definition;
DROP TRIGGER metrics_definition_is_kept_once_used ON metrics_definition;
DROP FUNCTION metrics_before_definition;
"""

# A figure stands under the definition of its year, and a ratio under both its parts.
OBSERVATIONS = """
CREATE FUNCTION metrics_before_observation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meant metrics_definition%ROWTYPE;
    year smallint := extract(year FROM NEW.starts_on) - (extract(month FROM NEW.starts_on) < 4)::int;
BEGIN
    SELECT * INTO meant FROM metrics_definition WHERE id = NEW.definition_id;
    IF NEW.definition_id IS DISTINCT FROM (
        SELECT d.id FROM metrics_definition d WHERE d.metric_id = meant.metric_id AND d.first_year <= year
        ORDER BY d.first_year DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'Version % of % does not hold in the financial year that starts in %',
            meant.version, meant.metric_id, year
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'metrics_a_figure_is_of_the_definition_that_holds';
    END IF;
    IF NEW.numerator IS NOT NULL AND (meant.kind = 'ratio') <> (NEW.denominator IS NOT NULL) THEN
        RAISE EXCEPTION 'A ratio has a numerator and a denominator, and nothing else has: %', meant.metric_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'metrics_a_figure_has_the_parts_of_its_kind';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER metrics_observation_fits_its_definition BEFORE INSERT ON metrics_observation
    FOR EACH ROW EXECUTE FUNCTION metrics_before_observation();
"""

NO_OBSERVATIONS = """
DROP TRIGGER metrics_observation_fits_its_definition ON metrics_observation;
DROP FUNCTION metrics_before_observation;
"""

KEPT = {
    "batch": "A batch of figures",
    "observation": "A figure",
    "target": "A target",
    "baseline": "A baseline",
    "checkresult": "What a check found",
    "externalseries": "What another place published",
    "externalpoint": "What another place published",
}
WATCHED = {"metric": "code", "check": "code"} | dict.fromkeys(
    ("definition", "target", "baseline", "checkresult", "annotation", "externalseries", "externalpoint"), "id"
)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial"), ("common", "0003_desk_indexes")]

    operations = [
        migrations.RunSQL(DEFINITIONS, NO_DEFINITIONS),
        migrations.RunSQL(OBSERVATIONS, NO_OBSERVATIONS),
        *(guards.KeptAsWritten(f"metrics_{table}", what=what) for table, what in KEPT.items()),
        *(audit.Watch(f"metrics_{table}", key=key) for table, key in WATCHED.items()),
    ]
