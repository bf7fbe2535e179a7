-- Every line that an entry declares is a posting on its ledger and day, and there is no posting besides.
SELECT coalesce(entry_id, entry.id) AS entry_id, coalesce(posting.line_no, entry.line_no) AS line_no
FROM (
    SELECT id, ledger_id, dated, line, given.line_no
    FROM balancesheet_entry LEFT JOIN LATERAL jsonb_array_elements(lines) WITH ORDINALITY given (line, line_no) ON true
) entry
FULL JOIN balancesheet_posting posting ON entry_id = entry.id AND posting.line_no = entry.line_no
WHERE (posting.ledger_id, posting.dated, unit_id::text, debit_id::text, credit_id::text, amount::text)
    IS DISTINCT FROM (entry.ledger_id, entry.dated, line ->> 0, line ->> 1, line ->> 2, line ->> 3)
