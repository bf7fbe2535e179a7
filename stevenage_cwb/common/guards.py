"""Migration steps for rules that the database keeps by trigger, whoever writes: ORM, admin or raw SQL."""

from django.db.migrations.operations import RunSQL

FUNCTIONS = """
CREATE FUNCTION kept_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is added to, never changed or deleted', TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
"""

NO_FUNCTIONS = "DROP FUNCTION kept_as_written;"


class KeptAsWritten(RunSQL):
    """Refuse UPDATE, DELETE and TRUNCATE of a table. `what` begins the sentence of the refusal."""

    def __init__(self, table: str, *, what: str) -> None:
        super().__init__(
            sql=f"""
            CREATE TRIGGER {table}_is_kept_as_written BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION kept_as_written('{what}');
            CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION kept_as_written('{what}');
            """,
            reverse_sql=f"""
            DROP TRIGGER {table}_is_not_emptied ON {table};
            DROP TRIGGER {table}_is_kept_as_written ON {table};
            """,
        )
