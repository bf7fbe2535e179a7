-- What is due to one ledger is owed by another: in each unit and year, over all of them, nothing is left.
SELECT unit_id, balancesheet_year_of(month) AS year_starting, sum(debit - credit) AS left_over
FROM balancesheet_monthtotal JOIN balancesheet_account ON code = account_id
WHERE role = 'between'
GROUP BY 1, 2
HAVING sum(debit - credit) <> 0
