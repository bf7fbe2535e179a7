"""The rules of pledging that a check constraint cannot say: moves, own pledges, tallies, what is kept."""

from django.db import migrations

from stevenage_cwb.common import audit, guards

MOVES = """
-- A pledge moves only along these lines, and each change counts its version up by one. That an officer holds
-- it is no change of the pledge: another officer's page is not out of date for it.
CREATE FUNCTION pledges_before_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moves jsonb := '{
        "unconfirmed": ["new", "spam", "expired"],
        "new": ["approved", "refused", "changes", "spam"],
        "returned": ["approved", "refused", "changes", "spam"],
        "changes": ["returned", "expired"],
        "approved": ["new"],
        "refused": ["new"],
        "spam": ["new"],
        "expired": []
    }';
    unimportant text[] := '{claimed_by_id,claimed_at,search}';
BEGIN
    IF NEW.state <> OLD.state AND NOT moves -> OLD.state ? NEW.state THEN
        RAISE EXCEPTION 'a pledge that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_move_only_along_known_lines';
    END IF;
    NEW.version := OLD.version;
    IF to_jsonb(NEW) - unimportant <> to_jsonb(OLD) - unimportant THEN
        NEW.version := OLD.version + 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pledges_before_change BEFORE UPDATE ON pledges_pledge
    FOR EACH ROW EXECUTE FUNCTION pledges_before_change();

CREATE FUNCTION pledges_before_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.first_published_at IS NOT NULL THEN
        RAISE EXCEPTION 'pledge % was public: its reference is kept for ever', OLD.reference
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'pledges_once_public_are_kept';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER pledges_before_delete BEFORE DELETE ON pledges_pledge
    FOR EACH ROW EXECUTE FUNCTION pledges_before_delete();
"""

NO_MOVES = """
DROP TRIGGER pledges_before_delete ON pledges_pledge;
DROP FUNCTION pledges_before_delete;
DROP TRIGGER pledges_before_change ON pledges_pledge;
DROP FUNCTION pledges_before_change;
"""

OWN_PLEDGES = """
-- Nobody decides on a pledge that they typed in, or that came from their own e-mail address.
CREATE FUNCTION pledges_before_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pledges_pledge p WHERE p.id = NEW.pledge_id AND p.entered_by_id = NEW.decided_by_id)
    OR EXISTS (SELECT FROM pledges_contact c JOIN auth_user u ON u.id = NEW.decided_by_id
               WHERE c.pledge_id = NEW.pledge_id AND c.email <> '' AND lower(c.email) = lower(u.email)) THEN
        RAISE EXCEPTION 'an officer does not decide on their own pledge'
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'pledges_officers_do_not_decide_on_their_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pledges_before_decision BEFORE INSERT ON pledges_decision
    FOR EACH ROW EXECUTE FUNCTION pledges_before_decision();
"""

NO_OWN_PLEDGES = """
DROP TRIGGER pledges_before_decision ON pledges_decision;
DROP FUNCTION pledges_before_decision;
"""

TALLIES = """
-- How many pledges are public, of each foundation, neighbourhood, kind and action.
CREATE FUNCTION pledges_keep_tallies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := 'SELECT foundation_id f, coalesce(neighbourhood_id, '''') n, kind_id k,
                            coalesce(action_id, '''') a, %s AS published FROM %I WHERE state = ''approved''';
    added text := format(changed, '1', 'new_rows');
    gone text := format(changed, '-1', 'old_rows');
    part record;
BEGIN
    -- In one order, so that two bulk changes wait for each other instead of locking each other out.
    FOR part IN EXECUTE format(
        'SELECT f, n, k, a, sum(published) AS published FROM (%s) c GROUP BY 1, 2, 3, 4
         HAVING sum(published) <> 0 ORDER BY 1, 2, 3, 4',
        CASE TG_OP WHEN 'INSERT' THEN added WHEN 'DELETE' THEN gone ELSE added || ' UNION ALL ' || gone END)
    LOOP
        INSERT INTO pledges_tally (foundation, neighbourhood, kind, action, published)
        VALUES (part.f, part.n, part.k, part.a, 0) ON CONFLICT DO NOTHING;
        UPDATE pledges_tally SET published = published + part.published
        WHERE foundation = part.f AND neighbourhood = part.n AND kind = part.k AND action = part.a;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER pledges_tally_insert AFTER INSERT ON pledges_pledge
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pledges_keep_tallies();
CREATE TRIGGER pledges_tally_update AFTER UPDATE ON pledges_pledge
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_keep_tallies();
CREATE TRIGGER pledges_tally_delete AFTER DELETE ON pledges_pledge
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pledges_keep_tallies();
"""

NO_TALLIES = """
DROP TRIGGER pledges_tally_delete ON pledges_pledge;
DROP TRIGGER pledges_tally_update ON pledges_pledge;
DROP TRIGGER pledges_tally_insert ON pledges_pledge;
DROP FUNCTION pledges_keep_tallies;
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_initial"), ("common", "0002_history")]

    operations = [
        migrations.RunSQL(MOVES, NO_MOVES),
        migrations.RunSQL(OWN_PLEDGES, NO_OWN_PLEDGES),
        migrations.RunSQL(TALLIES, NO_TALLIES),
        guards.KeptAsWritten("pledges_wording", what="A wording"),
        guards.KeptAsWritten("pledges_reason", what="A reason"),
        guards.KeptAsWritten("pledges_decision", what="A decision"),
        guards.KeptAsWritten("pledges_contactviewing", what="The record of a viewing"),
        audit.Watch("pledges_pledge", left_out=["search", "version"]),
        audit.Watch("pledges_contact", key="pledge_id", private=["name", "email"]),
        audit.Watch("pledges_wording"),
        audit.Watch("pledges_reason"),
    ]
