-- The totals kept of each account and month are the totals counted.
WITH counted AS (
    SELECT ledger_id, account_id, dated - extract(day FROM dated)::int + 1 AS month,
           sum(side.debit) AS debit, sum(side.credit) AS credit
    FROM balancesheet_posting CROSS JOIN LATERAL (
        VALUES (debit_id, amount, 0), (credit_id, 0, amount)
    ) side (account_id, debit, credit)
    GROUP BY 1, 2, 3
)
SELECT ledger_id, account_id, month, kept.debit AS kept_debit, counted.debit, kept.credit AS kept_credit, counted.credit
FROM balancesheet_monthtotal kept FULL JOIN counted USING (ledger_id, account_id, month)
WHERE (kept.debit, kept.credit) IS DISTINCT FROM (counted.debit, counted.credit)
