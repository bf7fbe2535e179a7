-- No posting moves an amount of one unit to or from an account of another.
SELECT entry_id, line_no, posting.unit_id, debit_id, credit_id
FROM balancesheet_posting posting
LEFT JOIN balancesheet_account debit ON debit.code = debit_id
LEFT JOIN balancesheet_account credit ON credit.code = credit_id
WHERE posting.unit_id IS DISTINCT FROM debit.unit_id OR posting.unit_id IS DISTINCT FROM credit.unit_id
