"""Counts kept by trigger: published pledges by what became of them, and what a month's pledges came to."""

from django.db import migrations

# What a tally is of, by what a pledge says.
BEFORE = {
    "foundation": "foundation_id",
    "neighbourhood": "coalesce(neighbourhood_id, '''')",
    "kind": "kind_id",
    "action": "coalesce(action_id, '''')",
}


def keep_tallies(of: dict[str, str]) -> str:
    """Return the function of migration 0002 that keeps the tallies, by these columns."""
    columns = ", ".join(of)
    values = ", ".join(f"part.{column}" for column in of)
    return f"""
    CREATE OR REPLACE FUNCTION pledges_keep_tallies() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        changed text := 'SELECT {", ".join(f"{said} AS {column}" for column, said in of.items())},
                                %s AS published FROM %I WHERE state = ''approved''';
        added text := format(changed, '1', 'new_rows');
        gone text := format(changed, '-1', 'old_rows');
        part record;
    BEGIN
        -- In one order, so that two bulk changes wait for each other instead of locking each other out.
        FOR part IN EXECUTE format(
            'SELECT {columns}, sum(published) AS published FROM (%s) c GROUP BY {columns}
             HAVING sum(published) <> 0 ORDER BY {columns}',
            CASE TG_OP WHEN 'INSERT' THEN added WHEN 'DELETE' THEN gone ELSE added || ' UNION ALL ' || gone END)
        LOOP
            INSERT INTO pledges_tally ({columns}, published) VALUES ({values}, 0) ON CONFLICT DO NOTHING;
            UPDATE pledges_tally SET published = published + part.published WHERE ({columns}) = ({values});
        END LOOP;
        RETURN NULL;
    END $$;
    """  # noqa: S608


# Going back, what became of the pledges is added up again.
ONE_TALLY = """
WITH gone AS (DELETE FROM pledges_tally RETURNING *)
INSERT INTO pledges_tally (foundation, neighbourhood, kind, action, delivery, published)
SELECT foundation, neighbourhood, kind, action, 'none', sum(published) FROM gone GROUP BY 1, 2, 3, 4;
"""

OUTTURNS = """
-- What one published pledge adds to the months. A pledge without a day is due a year after it was first published.
CREATE FUNCTION pledges_outturn_of(p pledges_pledge)
RETURNS TABLE (month date, neighbourhood text, what text, unit text, hundredths bigint) LANGUAGE sql STABLE AS $$
    SELECT date_trunc('month', said.day::timestamp)::date, coalesce(p.neighbourhood_id, ''), said.what, said.unit,
           said.hundredths
    FROM (
        SELECT (p.first_published_at AT TIME ZONE 'Europe/London')::date AS published_on,
               coalesce(p.due_on, ((p.first_published_at + interval '365 days') AT TIME ZONE 'Europe/London')::date)
                   AS due_on
    ) d, LATERAL (VALUES
        ('made', true, d.published_on, '', 0::bigint),
        ('due', true, d.due_on, '', 0),
        ('answered', p.delivery <> 'none', d.due_on, '', 0),
        (p.delivery, p.delivery IN ('kept', 'partly', 'not_kept'), p.delivered_on, p.delivered_unit,
         coalesce(p.delivered_hundredths, 0))
    ) said (what, is_so, day, unit, hundredths)
    WHERE p.state = 'approved' AND said.is_so
$$;

CREATE FUNCTION pledges_keep_outturns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := 'SELECT o.*, %s AS sign FROM %I p, pledges_outturn_of(p::pledges_pledge) o';
    added text := format(changed, '1', 'new_rows');
    gone text := format(changed, '-1', 'old_rows');
    part record;
BEGIN
    FOR part IN EXECUTE format(
        'SELECT month, neighbourhood, what, unit, sum(sign) AS pledges, sum(sign * hundredths) AS hundredths
         FROM (%s) c GROUP BY 1, 2, 3, 4
         HAVING sum(sign) <> 0 OR sum(sign * hundredths) <> 0 ORDER BY 1, 2, 3, 4',
        CASE TG_OP WHEN 'INSERT' THEN added WHEN 'DELETE' THEN gone ELSE added || ' UNION ALL ' || gone END)
    LOOP
        INSERT INTO pledges_outturn (month, neighbourhood, what, unit, pledges, hundredths)
        VALUES (part.month, part.neighbourhood, part.what, part.unit, 0, 0) ON CONFLICT DO NOTHING;
        UPDATE pledges_outturn
        SET pledges = pledges + part.pledges, hundredths = hundredths + part.hundredths
        WHERE month = part.month AND neighbourhood = part.neighbourhood AND what = part.what AND unit = part.unit;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER pledges_outturn_insert AFTER INSERT ON pledges_pledge
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pledges_keep_outturns();
CREATE TRIGGER pledges_outturn_update AFTER UPDATE ON pledges_pledge
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pledges_keep_outturns();
CREATE TRIGGER pledges_outturn_delete AFTER DELETE ON pledges_pledge
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pledges_keep_outturns();

-- The pledges that are here already.
INSERT INTO pledges_outturn (month, neighbourhood, what, unit, pledges, hundredths)
SELECT o.month, o.neighbourhood, o.what, o.unit, count(*), sum(o.hundredths)
FROM pledges_pledge p, pledges_outturn_of(p) o GROUP BY 1, 2, 3, 4;
"""

NO_OUTTURNS = """
DROP TRIGGER pledges_outturn_delete ON pledges_pledge;
DROP TRIGGER pledges_outturn_update ON pledges_pledge;
DROP TRIGGER pledges_outturn_insert ON pledges_pledge;
DROP FUNCTION pledges_keep_outturns;
DROP FUNCTION pledges_outturn_of;
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0006_delivery_rules")]

    operations = [
        migrations.RunSQL(keep_tallies({**BEFORE, "delivery": "delivery"}), keep_tallies(BEFORE) + ONE_TALLY),
        migrations.RunSQL(OUTTURNS, NO_OUTTURNS),
    ]
