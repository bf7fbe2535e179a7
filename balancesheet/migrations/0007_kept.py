"""What is only added to, what only the database writes, and whose changes go into the history."""

from django.db import migrations

from stevenage_cwb.common import audit, guards

YEARS = """
CREATE TRIGGER balancesheet_year_is_kept BEFORE DELETE ON balancesheet_year
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A year');
CREATE TRIGGER balancesheet_year_is_not_emptied BEFORE TRUNCATE ON balancesheet_year
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('A year');
"""

NO_YEARS = """
DROP TRIGGER balancesheet_year_is_not_emptied ON balancesheet_year;
DROP TRIGGER balancesheet_year_is_kept ON balancesheet_year;
"""

MADE = """
-- Postings and totals are made of entries: nobody writes them but the trigger there.
CREATE FUNCTION balancesheet_made_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        PERFORM balancesheet_refuse(TG_NAME, 'postings and totals are made of entries, by the database alone');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER balancesheet_posting_is_made_of_an_entry BEFORE INSERT ON balancesheet_posting
    FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_made_of_entries();
CREATE TRIGGER balancesheet_total_is_made_of_entries BEFORE INSERT OR UPDATE OR DELETE ON balancesheet_monthtotal
    FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_made_of_entries();
CREATE TRIGGER balancesheet_total_is_not_emptied BEFORE TRUNCATE ON balancesheet_monthtotal
    FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_made_of_entries();
"""

NOT_MADE = """
DROP TRIGGER balancesheet_total_is_not_emptied ON balancesheet_monthtotal;
DROP TRIGGER balancesheet_total_is_made_of_entries ON balancesheet_monthtotal;
DROP TRIGGER balancesheet_posting_is_made_of_an_entry ON balancesheet_posting;
DROP FUNCTION balancesheet_made_of_entries;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0006_post"), ("common", "0002_history")]

    operations = [
        migrations.RunSQL(YEARS, NO_YEARS),
        migrations.RunSQL(MADE, NOT_MADE),
        guards.KeptAsWritten("balancesheet_entry", what="An entry"),
        guards.KeptAsWritten("balancesheet_posting", what="A posting"),
        guards.KeptAsWritten("balancesheet_event", what="A happening"),
        guards.KeptAsWritten("balancesheet_ledger", what="A ledger"),
        guards.KeptAsWritten("balancesheet_unit", what="A unit"),
        guards.KeptAsWritten("balancesheet_account", what="An account"),
        guards.KeptAsWritten("balancesheet_chart", what="A version of the chart"),
        guards.KeptAsWritten("balancesheet_chartline", what="A line of the chart"),
        audit.Watch("balancesheet_ledger", key="code"),
        audit.Watch("balancesheet_unit", key="code"),
        audit.Watch("balancesheet_account", key="code"),
        audit.Watch("balancesheet_chart", key="version"),
        audit.Watch("balancesheet_chartline"),
        audit.Watch("balancesheet_year"),
    ]
