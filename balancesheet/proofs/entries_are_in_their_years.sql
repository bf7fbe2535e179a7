-- The year of an entry is that of its day, and is on record.
SELECT entry.id, entry.ledger_id, dated, entry.year_starting
FROM balancesheet_entry entry LEFT JOIN balancesheet_year year USING (ledger_id, year_starting)
WHERE entry.year_starting <> balancesheet_year_of(dated) OR year.id IS NULL
