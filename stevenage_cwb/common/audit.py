"""The history of every watched table: who, when, before and after, whichever way a change came in.

The database writes it by trigger, so admin, bulk writes, the shell and raw SQL are recorded alike. Decision
0003 says why this is plain SQL. `Watch` goes into a migration; `acting` names the person.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.operations import RunSQL

FUNCTIONS = """
CREATE FUNCTION audit_actor() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('portal.actor', true), '')
$$;

-- Statement-level: a bulk write of a million rows costs one INSERT ... SELECT, not a million calls.
-- Arguments: the key's column; columns whose values are never copied; columns that are not recorded.
CREATE FUNCTION audit_write() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key_column text := TG_ARGV[0];
    private text[] := TG_ARGV[1];
    left_out text[] := TG_ARGV[2];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO common_auditevent (at, table_name, row_key, act, actor, db_user, application)
        SELECT clock_timestamp(), TG_TABLE_NAME, to_jsonb(n) ->> key_column, 'created',
               audit_actor(), session_user, current_setting('application_name')
        FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO common_auditevent (at, table_name, row_key, act, actor, db_user, application, before)
        SELECT clock_timestamp(), TG_TABLE_NAME, to_jsonb(o) ->> key_column, 'deleted',
               audit_actor(), session_user, current_setting('application_name'),
               audit_veil(to_jsonb(o) - left_out, private)
        FROM old_rows o;
    ELSE
        INSERT INTO common_auditevent
            (at, table_name, row_key, act, actor, db_user, application, before, after)
        SELECT clock_timestamp(), TG_TABLE_NAME, n.j ->> key_column, 'changed',
               audit_actor(), session_user, current_setting('application_name'),
               audit_veil(audit_difference(o.j, n.j), private),
               audit_veil(audit_difference(n.j, o.j), private)
        FROM (SELECT to_jsonb(r) - left_out AS j FROM new_rows r) n
        JOIN (SELECT to_jsonb(r) - left_out AS j FROM old_rows r) o
          ON o.j ->> key_column = n.j ->> key_column
        WHERE o.j IS DISTINCT FROM n.j;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION audit_difference(one jsonb, other jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(one)
    WHERE other -> key IS DISTINCT FROM value
$$;

CREATE FUNCTION audit_veil(fields jsonb, private text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY(private) AND value <> 'null'
                                               THEN '"(private)"'::jsonb ELSE value END), '{}')
    FROM jsonb_each(fields)
$$;

-- The history is added to. Only audit.forget(), which the law of erasure needs, may blank what a row held.
CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('portal.forgetting', true) = 'on'
       AND to_jsonb(OLD) - '{before,after}'::text[] = to_jsonb(NEW) - '{before,after}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit history is never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_history_is_kept';
END $$;

CREATE TRIGGER audit_history_is_kept BEFORE UPDATE OR DELETE ON common_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_guard();
CREATE TRIGGER audit_history_is_not_emptied BEFORE TRUNCATE ON common_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_guard();
"""

NO_FUNCTIONS = """
DROP TRIGGER audit_history_is_not_emptied ON common_auditevent;
DROP TRIGGER audit_history_is_kept ON common_auditevent;
DROP FUNCTION audit_guard, audit_write, audit_veil, audit_difference, audit_actor;
"""


class Watch(RunSQL):
    """A migration's step that records every change of a table from now on."""

    def __init__(
        self,
        table: str,
        *,
        key: str = "id",
        private: Sequence[str] = (),
        left_out: Sequence[str] = (),
    ) -> None:
        arguments = f"'{key}', '{{{','.join(private)}}}', '{{{','.join(left_out)}}}'"
        events = {
            "insert": "NEW TABLE AS new_rows",
            "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            "delete": "OLD TABLE AS old_rows",
        }
        super().__init__(
            sql="".join(
                f"CREATE TRIGGER {table}_audit_{event} AFTER {event.upper()} ON {table} "
                f"REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION audit_write({arguments});\n"
                for event, rows in events.items()
            ),
            reverse_sql="".join(f"DROP TRIGGER {table}_audit_{event} ON {table};\n" for event in events),
        )


@contextmanager
def acting(name: str) -> Iterator[None]:
    """Write `name` beside every change made on this connection meanwhile."""
    set_parameter("portal.actor", name)
    try:
        yield
    finally:
        # A connection that died has forgotten the name by itself.
        with suppress(OperationalError, InterfaceError):
            set_parameter("portal.actor", "")


def set_parameter(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


def watched() -> list[str]:
    """Return the tables whose changes are recorded, as the database itself knows them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = c.relname || '_audit_insert' ORDER BY 1"
        )
        return [table for (table,) in cursor.fetchall()]


def forget(*, table: str, row_key: str) -> None:
    """Blank what the history holds of one row, and keep that and when it changed. Erasure asks for this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.forgetting', 'on', false)")
        try:
            cursor.execute(
                "UPDATE common_auditevent SET before = NULL, after = NULL WHERE table_name = %s AND row_key = %s",
                [table, row_key],
            )
        finally:
            cursor.execute("SELECT set_config('portal.forgetting', 'off', false)")
