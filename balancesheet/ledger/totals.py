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
    ALTER TABLE balancesheet_monthtotal ENABLE TRIGGER USER;
"""


def rebuild_totals() -> None:
    """Make the totals of all accounts and months anew, from the postings."""
    with transaction.atomic(), connection.cursor() as cursor:
        lift_limits()
        cursor.execute(REBUILD)
