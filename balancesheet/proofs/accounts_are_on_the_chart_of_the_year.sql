-- Every account with a total stands on the chart that holds for the year, so no statement leaves one out.
SELECT DISTINCT account_id, balancesheet_year_of(month) AS year_starting
FROM balancesheet_monthtotal
WHERE NOT EXISTS (
    SELECT FROM balancesheet_chartline line
    WHERE line.account_id = balancesheet_monthtotal.account_id
    AND chart_id = balancesheet_chart_of(balancesheet_year_of(month)))
