-- Only a year that is closed is restated, and by a later one.
SELECT entry.id, entry.ledger_id, entry.year_starting, restates
FROM balancesheet_entry entry
LEFT JOIN balancesheet_year year ON year.ledger_id = entry.ledger_id AND year.year_starting = restates
WHERE restates IS NOT NULL AND (year.closed_at IS NULL OR restates >= entry.year_starting)
