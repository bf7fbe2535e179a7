"""What the database asks of questions, answers, voices and frozen statements, whoever writes: the SQL of 0012."""

QUESTIONS = """
CREATE FUNCTION balancesheet_before_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lost text[] := '{email,words}';
    decided text[] := lost || '{published_at,published_by_id,refused_at,refused_by_id,refused_why}'::text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF num_nonnulls(NEW.published_at, NEW.refused_at) > 0 THEN
            PERFORM balancesheet_refuse('balancesheet_question_begins_unread',
                'an officer reads a question before anybody else does');
        END IF;
        RETURN NEW;
    END IF;
    -- It is published once and refused once. It only ever loses words: the address, and what it says if it is refused.
    IF to_jsonb(OLD) - decided <> to_jsonb(NEW) - decided
    OR NEW.email NOT IN (OLD.email, '') OR NEW.words NOT IN (OLD.words, '')
    OR OLD.refused_at IS NOT NULL AND to_jsonb(OLD) - lost <> to_jsonb(NEW) - lost
    OR OLD.published_at IS NOT NULL
    AND (OLD.published_at, OLD.published_by_id) IS DISTINCT FROM (NEW.published_at, NEW.published_by_id) THEN
        PERFORM balancesheet_refuse('balancesheet_question_is_only_decided',
            'a question is published, answered or refused, and stays as it was asked');
    ELSIF NEW.refused_at IS NOT NULL AND EXISTS (SELECT FROM balancesheet_answer WHERE question_id = NEW.id) THEN
        PERFORM balancesheet_refuse('balancesheet_answered_question_stays', 'an answered question stays with its line');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_before_question BEFORE INSERT OR UPDATE ON balancesheet_question
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_question();
CREATE TRIGGER balancesheet_question_is_kept BEFORE DELETE ON balancesheet_question
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A question');
CREATE TRIGGER balancesheet_question_is_not_emptied BEFORE TRUNCATE ON balancesheet_question
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('A question');

CREATE FUNCTION balancesheet_before_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    question balancesheet_question;
BEGIN
    -- Whoever refuses it meanwhile waits for this, and then finds the answer.
    SELECT * INTO question FROM balancesheet_question WHERE id = NEW.question_id FOR NO KEY UPDATE;
    IF question.refused_at IS NOT NULL THEN
        PERFORM balancesheet_refuse('balancesheet_refused_question_has_no_answer', 'the question has been refused');
    ELSIF NEW.entry_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM balancesheet_entry
        WHERE id = NEW.entry_id AND ledger_id = coalesce(question.ledger_id, ledger_id)
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_answer_names_an_entry_of_the_ledger',
            format('entry %s is not one of the ledger that was asked about', NEW.entry_id));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_before_answer BEFORE INSERT ON balancesheet_answer
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_answer();
"""

NO_QUESTIONS = """
DROP TRIGGER balancesheet_before_answer ON balancesheet_answer;
DROP TRIGGER balancesheet_question_is_not_emptied ON balancesheet_question;
DROP TRIGGER balancesheet_question_is_kept ON balancesheet_question;
DROP TRIGGER balancesheet_before_question ON balancesheet_question;
DROP FUNCTION balancesheet_before_answer, balancesheet_before_question;
"""

VOICES = """
CREATE FUNCTION balancesheet_before_voice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided text[] := '{checked_at,checked_by_id,refused_at,refused_by_id,refused_why}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.refused_at IS NOT NULL OR to_jsonb(OLD) - decided <> to_jsonb(NEW) - decided
        OR OLD.checked_at IS NOT NULL
        AND (OLD.checked_at, OLD.checked_by_id) IS DISTINCT FROM (NEW.checked_at, NEW.checked_by_id) THEN
            PERFORM balancesheet_refuse('balancesheet_voice_is_kept_as_written',
                'what was said is checked, refused or taken down, and stays as it was entered');
        END IF;
    ELSIF num_nonnulls(NEW.checked_at, NEW.refused_at) > 0 THEN
        PERFORM balancesheet_refuse('balancesheet_voice_begins_unchecked', 'what is entered waits to be checked');
    ELSIF NEW.replies_to_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM balancesheet_voice
        WHERE id = NEW.replies_to_id AND replies_to_id IS NULL
        AND (ledger_id, year_starting) = (NEW.ledger_id, NEW.year_starting)
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_reply_is_to_a_voice_of_the_year',
            'a reply is to what was said of the same ledger and year, and is not replied to');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_before_voice BEFORE INSERT OR UPDATE ON balancesheet_voice
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_voice();
CREATE TRIGGER balancesheet_voice_is_kept BEFORE DELETE ON balancesheet_voice
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A voice');
CREATE TRIGGER balancesheet_voice_is_not_emptied BEFORE TRUNCATE ON balancesheet_voice
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('A voice');
"""

NO_VOICES = """
DROP TRIGGER balancesheet_voice_is_not_emptied ON balancesheet_voice;
DROP TRIGGER balancesheet_voice_is_kept ON balancesheet_voice;
DROP TRIGGER balancesheet_before_voice ON balancesheet_voice;
DROP FUNCTION balancesheet_before_voice;
"""

STATEMENTS = """
CREATE FUNCTION balancesheet_before_statement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed jsonb;
BEGIN
    -- Without a ledger it is the borough's: of all of them.
    SELECT jsonb_object_agg(ledger_id, seal) INTO closed FROM balancesheet_year
    WHERE year_starting = NEW.year_starting AND ledger_id = coalesce(NEW.ledger_id, ledger_id);
    IF closed IS NULL OR EXISTS (SELECT FROM jsonb_each_text(closed) WHERE value = '') THEN
        PERFORM balancesheet_refuse('balancesheet_only_a_closed_year_is_frozen', 'the year is not closed');
    ELSIF NEW.seals <> closed THEN
        PERFORM balancesheet_refuse('balancesheet_statement_bears_the_seals', 'the seals are not those of the year');
    ELSIF NEW.digest <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex') THEN
        PERFORM balancesheet_refuse('balancesheet_statement_is_its_digest', 'the document is not that of its digest');
    ELSIF NEW.version <> 1 + (
        SELECT count(*) FROM balancesheet_frozenstatement
        WHERE year_starting = NEW.year_starting AND ledger_id IS NOT DISTINCT FROM NEW.ledger_id
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_statement_versions_follow_each_other',
            format('%s is not the next version', NEW.version));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_before_statement BEFORE INSERT ON balancesheet_frozenstatement
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_statement();
"""

NO_STATEMENTS = """
DROP TRIGGER balancesheet_before_statement ON balancesheet_frozenstatement;
DROP FUNCTION balancesheet_before_statement;
"""

# As in 0008_own_tables: no temporary table of a session's own comes before ours.
OWN_TABLES = """
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'balancesheet_before_question', 'balancesheet_before_answer', 'balancesheet_before_voice',
        'balancesheet_before_statement'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
"""
