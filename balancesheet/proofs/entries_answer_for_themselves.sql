-- Every entry says what it is, where it comes from and what it corrects, and two people answer for it, or nobody.
SELECT id, source, source_ref, kind
FROM balancesheet_entry
WHERE NOT balancesheet_are_lines(lines) OR btrim(words) = '' OR btrim(source) = '' OR btrim(source_ref) = ''
OR num_nonnulls(entered_by_id, entered_at, checked_by_id, checked_at) NOT IN (0, 4) OR entered_by_id = checked_by_id
OR (kind IN ('reversal', 'restatement')) <> (why <> '')
OR (kind = 'reversal') <> (reverses_id IS NOT NULL)
OR kind = 'restatement' AND restates IS NULL
OR kind IN ('opening', 'movement') AND restates IS NOT NULL
