"""Triggers read and write the tables that we made, whoever calls them, and what only they write nobody else need be let."""

from django.db import migrations

# Without this, a session could put a temporary table of the same name before ours: a year that is always open.
OWN_TABLES = """
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'balancesheet_before_entry', 'balancesheet_after_entries', 'balancesheet_after_new_total',
        'balancesheet_before_year', 'balancesheet_before_chart_line', 'balancesheet_post'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
    -- Whoever may add entries need have no right to write postings and totals: see docs/operations.md.
    ALTER FUNCTION balancesheet_after_entries SECURITY DEFINER;
END $$;
"""

ANY_TABLES = """
ALTER FUNCTION balancesheet_after_entries SECURITY INVOKER;
ALTER FUNCTION balancesheet_before_entry RESET search_path;
ALTER FUNCTION balancesheet_after_entries RESET search_path;
ALTER FUNCTION balancesheet_after_new_total RESET search_path;
ALTER FUNCTION balancesheet_before_year RESET search_path;
ALTER FUNCTION balancesheet_before_chart_line RESET search_path;
ALTER FUNCTION balancesheet_post RESET search_path;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0007_kept")]

    operations = [migrations.RunSQL(OWN_TABLES, ANY_TABLES)]
