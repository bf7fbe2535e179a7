"""What the database asks of an entry beyond constraints and keys, whoever writes it."""

from django.db import migrations

WORDS = """
CREATE FUNCTION balancesheet_refuse(rule text, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION balancesheet_year_of(day date) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
    SELECT (extract(year FROM day) - (extract(month FROM day) < 4)::int)::smallint
$$;

-- Of all that an entry says, as a JSON array: whoever has the fields can make the same text and the same digest.
CREATE FUNCTION balancesheet_digest(
    ledger text, dated date, source text, source_ref text, kind text, restates smallint, why text, words text,
    foundation text, event text, grade text, lines jsonb
) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        ledger, dated, source, source_ref, kind, restates, why, words, foundation, event, grade, lines
    )::text, 'UTF8')), 'hex')
$$;
"""

NO_WORDS = "DROP FUNCTION balancesheet_digest, balancesheet_year_of, balancesheet_refuse;"

ENTRIES = """
CREATE FUNCTION balancesheet_before_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed timestamptz;
    is_mixed boolean;
BEGIN
    -- This share lock keeps posting and closing apart: a close waits for it, and it waits for a close that has begun.
    -- A transaction whose snapshot still has the year open fails here instead, whatever its isolation level.
    NEW.year_starting := balancesheet_year_of(NEW.dated);
    SELECT closed_at INTO closed FROM balancesheet_year
    WHERE ledger_id = NEW.ledger_id AND year_starting = NEW.year_starting FOR SHARE;
    IF NOT FOUND THEN
        PERFORM balancesheet_refuse('balancesheet_year_is_on_record',
            format('ledger %s has no year that holds %s', NEW.ledger_id, NEW.dated));
    ELSIF closed IS NOT NULL THEN
        PERFORM balancesheet_refuse('balancesheet_year_is_open',
            format('the year of ledger %s that holds %s is closed', NEW.ledger_id, NEW.dated));
    END IF;
    IF NEW.kind = 'movement' THEN
        is_mixed := NEW.lines::text LIKE '%"3000%';
    ELSIF NEW.kind = 'opening' THEN
        is_mixed := EXISTS (
            SELECT FROM jsonb_array_elements(NEW.lines) line
            WHERE NOT (line ->> 1 LIKE '3000%' OR line ->> 2 LIKE '3000%'));
    END IF;
    IF is_mixed THEN
        PERFORM balancesheet_refuse('balancesheet_opening_balances_stand_apart',
            'all of an opening balance is against an opening account, and nothing of a movement is');
    END IF;
    IF NEW.lines = '[]' THEN
        PERFORM balancesheet_refuse('balancesheet_entry_has_lines', 'there is no amount in it');
    ELSIF NEW.words = '' OR NEW.source = '' OR NEW.source_ref = '' THEN
        PERFORM balancesheet_refuse('balancesheet_entry_says_what_and_where_from',
            'an entry says what it is and where it comes from');
    -- Two people, or nobody: the portal took it from records of its own.
    ELSIF num_nonnulls(NEW.entered_by_id, NEW.entered_at, NEW.checked_by_id, NEW.checked_at) NOT IN (0, 4)
    OR NEW.entered_by_id = NEW.checked_by_id THEN
        PERFORM balancesheet_refuse('balancesheet_two_people_answer_for_an_entry',
            'one person enters and another checks');
    ELSIF (NEW.kind = 'reversal') <> (NEW.reverses_id IS NOT NULL)
    OR (NEW.kind = 'reversal') <> (NEW.source LIKE 'reversal:%')
    OR (NEW.kind = 'restatement') AND NEW.restates IS NULL
    OR (NEW.kind IN ('opening', 'movement')) AND NEW.restates IS NOT NULL
    OR (NEW.kind IN ('reversal', 'restatement')) <> (NEW.why <> '') THEN
        PERFORM balancesheet_refuse('balancesheet_correction_gives_its_reason',
            'a reversal or a restatement says why, and what it corrects; nothing else does');
    END IF;
    IF NEW.restates IS NOT NULL OR NEW.reverses_id IS NOT NULL THEN
        PERFORM balancesheet_check_correction(NEW);
    END IF;
    NEW.digest := balancesheet_digest(
        NEW.ledger_id, NEW.dated, NEW.source, NEW.source_ref, NEW.kind, NEW.restates, NEW.why, NEW.words,
        NEW.foundation_id, NEW.event_id, NEW.grade, NEW.lines);
    RETURN NEW;
END $$;

CREATE FUNCTION balancesheet_check_correction(entry balancesheet_entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    original balancesheet_entry;
BEGIN
    IF entry.restates IS NOT NULL AND NOT EXISTS (
        SELECT FROM balancesheet_year
        WHERE ledger_id = entry.ledger_id AND year_starting = entry.restates AND closed_at IS NOT NULL
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_only_a_closed_year_is_restated',
            format('ledger %s has no closed year that begins in %s', entry.ledger_id, entry.restates));
    END IF;
    SELECT * INTO original FROM balancesheet_entry WHERE id = entry.reverses_id;
    IF original.kind = 'reversal' THEN
        PERFORM balancesheet_refuse('balancesheet_reversal_stands',
            format('%s %s is a reversal itself', original.source, original.source_ref));
    -- In the same year while that is open; in a later one it restates the year that it corrects.
    ELSIF original.id IS NOT NULL AND (
        entry.ledger_id <> original.ledger_id
        OR (entry.source, entry.source_ref) <> ('reversal:' || original.source, original.source_ref)
        OR entry.restates IS DISTINCT FROM nullif(original.year_starting, entry.year_starting)
        OR entry.lines <> (
            SELECT jsonb_agg(jsonb_build_array(line -> 0, line -> 2, line -> 1, line -> 3) ORDER BY line_no)
            FROM jsonb_array_elements(original.lines) WITH ORDINALITY given (line, line_no))
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_reversal_mirrors_what_it_reverses',
            format('this does not reverse %s %s', original.source, original.source_ref));
    END IF;
END $$;

CREATE TRIGGER balancesheet_before_entry BEFORE INSERT ON balancesheet_entry
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_entry();
"""

NO_ENTRIES = """
DROP TRIGGER balancesheet_before_entry ON balancesheet_entry;
DROP FUNCTION balancesheet_before_entry, balancesheet_check_correction;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0002_keys")]

    operations = [migrations.RunSQL(WORDS, NO_WORDS), migrations.RunSQL(ENTRIES, NO_ENTRIES)]
