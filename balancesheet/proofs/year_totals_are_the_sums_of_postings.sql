-- The totals kept of each account, year and grade, by the year that they are about, are the totals counted.
WITH counted AS (
    SELECT posting.ledger_id, account_id, unit_id, year_starting,
           balancesheet_about(year_starting, restates, debit_id, credit_id) AS about, grade,
           sum(side.debit) AS debit, sum(side.credit) AS credit,
           sum(side.debits) AS debits, sum(side.credits) AS credits
    FROM balancesheet_posting posting JOIN balancesheet_entry entry ON entry.id = entry_id CROSS JOIN LATERAL (
        VALUES (debit_id, amount, 0, 1, 0), (credit_id, 0, amount, 0, 1)
    ) side (account_id, debit, credit, debits, credits)
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT ledger_id, account_id, unit_id, year_starting, about, grade,
       kept.debit AS kept_debit, counted.debit, kept.credit AS kept_credit, counted.credit
FROM balancesheet_yeartotal kept FULL JOIN counted USING (ledger_id, account_id, unit_id, year_starting, about, grade)
WHERE (kept.debit, kept.credit, kept.debits, kept.credits)
    IS DISTINCT FROM (counted.debit, counted.credit, counted.debits, counted.credits)
