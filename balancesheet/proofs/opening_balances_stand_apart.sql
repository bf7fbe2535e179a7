-- Opening balances, and nothing else that is new, are against an opening account.
SELECT DISTINCT entry.id, entry.kind
FROM balancesheet_entry entry JOIN balancesheet_posting ON entry_id = entry.id
WHERE kind IN ('opening', 'movement') AND (kind = 'opening') <> EXISTS (
    SELECT FROM balancesheet_account WHERE code IN (debit_id, credit_id) AND role = 'opening')
