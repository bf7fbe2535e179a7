"""Lays entries out in postings, and keeps the totals of each account and month, in the statement that brings them."""

from django.db import migrations

POSTINGS = """
CREATE FUNCTION balancesheet_after_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH laid_out AS (
        INSERT INTO balancesheet_posting (entry_id, line_no, ledger_id, dated, unit_id, debit_id, credit_id, amount)
        SELECT id, line_no, ledger_id, dated, line ->> 0, line ->> 1, line ->> 2, (line ->> 3)::bigint
        FROM new_rows CROSS JOIN LATERAL jsonb_array_elements(lines) WITH ORDINALITY given (line, line_no)
        RETURNING ledger_id, dated, debit_id, credit_id, amount
    )
    INSERT INTO balancesheet_monthtotal AS kept (ledger_id, account_id, month, debit, credit)
    SELECT ledger_id, account_id, dated - extract(day FROM dated)::int + 1, sum(side.debit), sum(side.credit)
    FROM laid_out CROSS JOIN LATERAL (
        VALUES (debit_id, amount, 0), (credit_id, 0, amount)
    ) side (account_id, debit, credit)
    -- In one order, so that two who post at once wait for each other instead of locking each other out.
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (ledger_id, account_id, month)
    DO UPDATE SET debit = kept.debit + excluded.debit, credit = kept.credit + excluded.credit;
    RETURN NULL;
END $$;
CREATE TRIGGER balancesheet_after_entries AFTER INSERT ON balancesheet_entry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_after_entries();

-- Sums change and keys never do: with room on the page, an update touches no index.
ALTER TABLE balancesheet_monthtotal SET (fillfactor = 70);
"""

NO_POSTINGS = """
ALTER TABLE balancesheet_monthtotal RESET (fillfactor);
DROP TRIGGER balancesheet_after_entries ON balancesheet_entry;
DROP FUNCTION balancesheet_after_entries;
"""

CHART = """
CREATE FUNCTION balancesheet_chart_of(starting smallint) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT version FROM balancesheet_chart WHERE first_year <= starting ORDER BY first_year DESC LIMIT 1
$$;

-- Asked when an account gets its first total of a month, and not of every posting.
CREATE FUNCTION balancesheet_after_new_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM balancesheet_chartline
        WHERE account_id = NEW.account_id AND chart_id = balancesheet_chart_of(balancesheet_year_of(NEW.month))
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_account_is_on_the_chart',
            format('account %s is not on the chart that holds for %s', NEW.account_id, NEW.month));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER balancesheet_after_new_total AFTER INSERT ON balancesheet_monthtotal
    FOR EACH ROW EXECUTE FUNCTION balancesheet_after_new_total();
"""

NO_CHART = """
DROP TRIGGER balancesheet_after_new_total ON balancesheet_monthtotal;
DROP FUNCTION balancesheet_after_new_total, balancesheet_chart_of;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0003_entries")]

    operations = [migrations.RunSQL(POSTINGS, NO_POSTINGS), migrations.RunSQL(CHART, NO_CHART)]
