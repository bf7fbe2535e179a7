"""Two who pull at once, and one that is killed: on a database of their own, where others see only what is committed."""

import signal
import time

import pytest
from django.db import connection

from balancesheet.tests.test_at_once import Database, printed

pytestmark = [pytest.mark.slow]
MANY = 20_000
POSTING = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'WITH moved%%' AND state = 'active'"
COUNTS = "SELECT count(*), count(DISTINCT source_ref), count(reverses_id) FROM balancesheet_entry"


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """Books in which MANY payments are to be posted, each of a pound."""
    with django_db_blocker.unblock():
        home, own = connection.settings_dict["NAME"], Database("pulling_at_once")
        own.sql("DROP DATABASE IF EXISTS pulling_at_once", dbname=home)
        own.sql("CREATE DATABASE pulling_at_once", dbname=home)
        own.manage("migrate", "-v0")
        assert printed(own.busy("books", "")) == "made"
        assert printed(own.busy("paid", "", MANY)) == str(MANY)
        yield own
        own.sql("DROP DATABASE pulling_at_once WITH (FORCE)", dbname=home)


def entries(database):
    ((count,),) = database.sql("SELECT count(*) FROM balancesheet_entry")
    return count


def killed_while_it_posts(database):
    """Start a pull, and kill it while PostgreSQL is writing its entries: held at the totals, which come after them."""
    held = database.session()
    with held.cursor() as cursor:
        cursor.execute("LOCK TABLE balancesheet_monthtotal IN SHARE MODE")
    process = database.busy("pull", "")
    while not database.sql(f"{POSTING} AND wait_event_type = 'Lock'"):
        assert process.poll() is None, "it was done before it could be killed"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    held.close()
    while database.sql(POSTING):
        time.sleep(0.05)


def test_of_pulls_that_are_killed_and_pulls_at_once_each_payment_is_posted_once(database):
    killed_while_it_posts(database)
    # PostgreSQL may have finished the statement; it had nobody to commit it for.
    assert entries(database) == 0

    at_once = [database.busy("pull", "") for _ in range(3)]

    assert sorted(int(printed(process)) for process in at_once) == [0, 0, MANY]
    assert database.sql(COUNTS) == [(MANY, MANY, 0)]
    assert database.failed() == []


def test_who_is_killed_while_it_takes_back_has_taken_nothing_back(database):
    assert printed(database.busy("gone", "", MANY // 2)) == str(MANY // 2)

    killed_while_it_posts(database)
    assert database.sql("SELECT count(reverses_id) FROM balancesheet_entry") == [(0,)]

    assert printed(database.busy("pull", "")) == "0"
    assert database.sql("SELECT count(reverses_id) FROM balancesheet_entry") == [(MANY // 2,)]
    assert database.failed() == []


def test_only_what_was_written_upstream_is_a_reason_to_look(database):
    def looked_at(days):
        return printed(database.busy("pull_due", "", days)).split()

    looked_at(1)
    assert looked_at(2) == []

    database.sql("UPDATE spending_attributedpayment SET amount_pence = amount_pence WHERE payment_id = %s", MANY)
    # PostgreSQL counts what was written a moment after it was.
    time.sleep(1.1)
    assert looked_at(3) == ["payment"]
    assert looked_at(4) == []
