"""Years begin open, close once and in their order, and get their seal from the database."""

from django.db import migrations

YEARS = """
-- Over a year's entries in the order of their digests, after the seal of the year before.
CREATE FUNCTION balancesheet_seal(ledger text, starting smallint, seal_before text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws(E'\\n', ledger, starting, coalesce(seal_before, ''), (
        SELECT string_agg(digest, E'\\n' ORDER BY digest COLLATE "C") FROM balancesheet_entry
        WHERE ledger_id = ledger AND dated >= make_date(starting, 4, 1) AND dated < make_date(starting + 1, 4, 1)
    )), 'UTF8')), 'hex')
$$;

CREATE FUNCTION balancesheet_before_year() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before balancesheet_year;
    decided text[] := '{closed_at,closed_by_id,seal}';
BEGIN
    IF TG_OP = 'INSERT' AND NEW.closed_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL
    OR to_jsonb(OLD) - decided <> to_jsonb(NEW) - decided THEN
        PERFORM balancesheet_refuse('balancesheet_a_year_is_only_closed',
            format('a year begins open and is closed once: %s %s', NEW.ledger_id, NEW.year_starting));
    END IF;
    -- An older snapshot would leave out of the seal what was posted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM balancesheet_refuse('balancesheet_a_close_sees_what_is_committed', 'close a year under READ COMMITTED');
    END IF;
    SELECT * INTO before FROM balancesheet_year WHERE ledger_id = NEW.ledger_id AND year_starting = NEW.year_before;
    IF FOUND AND before.closed_at IS NULL THEN
        PERFORM balancesheet_refuse('balancesheet_earlier_years_close_first',
            format('the year before %s is open: %s', NEW.year_starting, NEW.ledger_id));
    END IF;
    NEW.seal := balancesheet_seal(NEW.ledger_id, NEW.year_starting, before.seal);
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_before_year BEFORE INSERT OR UPDATE ON balancesheet_year
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_year();
"""

NO_YEARS = """
DROP TRIGGER balancesheet_before_year ON balancesheet_year;
DROP FUNCTION balancesheet_before_year, balancesheet_seal;
"""

CHARTS = """
-- A chart never reaches into a year that is closed: its lines keep the names and places that they had.
CREATE FUNCTION balancesheet_before_chart_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM balancesheet_year JOIN balancesheet_chart ON first_year <= year_starting
        WHERE closed_at IS NOT NULL AND version = NEW.chart_id
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_chart_reaches_no_closed_year',
            format('chart %s holds for a year that is closed', NEW.chart_id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_before_chart_line BEFORE INSERT ON balancesheet_chartline
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_chart_line();
"""

NO_CHARTS = """
DROP TRIGGER balancesheet_before_chart_line ON balancesheet_chartline;
DROP FUNCTION balancesheet_before_chart_line;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0004_postings")]

    operations = [migrations.RunSQL(YEARS, NO_YEARS), migrations.RunSQL(CHARTS, NO_CHARTS)]
