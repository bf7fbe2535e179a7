-- A closed year's seal, made again of its entries' digests and the seal before, is the one it has.
SELECT year.ledger_id, year.year_starting
FROM balancesheet_year year
LEFT JOIN balancesheet_year before ON before.ledger_id = year.ledger_id AND before.year_starting = year.year_before
WHERE year.closed_at IS NOT NULL
AND (before.closed_at IS NULL AND year.year_before IS NOT NULL
    OR year.seal <> balancesheet_seal(year.ledger_id, year.year_starting, before.seal))
