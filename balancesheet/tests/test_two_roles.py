"""The role that serves, as docs/operations.md sets it up: it may post and close, and change nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from balancesheet import ledger, proofs
from balancesheet.models import Entry, MonthTotal, Posting
from balancesheet.pages import year_balances
from balancesheet.tests.make import NOON, close, make_draft, make_entry, make_person

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture
def portal_web(books):
    """The rest of the test is the second role's."""
    make_person("closes")
    (statements,) = re.findall(r"```sql\n(CREATE ROLE portal_web.*?)```", OPERATIONS.read_text(), re.DOTALL)
    with connection.cursor() as cursor:
        cursor.execute(statements)
        cursor.execute("SET LOCAL ROLE portal_web")
        yield cursor
        cursor.execute("RESET ROLE")


def test_it_posts_reverses_closes_and_reads(portal_web):
    entry = make_entry(dated=date(2024, 6, 1))
    ledger.reverse(entry=entry.pk, why="Twice", at=NOON)
    assert ledger.post_many([make_draft("2"), make_draft("3")], at=NOON).new == 2
    ledger.open_year(ledger="N1", year_starting=2027)
    assert close(2024).seal

    assert {balance.closing for balance in year_balances(year_starting=2025)} == {200, -200}
    assert [proof.name for proof in proofs.proofs() if proof.count] == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE balancesheet_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER balancesheet_before_entry ON balancesheet_entry",
        "CREATE OR REPLACE FUNCTION balancesheet_refuse(rule text, sentence text) RETURNS void LANGUAGE sql AS ''",
        "TRUNCATE balancesheet_entry CASCADE",
        "UPDATE balancesheet_entry SET words = 'Else'",
        "DELETE FROM balancesheet_posting",
        "INSERT INTO balancesheet_posting SELECT * FROM balancesheet_posting",
        "UPDATE balancesheet_monthtotal SET debit = 1",
        "INSERT INTO balancesheet_account (code, type, role, unit_id) VALUES ('9999', 'AS', '', 'GBP')",
        "UPDATE balancesheet_year SET seal = 'mine'",
        "DELETE FROM balancesheet_year",
    ],
)
def test_it_has_no_right_to_go_round_the_ledger(portal_web, statement):
    make_entry()
    before = [list(model.objects.values_list()) for model in (Entry, Posting, MonthTotal)]

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        portal_web.execute(statement)
    assert [list(model.objects.values_list()) for model in (Entry, Posting, MonthTotal)] == before


def test_a_trigger_of_its_own_does_not_let_it_write_postings(portal_web):
    make_entry()
    portal_web.execute("CREATE TEMP TABLE mine (a int) ON COMMIT DROP")
    portal_web.execute(
        """CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO balancesheet_posting SELECT * FROM balancesheet_posting; RETURN NULL; END $$;
        CREATE TRIGGER forge AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.forge()"""
    )

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        portal_web.execute("INSERT INTO mine VALUES (1)")


def test_it_cannot_let_the_ledgers_own_trigger_write_postings_for_it(portal_web):
    portal_web.execute("CREATE TEMP TABLE mine (LIKE balancesheet_entry) ON COMMIT DROP")

    refused = pytest.raises(DatabaseError, match="permission denied for function balancesheet_after_entries")
    with refused, transaction.atomic():
        portal_web.execute(
            "CREATE TRIGGER forge AFTER INSERT ON mine REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION balancesheet_after_entries()"
        )
