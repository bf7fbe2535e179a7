-- Each ledger's years are one row of years: only the first has none before it.
SELECT ledger_id, min(year_starting) AS first, max(year_starting) AS last, count(*) AS years
FROM balancesheet_year
GROUP BY ledger_id
HAVING count(*) <> max(year_starting) - min(year_starting) + 1
OR count(*) FILTER (WHERE year_before IS DISTINCT FROM year_starting - 1) <> 1
