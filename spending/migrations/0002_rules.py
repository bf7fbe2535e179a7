"""What the database keeps of spending, whoever writes: files and payments as they came, decisions once taken."""

from django.db import migrations

from stevenage_cwb.common import audit, guards

DECISIONS = """
-- Arguments: the columns that a decision may fill in; all others stay as they were written.
CREATE FUNCTION spending_only_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - TG_ARGV <> to_jsonb(NEW) - TG_ARGV THEN
        RAISE EXCEPTION '% is decided on, never edited', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER spending_file_is_only_undone BEFORE UPDATE ON spending_sourcefile FOR EACH ROW
    EXECUTE FUNCTION spending_only_decided('undone_at', 'undone_by_id', 'undone_why', 'replaced_by_id');
CREATE TRIGGER spending_file_is_kept BEFORE DELETE ON spending_sourcefile
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('A spend file');

CREATE TRIGGER spending_note_is_only_accepted BEFORE UPDATE ON spending_importnote FOR EACH ROW
    WHEN (OLD.accepted_at IS NULL)
    EXECUTE FUNCTION spending_only_decided('accepted_at', 'accepted_by_id');
CREATE TRIGGER spending_accepted_note_is_kept BEFORE UPDATE ON spending_importnote FOR EACH ROW
    WHEN (OLD.accepted_at IS NOT NULL) EXECUTE FUNCTION kept_as_written('An accepted import note');
CREATE TRIGGER spending_note_is_kept BEFORE DELETE ON spending_importnote
    FOR EACH ROW EXECUTE FUNCTION kept_as_written('An import note');
"""

NO_DECISIONS = """
DROP TRIGGER spending_note_is_kept ON spending_importnote;
DROP TRIGGER spending_accepted_note_is_kept ON spending_importnote;
DROP TRIGGER spending_note_is_only_accepted ON spending_importnote;
DROP TRIGGER spending_file_is_kept ON spending_sourcefile;
DROP TRIGGER spending_file_is_only_undone ON spending_sourcefile;
DROP FUNCTION spending_only_decided;
"""


class Migration(migrations.Migration):
    dependencies = [("spending", "0001_initial"), ("common", "0002_history")]

    operations = [
        migrations.RunSQL(DECISIONS, NO_DECISIONS),
        guards.KeptAsWritten("spending_originalpiece", what="A file as it came"),
        guards.KeptAsWritten("spending_savedlayout", what="A confirmed layout"),
        guards.KeptAsWritten("spending_payment", what="A payment"),
        guards.KeptAsWritten("spending_quarantinedrow", what="A row in quarantine"),
        audit.Watch("spending_body"),
        audit.Watch("spending_savedlayout"),
        audit.Watch("spending_sourcefile"),
        audit.Watch("spending_importnote"),
    ]
