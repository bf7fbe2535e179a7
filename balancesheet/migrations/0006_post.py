"""The one call that posts an entry. `balancesheet.ledger` makes what it takes."""

from django.db import migrations

POST = """
-- An entry as it is handed in: one JSON object. Texts have any length here, so that a rule can refuse them by name.
CREATE TYPE balancesheet_draft AS (
    ledger text, dated date, source text, source_ref text, kind text, reverses bigint, restates smallint, why text,
    words text, foundation text, event text, grade text, lines jsonb,
    entered_by int, entered_at timestamptz, checked_by int, checked_at timestamptz, posted_at timestamptz
);

CREATE FUNCTION balancesheet_digest_of(draft balancesheet_draft) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT balancesheet_digest(
        draft.ledger, draft.dated, draft.source, draft.source_ref, draft.kind, draft.restates, draft.why, draft.words,
        draft.foundation, draft.event, draft.grade, draft.lines)
$$;

-- Returns the entry's key. The same again changes nothing and returns the same; another content is refused. Two who
-- post one key at the same moment meet at its unique constraint: whoever comes second asks again, and finds it here.
CREATE FUNCTION balancesheet_post(said jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    draft balancesheet_draft := jsonb_populate_record(NULL::balancesheet_draft, said);
    posted record;
BEGIN
    SELECT id, digest INTO posted FROM balancesheet_entry
    WHERE source = draft.source AND source_ref = draft.source_ref;
    IF NOT FOUND THEN
        INSERT INTO balancesheet_entry (
            ledger_id, dated, source, source_ref, kind, reverses_id, restates, why, words,
            foundation_id, event_id, grade, lines, entered_by_id, entered_at, checked_by_id, checked_at, posted_at
        ) VALUES (
            draft.ledger, draft.dated, draft.source, draft.source_ref, draft.kind, draft.reverses, draft.restates,
            draft.why, draft.words, draft.foundation, draft.event, draft.grade, draft.lines,
            draft.entered_by, draft.entered_at, draft.checked_by, draft.checked_at, draft.posted_at
        ) RETURNING id INTO posted;
    ELSIF posted.digest <> balancesheet_digest_of(draft) THEN
        PERFORM balancesheet_refuse('balancesheet_a_key_has_one_content',
            format('%s %s is posted already, and says something else', draft.source, draft.source_ref));
    END IF;
    RETURN posted.id;
END $$;
"""

NO_POST = """
DROP FUNCTION balancesheet_post, balancesheet_digest_of;
DROP TYPE balancesheet_draft;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0005_years")]

    operations = [migrations.RunSQL(POST, NO_POST)]
