"""What the database asks of returns and their evidence, whoever writes: the SQL of 0009_returns."""

DOCUMENTS = """
-- Asked at the end of the transaction, when all pieces are there: a document is its digest, whoever wrote it.
CREATE FUNCTION balancesheet_document_is_its_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM balancesheet_evidencepiece WHERE evidence_id = NEW.id
        HAVING coalesce(encode(sha256(string_agg(content, ''::bytea ORDER BY number)), 'hex'), '') = NEW.digest
        AND coalesce(sum(length(content)), 0) = NEW.byte_count
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_document_is_its_digest',
            format('the document of evidence %s is not that of its digest', NEW.id));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balancesheet_document_is_its_digest AFTER INSERT ON balancesheet_evidence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balancesheet_document_is_its_digest();

-- The numbers that a document of so many bytes has room for are all taken when it is kept: nothing is added later.
CREATE FUNCTION balancesheet_piece_is_of_the_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM balancesheet_evidence
        WHERE id = NEW.evidence_id AND NEW.number * 1000000::bigint < byte_count
        AND length(NEW.content) = least(1000000, byte_count - NEW.number * 1000000::bigint)
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_piece_is_of_the_document',
            format('evidence %s has no such piece %s', NEW.evidence_id, NEW.number));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_piece_is_of_the_document BEFORE INSERT ON balancesheet_evidencepiece
    FOR EACH ROW EXECUTE FUNCTION balancesheet_piece_is_of_the_document();

CREATE FUNCTION balancesheet_only_who_may_see_it_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'is_public' <> to_jsonb(NEW) - 'is_public' THEN
        PERFORM balancesheet_refuse('balancesheet_evidence_is_kept_as_written',
            'evidence is added to, never changed, save who may see it');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER balancesheet_evidence_is_kept_as_written BEFORE UPDATE ON balancesheet_evidence
    FOR EACH ROW EXECUTE FUNCTION balancesheet_only_who_may_see_it_changes();
CREATE TRIGGER balancesheet_evidence_is_kept BEFORE DELETE ON balancesheet_evidence
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('Evidence');
CREATE TRIGGER balancesheet_evidence_is_not_emptied BEFORE TRUNCATE ON balancesheet_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('Evidence');
"""

NO_DOCUMENTS = """
DROP TRIGGER balancesheet_evidence_is_not_emptied ON balancesheet_evidence;
DROP TRIGGER balancesheet_evidence_is_kept ON balancesheet_evidence;
DROP TRIGGER balancesheet_evidence_is_kept_as_written ON balancesheet_evidence;
DROP TRIGGER balancesheet_piece_is_of_the_document ON balancesheet_evidencepiece;
DROP TRIGGER balancesheet_document_is_its_digest ON balancesheet_evidence;
DROP FUNCTION balancesheet_only_who_may_see_it_changes, balancesheet_piece_is_of_the_document,
    balancesheet_document_is_its_digest;
"""

