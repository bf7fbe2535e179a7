"""Making the kept totals anew, in a database that is damaged or that somebody has tampered with."""

from django.db import connection, transaction

from balancesheet.ledger.limits import lift_limits

REBUILD = """
    -- Nobody posts meanwhile, and only who owns the table can do this.
    LOCK TABLE balancesheet_entry IN SHARE ROW EXCLUSIVE MODE;
    ALTER TABLE balancesheet_monthtotal DISABLE TRIGGER USER;
    DELETE FROM balancesheet_monthtotal;
    INSERT INTO balancesheet_monthtotal (ledger_id, account_id, month, debit, credit)
    SELECT ledger_id, account_id, dated - extract(day FROM dated)::int + 1, sum(side.debit), sum(side.credit)
    FROM balancesheet_posting CROSS JOIN LATERAL (
        VALUES (debit_id, amount, 0), (credit_id, 0, amount)
    ) side (account_id, debit, credit)
    GROUP BY 1, 2, 3;
    ALTER TABLE balancesheet_monthtotal
        ENABLE ALWAYS TRIGGER balancesheet_total_is_made_of_entries,
        ENABLE ALWAYS TRIGGER balancesheet_total_is_not_emptied,
        ENABLE ALWAYS TRIGGER balancesheet_after_new_total;
    ALTER TABLE balancesheet_yeartotal DISABLE TRIGGER USER;
    DELETE FROM balancesheet_yeartotal;
    INSERT INTO balancesheet_yeartotal
        (ledger_id, account_id, unit_id, year_starting, about, grade, debit, credit, debits, credits)
    SELECT posting.ledger_id, account_id, unit_id, year_starting,
           balancesheet_about(year_starting, restates, debit_id, credit_id), grade,
           sum(side.debit), sum(side.credit), sum(side.debits), sum(side.credits)
    FROM balancesheet_posting posting JOIN balancesheet_entry entry ON entry.id = entry_id CROSS JOIN LATERAL (
        VALUES (debit_id, amount, 0, 1, 0), (credit_id, 0, amount, 0, 1)
    ) side (account_id, debit, credit, debits, credits)
    GROUP BY 1, 2, 3, 4, 5, 6;
    ALTER TABLE balancesheet_yeartotal
        ENABLE ALWAYS TRIGGER balancesheet_year_total_is_made_of_entries,
        ENABLE ALWAYS TRIGGER balancesheet_year_total_is_not_emptied;
"""


def rebuild_totals() -> None:
    """Make the totals of all accounts, by month and by year, anew, from the postings."""
    with transaction.atomic(), connection.cursor() as cursor:
        lift_limits()
        cursor.execute(REBUILD)
