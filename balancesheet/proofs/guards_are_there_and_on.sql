-- Every guard that the rules stand on is there, and on whatever a session calls itself: nobody left one switched off.
SELECT 'trigger' AS kind, guard
FROM unnest('{
    balancesheet_before_entry, balancesheet_after_entries, balancesheet_after_new_total, balancesheet_before_chart,
    balancesheet_before_chart_line, balancesheet_before_close, balancesheet_before_year,
    balancesheet_posting_is_made_of_an_entry, balancesheet_total_is_made_of_entries, balancesheet_total_is_not_emptied,
    balancesheet_year_is_kept, balancesheet_year_is_not_emptied, balancesheet_year_total_is_made_of_entries,
    balancesheet_year_total_is_not_emptied,
    balancesheet_account_is_kept_as_written, balancesheet_account_is_not_emptied,
    balancesheet_chart_is_kept_as_written, balancesheet_chart_is_not_emptied,
    balancesheet_chartline_is_kept_as_written, balancesheet_chartline_is_not_emptied,
    balancesheet_entry_is_kept_as_written, balancesheet_entry_is_not_emptied,
    balancesheet_event_is_kept_as_written, balancesheet_event_is_not_emptied,
    balancesheet_ledger_is_kept_as_written, balancesheet_ledger_is_not_emptied,
    balancesheet_posting_is_kept_as_written, balancesheet_posting_is_not_emptied,
    balancesheet_unit_is_kept_as_written, balancesheet_unit_is_not_emptied
}'::text[]) guard LEFT JOIN pg_trigger ON tgname = guard
WHERE tgenabled IS DISTINCT FROM 'A'
UNION ALL
SELECT 'constraint', guard
FROM unnest('{
    balancesheet_source_is_posted_once, balancesheet_entry_reverses_id_key, balancesheet_entry_kind_is_known,
    balancesheet_entry_grade_is_known, balancesheet_posting_moves_something_somewhere,
    balancesheet_account_is_kept_in_the_unit_of_what_is_posted,
    balancesheet_account_is_in_one_unit, balancesheet_opening_accounts_begin_with_3000,
    balancesheet_year_is_on_record_once, balancesheet_year_before_is_on_record, balancesheet_years_follow_each_other,
    balancesheet_a_closed_year_is_sealed, balancesheet_only_the_town_has_no_neighbourhood
}'::text[]) guard LEFT JOIN pg_constraint ON conname = guard
WHERE convalidated IS NOT TRUE
UNION ALL
-- What PostgreSQL itself keeps foreign keys with.
SELECT 'foreign key', conname
FROM pg_trigger JOIN pg_constraint ON pg_constraint.oid = tgconstraint
WHERE tgisinternal AND tgenabled = 'D' AND starts_with(tgrelid::regclass::text, 'balancesheet_')
