-- An entry's digest, made again of its fields and lines, is the one it has.
SELECT id, source, source_ref
FROM balancesheet_entry
WHERE digest <> balancesheet_digest(
    ledger_id, dated, source, source_ref, kind, restates, why, words, foundation_id, event_id, grade, lines)
