"""The guards themselves: on in every session, and one that was loosened is found."""

import pytest
from django.db import IntegrityError, connection, transaction

from balancesheet.models import Event
from balancesheet.tests.make import make_entry
from balancesheet.tests.test_proofs import TABLES, failed

pytestmark = pytest.mark.usefixtures("books")

# One guard each, and all others as they were.
LOOSENED = {
    "a trigger that only some sessions have": "ALTER TABLE balancesheet_entry ENABLE TRIGGER balancesheet_before_entry",
    "a trigger that is gone": "DROP TRIGGER balancesheet_year_is_kept ON balancesheet_year",
    "a key that is gone": "ALTER TABLE balancesheet_entry DROP CONSTRAINT balancesheet_source_is_posted_once",
    "a rule that nobody asks of old rows": """
        ALTER TABLE balancesheet_posting DROP CONSTRAINT balancesheet_posting_moves_something_somewhere;
        ALTER TABLE balancesheet_posting ADD CONSTRAINT balancesheet_posting_moves_something_somewhere
            CHECK (amount <> 0) NOT VALID""",
    "foreign keys that are asleep": "ALTER TABLE balancesheet_event DISABLE TRIGGER ALL",
}


@pytest.mark.parametrize("loosening", LOOSENED)
def test_a_guard_that_was_loosened_is_found(loosening):
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(LOOSENED[loosening])

    assert failed() == {"guards_are_there_and_on"}


def test_a_session_that_calls_itself_a_replica_goes_past_no_guard():
    Event.objects.create(ref="fair", words="A fair", primary_unit_id="HOUR")
    make_entry(event="fair")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            for attack in (f"DELETE FROM balancesheet_{table}", f"TRUNCATE balancesheet_{table} CASCADE"):
                with pytest.raises(IntegrityError), transaction.atomic():
                    cursor.execute(attack)
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("INSERT INTO balancesheet_posting SELECT * FROM balancesheet_posting")
