"""Keeps a year's totals by grade of evidence, and by the year they are about: what a statement is read from.

A statement asks for the grades of evidence under each line, and for what was restated. The months' totals know neither,
and to read the postings would take the longer the more there are. So these are kept beside them, by the same trigger:
a row for each account, year and grade, however many entries.

Each row names its unit, and holds its account to it, once and not for every posting. That and cheaper constraints pay
for a part of what the totals cost whoever posts one entry.
"""

import django.db.models.deletion
from django.db import migrations, models

ABOUT = """
-- The financial year that a posting tells of: its own, the closed one that it restates, or, where it is an opening
-- balance, the one before.
CREATE FUNCTION balancesheet_about(starting smallint, restates smallint, debit text, credit text) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
    SELECT (coalesce(restates, starting) - (debit LIKE '3000%' OR credit LIKE '3000%')::int)::smallint
$$;
"""
AFTER_ENTRIES = """
CREATE OR REPLACE FUNCTION balancesheet_after_entries() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    -- Years before months, whoever posts, so that two wait for each other instead of locking each other out; and in one
    -- order. What is no account, or none in this unit, is refused here.
    INSERT INTO balancesheet_yeartotal AS kept
        (ledger_id, account_id, unit_id, year_starting, about, grade, debit, credit, debits, credits)
    SELECT ledger_id, account_id, line ->> 0, year_starting, about, grade,
           sum(side.debit), sum(side.credit), sum(side.debits), sum(side.credits)
    FROM new_rows CROSS JOIN LATERAL jsonb_array_elements(lines) line CROSS JOIN LATERAL (
        SELECT balancesheet_about(year_starting, restates, line ->> 1, line ->> 2), (line ->> 3)::bigint
    ) told (about, amount) CROSS JOIN LATERAL (
        VALUES (line ->> 1, amount, 0, 1, 0), (line ->> 2, 0, amount, 0, 1)
    ) side (account_id, debit, credit, debits, credits)
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (ledger_id, account_id, unit_id, year_starting, about, grade)
    DO UPDATE SET debit = kept.debit + excluded.debit, credit = kept.credit + excluded.credit,
        debits = kept.debits + excluded.debits, credits = kept.credits + excluded.credits;
    WITH laid_out AS (
        INSERT INTO balancesheet_posting (entry_id, line_no, ledger_id, dated, unit_id, debit_id, credit_id, amount)
        SELECT id, line_no, ledger_id, dated, line ->> 0, line ->> 1, line ->> 2, (line ->> 3)::bigint
        FROM new_rows CROSS JOIN LATERAL jsonb_array_elements(lines) WITH ORDINALITY given (line, line_no)
        RETURNING ledger_id, dated, debit_id, credit_id, amount
    )
    INSERT INTO balancesheet_monthtotal AS kept (ledger_id, account_id, month, debit, credit)
    SELECT ledger_id, account_id, dated - extract(day FROM dated)::int + 1, sum(side.debit), sum(side.credit)
    FROM laid_out CROSS JOIN LATERAL (
        VALUES (debit_id, amount, 0), (credit_id, 0, amount)
    ) side (account_id, debit, credit)
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (ledger_id, account_id, month)
    DO UPDATE SET debit = kept.debit + excluded.debit, credit = kept.credit + excluded.credit;
    RETURN NULL;
END $$;
"""

FILL = """
SET LOCAL statement_timeout = 0;
INSERT INTO balancesheet_yeartotal
    (ledger_id, account_id, unit_id, year_starting, about, grade, debit, credit, debits, credits)
SELECT posting.ledger_id, account_id, unit_id, year_starting,
       balancesheet_about(year_starting, restates, debit_id, credit_id), grade,
       sum(side.debit), sum(side.credit), sum(side.debits), sum(side.credits)
FROM balancesheet_posting posting JOIN balancesheet_entry entry ON entry.id = entry_id CROSS JOIN LATERAL (
    VALUES (debit_id, amount, 0, 1, 0), (credit_id, 0, amount, 0, 1)
) side (account_id, debit, credit, debits, credits)
GROUP BY 1, 2, 3, 4, 5, 6;
"""

KEYS = """
-- Asked when an account gets its first total of a year, and not twice for every posting.
ALTER TABLE balancesheet_yeartotal ADD CONSTRAINT balancesheet_account_is_kept_in_the_unit_of_what_is_posted
    FOREIGN KEY (account_id, unit_id) REFERENCES balancesheet_account (code, unit_id);
ALTER TABLE balancesheet_posting
    DROP CONSTRAINT balancesheet_debit_is_an_account_in_this_unit,
    DROP CONSTRAINT balancesheet_credit_is_an_account_in_this_unit;
"""

CHEAPER = """
-- The same as they were. Written as one constant, what is known is not put together anew for every statement.
ALTER TABLE balancesheet_entry
    DROP CONSTRAINT balancesheet_entry_kind_is_known,
    DROP CONSTRAINT balancesheet_entry_grade_is_known,
    ADD CONSTRAINT balancesheet_entry_kind_is_known
        CHECK (kind = ANY ('{opening,movement,reversal,restatement}'::text[])),
    ADD CONSTRAINT balancesheet_entry_grade_is_known CHECK (grade = ANY ('{A,B,C,D}'::text[]));
"""

KEPT = """
-- Sums change and keys never do: with room on the page, an update touches no index.
ALTER TABLE balancesheet_yeartotal SET (fillfactor = 70);
CREATE TRIGGER balancesheet_year_total_is_made_of_entries BEFORE INSERT OR UPDATE OR DELETE ON balancesheet_yeartotal
    FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_made_of_entries();
CREATE TRIGGER balancesheet_year_total_is_not_emptied BEFORE TRUNCATE ON balancesheet_yeartotal
    FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_made_of_entries();
"""

# In force also for a session that calls itself a replica: see 0019.
ALWAYS = """
ALTER TABLE balancesheet_yeartotal
    ENABLE ALWAYS TRIGGER balancesheet_year_total_is_made_of_entries,
    ENABLE ALWAYS TRIGGER balancesheet_year_total_is_not_emptied;
"""

# A function that is written anew forgets whose tables it reads: see 0008.
OWN_TABLES = """
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION balancesheet_after_entries SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0019_no_way_round")]

    operations = [
        migrations.CreateModel(
            name="YearTotal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "ledger_id",
                        "account_id",
                        "unit_id",
                        "year_starting",
                        "about",
                        "grade",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("year_starting", models.SmallIntegerField(help_text="Of the entries’ days.")),
                (
                    "about",
                    models.SmallIntegerField(
                        help_text="The year that they tell of: theirs, one that they restate, or the one before an "
                        "opening balance."
                    ),
                ),
                (
                    "grade",
                    models.CharField(help_text="As their entries have it, which are held to it.", max_length=1),
                ),
                ("debit", models.BigIntegerField()),
                ("credit", models.BigIntegerField()),
                ("debits", models.BigIntegerField(help_text="How many postings.")),
                ("credits", models.BigIntegerField(help_text="How many postings.")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="balancesheet.account",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="balancesheet.ledger",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="balancesheet.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["ledger", "account", "unit", "year_starting", "about", "grade"],
                "default_permissions": (),
            },
        ),
        # Not taken back: whoever needs the ledger of before has a backup of before.
        *(migrations.RunSQL(sql) for sql in (ABOUT, AFTER_ENTRIES, FILL, KEYS, CHEAPER, KEPT, ALWAYS, OWN_TABLES)),
    ]