# Statement by statement, as a file of a million rows is checked in one.
RETURNS = """
CREATE FUNCTION balancesheet_return_begins_unchecked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE num_nonnulls(checked_at, refused_at, withdrawn_at) > 0) THEN
        PERFORM balancesheet_refuse(TG_TABLE_NAME || '_begins_unchecked', 'what is entered waits to be checked');
    END IF;
    RETURN NULL;
END $$;

-- What waits may be corrected, save what came in a file. After that it is only decided on: once, and withdrawn once.
CREATE FUNCTION balancesheet_return_is_only_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checking text[] := '{checked_at,checked_by_id,entry_id,refused_at,refused_by_id,refused_why}';
    withdrawing text[] := '{withdrawn_at,withdrawn_by_id,withdrawn_why}';
    decided text[] := checking || withdrawing;
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n LEFT JOIN old_rows o USING (id)
        WHERE o.id IS NULL
        OR n.withdrawn_at IS NOT NULL AND o.checked_at IS NULL
        OR CASE
            WHEN o.withdrawn_at IS NOT NULL OR o.refused_at IS NOT NULL THEN to_jsonb(n) <> to_jsonb(o)
            WHEN o.checked_at IS NOT NULL THEN to_jsonb(n) - withdrawing <> to_jsonb(o) - withdrawing
            -- Correcting and deciding are two acts: nobody checks what nobody has seen.
            WHEN n.checked_at IS NOT NULL OR n.refused_at IS NOT NULL OR to_jsonb(o) ->> 'file_id' IS NOT NULL
            OR TG_TABLE_NAME = 'balancesheet_returnfile' THEN to_jsonb(n) - decided <> to_jsonb(o) - decided
            ELSE to_jsonb(n) ->> 'file_id' IS NOT NULL
        END
    ) THEN
        PERFORM balancesheet_refuse(TG_TABLE_NAME || '_is_only_decided',
            'what is checked, refused or of a file is not changed: refuse or withdraw it, and enter it anew');
    END IF;
    RETURN NULL;
END $$;

-- The entry of a return says what the return says, and a withdrawn one has been reversed.
CREATE FUNCTION balancesheet_return_is_posted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n
        WHERE n.entry_id IS NOT NULL AND NOT (
            -- Row by row, by the entry's key: joined, one plan would have to serve one row and a million.
            SELECT (e.source, e.source_ref, e.ledger_id, e.dated, e.words, e.entered_by_id, e.checked_by_id)
                IS NOT DISTINCT FROM
                ('return', n.id::text, n.ledger_id, n.dated, n.words, n.entered_by_id, n.checked_by_id)
                AND e.lines -> 0 ->> 3 = n.amount::text AND jsonb_array_length(e.lines) = 1
            FROM balancesheet_entry e WHERE e.id = n.entry_id)
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_return_is_posted_as_it_is',
            'the entry of a return says what the return says');
    ELSIF EXISTS (
        SELECT FROM new_rows n WHERE n.withdrawn_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM balancesheet_entry r WHERE r.reverses_id = n.entry_id)
    ) THEN
        PERFORM balancesheet_refuse('balancesheet_withdrawn_return_is_reversed',
            'a return is withdrawn by reversing its entry');
    END IF;
    RETURN NULL;
END $$;
"""
WATCHED = """
CREATE TRIGGER {table}_begins_unchecked AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_return_begins_unchecked();
CREATE TRIGGER {table}_is_only_decided AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_return_is_only_decided();
CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('{what}');
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('{what}');
"""
POSTED = """
CREATE TRIGGER balancesheet_return_is_posted AFTER UPDATE ON balancesheet_return
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_return_is_posted();
"""
DECIDED = (
    RETURNS
    + WATCHED.format(table="balancesheet_return", what="A return")
    + WATCHED.format(table="balancesheet_returnfile", what="A file of returns")
    + POSTED
)
NOT_DECIDED = (
    """
DROP TRIGGER balancesheet_return_is_posted ON balancesheet_return;
"""
    + "".join(
        f"DROP TRIGGER {table}_{rule} ON {table};\n"
        for table in ("balancesheet_return", "balancesheet_returnfile")
        for rule in ("is_not_emptied", "is_kept", "is_only_decided", "begins_unchecked")
    )
    + """
DROP FUNCTION balancesheet_return_is_posted, balancesheet_return_is_only_decided, balancesheet_return_begins_unchecked;
"""
)

# As in 0008_own_tables: no temporary table of a session's own comes before ours.
OWN_TABLES = """
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'balancesheet_document_is_its_digest', 'balancesheet_piece_is_of_the_document',
        'balancesheet_return_begins_unchecked', 'balancesheet_return_is_only_decided', 'balancesheet_return_is_posted'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
    -- Old and new rows have no index: looked up one in the other, a million would take a million times a million looks.
    ALTER FUNCTION balancesheet_return_is_only_decided SET enable_nestloop = off;
END $$;
"""
