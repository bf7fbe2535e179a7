-- A reversal has the lines of what it reverses, each the other way round, in the same ledger.
SELECT reversal.id, reversal.source, reversal.source_ref
FROM balancesheet_entry reversal LEFT JOIN balancesheet_entry original ON original.id = reversal.reverses_id
WHERE (reversal.kind = 'reversal' OR reversal.reverses_id IS NOT NULL)
AND (reversal.ledger_id, reversal.kind, reversal.lines) IS DISTINCT FROM (original.ledger_id, 'reversal', (
    SELECT jsonb_agg(jsonb_build_array(line -> 0, line -> 2, line -> 1, line -> 3) ORDER BY line_no)
    FROM jsonb_array_elements(original.lines) WITH ORDINALITY given (line, line_no)))
