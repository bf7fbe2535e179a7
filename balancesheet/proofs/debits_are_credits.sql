-- Of each ledger, unit and year: what was debited was credited.
SELECT ledger_id, unit_id, balancesheet_year_of(month) AS year_starting, sum(debit) AS debits, sum(credit) AS credits
FROM balancesheet_monthtotal JOIN balancesheet_account ON code = account_id
GROUP BY 1, 2, 3
HAVING sum(debit) <> sum(credit)
