-- The foundation, the happening and the people that an entry names are there.
SELECT entry.id, source, source_ref
FROM balancesheet_entry entry
LEFT JOIN charter_foundation foundation ON foundation.code = foundation_id
LEFT JOIN balancesheet_event event ON event.ref = event_id
LEFT JOIN auth_user enters ON enters.id = entered_by_id
LEFT JOIN auth_user checks ON checks.id = checked_by_id
WHERE foundation_id IS NOT NULL AND foundation.code IS NULL OR event_id IS NOT NULL AND event.ref IS NULL
OR entered_by_id IS NOT NULL AND enters.id IS NULL OR checked_by_id IS NOT NULL AND checks.id IS NULL
