"""Several at once, and one that is killed: on a database of their own, where others see only what is committed."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest
from django.db import connection
from psycopg2.extensions import (
    ISOLATION_LEVEL_READ_COMMITTED,
    ISOLATION_LEVEL_REPEATABLE_READ,
    ISOLATION_LEVEL_SERIALIZABLE,
)

from balancesheet import proofs
from balancesheet.ledger.drafts import said
from balancesheet.tests.make import NOON, make_draft, money

CHECKOUT = Path(__file__).resolve().parents[2]
LEVELS = [ISOLATION_LEVEL_READ_COMMITTED, ISOLATION_LEVEL_REPEATABLE_READ, ISOLATION_LEVEL_SERIALIZABLE]
CLOSE = """
    UPDATE balancesheet_year SET closed_at = now(), closed_by_id = (SELECT min(id) FROM auth_user)
    WHERE ledger_id = %s AND year_starting = 2024 AND closed_at IS NULL
"""

pytestmark = [pytest.mark.slow]


class Database:
    """A database beside that of the tests, with processes and sessions that use it."""

    def __init__(self, name):
        self.name = name
        self.address = {**connection.get_connection_params(), "dbname": name}
        query = urlencode({key: self.address[key] for key in ("host", "port") if key in self.address})
        user = f"{self.address['user']}:{self.address.get('password', '')}"
        self.environment = {**os.environ, "DATABASE_URL": f"postgres://{user}@/{name}?{query}"}

    def session(self, level=ISOLATION_LEVEL_READ_COMMITTED, **changed):
        opened = psycopg2.connect(**{**self.address, **changed})
        opened.set_session(isolation_level=level)
        return opened

    def sql(self, statement, *parameters, **changed):
        session = self.session(**changed)
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows = cursor.fetchall() if cursor.description else cursor.rowcount
        session.close()
        return rows

    def manage(self, *arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def busy(self, act, own, count=0):
        return subprocess.Popen(
            [sys.executable, "-m", "balancesheet.tests.busy", act, own, str(count)],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def count(self, own):
        return self.sql("SELECT count(*) FROM balancesheet_entry WHERE source_ref LIKE %s", f"{own} %")[0][0]

    def failed(self):
        paths = sorted(proofs.FOLDER.glob("*.sql"))
        return [path.stem for path in paths if self.sql(path.read_text(encoding="utf-8"))]


def printed(process):
    out, faults = process.communicate(timeout=180)
    assert process.returncode == 0, faults
    return out.strip()


@pytest.fixture(scope="module")
def template(django_db_setup, django_db_blocker):
    """A database with books, to be copied: migrating takes longer than what is tested."""
    with django_db_blocker.unblock():
        home = connection.settings_dict["NAME"]
        made = Database("ledger_template")
        made.sql("DROP DATABASE IF EXISTS ledger_template", dbname=home)
        made.sql("CREATE DATABASE ledger_template", dbname=home)
        made.manage("migrate", "-v0")
        assert printed(made.busy("books", "")) == "made"
        yield home
        made.sql("DROP DATABASE ledger_template", dbname=home)


@pytest.fixture
def database(template):
    """Ledgers N1, N2 and TOWN with the years 2024-25 and 2025-26, nothing in them."""
    copy = Database("ledger_at_once")
    copy.sql("CREATE DATABASE ledger_at_once TEMPLATE ledger_template", dbname=template)
    yield copy
    copy.sql("DROP DATABASE ledger_at_once WITH (FORCE)", dbname=template)


def post(session, ref="1", **says):
    with session.cursor() as cursor:
        cursor.execute("SELECT balancesheet_post(%s)", [said(make_draft(ref, dated=date(2024, 6, 1), **says), at=NOON)])
        return cursor.fetchone()[0]


def close(session, code="N1"):
    with session.cursor() as cursor:
        cursor.execute(CLOSE, [code])
        return cursor.rowcount


class Meanwhile(threading.Thread):
    """Something that waits for another session: its answer, or the error it ended with."""

    def __init__(self, database, act):
        super().__init__()
        self.act = act
        self.answer = self.error = None
        self.start()
        give_up = time.monotonic() + 10
        while not database.sql("SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert self.is_alive(), "it did not wait"
            assert time.monotonic() < give_up

    def run(self):
        try:
            self.answer = self.act()
        except psycopg2.Error as error:
            self.error = error


@pytest.mark.parametrize("level", LEVELS)
def test_a_close_waits_for_what_is_being_posted_and_seals_it(database, level):
    poster, closer = database.session(level), database.session()
    post(poster)

    closing = Meanwhile(database, lambda: (close(closer), closer.commit()))
    poster.commit()
    closing.join()

    assert closing.answer[0] == 1
    assert database.failed() == []
    assert database.sql("SELECT source_ref FROM balancesheet_entry") == [("1",)]
    with pytest.raises(psycopg2.IntegrityError, match="is closed"):
        post(poster, "2")


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_posted_while_a_year_closes_waits_and_is_refused(database, level):
    poster, closer = database.session(level), database.session()
    close(closer)

    posting = Meanwhile(database, lambda: post(poster))
    closer.commit()
    posting.join()

    # An older snapshot cannot see the close, and may not go on.
    expected = psycopg2.IntegrityError if level == ISOLATION_LEVEL_READ_COMMITTED else psycopg2.OperationalError
    assert isinstance(posting.error, expected)
    poster.rollback()
    assert database.sql("SELECT 1 FROM balancesheet_entry") == []
    assert database.failed() == []


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_posted_while_a_close_is_given_up_goes_through(database, level):
    poster, closer = database.session(level), database.session()
    close(closer)

    posting = Meanwhile(database, lambda: (post(poster), poster.commit()))
    closer.rollback()
    posting.join()

    assert posting.error is None
    assert database.failed() == []


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_snapshot_from_before_the_close_cannot_post_behind_it(database, level):
    poster = database.session(level)
    with poster.cursor() as cursor:
        cursor.execute("SELECT closed_at FROM balancesheet_year")

    assert database.sql(CLOSE, "N1") == 1

    with pytest.raises(psycopg2.OperationalError, match="could not serialize"):
        post(poster)


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_year_is_not_closed_on_a_snapshot_that_might_miss_an_entry(database, level):
    closer = database.session(level)

    with pytest.raises(psycopg2.IntegrityError, match="close a year under READ COMMITTED"):
        close(closer)


def test_a_chart_and_a_close_at_once_do_not_pass_each_other(database):
    first, second = database.session(), database.session()
    chart = "INSERT INTO balancesheet_chart VALUES (%s, 2024, 'Without lines')"
    close(first)

    charting = Meanwhile(database, lambda: second.cursor().execute(chart, [2]))
    first.commit()
    charting.join()

    assert isinstance(charting.error, psycopg2.IntegrityError)
    assert database.failed() == []


def test_two_who_post_and_then_close_at_once_are_told_apart(database):
    first, second = database.session(), database.session()
    post(first, "1")
    post(second, "2", debits=[money("1020")], credits=[money("4020")])

    # Each waits for the other's entry. PostgreSQL sends away whom it finds first; nothing of theirs is left.
    closings = [
        Meanwhile(database, lambda session=session: (close(session), session.commit())) for session in (first, second)
    ]
    for closing, session in zip(closings, (first, second), strict=True):
        closing.join()
        session.rollback()

    (error,) = [closing.error for closing in closings if closing.error]
    assert isinstance(error, psycopg2.errors.DeadlockDetected)
    assert database.sql("SELECT count(*) FROM balancesheet_entry") == [(1,)]
    assert database.failed() == []


def test_of_two_who_close_at_once_one_does(database):
    first, second = database.session(), database.session()
    close(first)

    closing = Meanwhile(database, lambda: close(second))
    first.commit()
    closing.join()

    assert closing.answer == 0


def test_two_first_years_at_once_are_one(database):
    database.sql(
        "INSERT INTO charter_neighbourhood (code, short_code, name, description, is_outline_confirmed, valid_from)"
        " VALUES ('new', 'N7', 'New', '', false, '2027-04-01')"
    )
    database.sql("INSERT INTO balancesheet_ledger VALUES ('N7', 'new')")
    insert = "INSERT INTO balancesheet_year (ledger_id, year_starting, seal) VALUES ('N7', %s, '')"
    first, second = database.session(), database.session(ISOLATION_LEVEL_REPEATABLE_READ)
    first.cursor().execute(insert, [2026])

    opening = Meanwhile(database, lambda: second.cursor().execute(insert, [2025]))
    first.commit()
    opening.join()

    assert isinstance(opening.error, psycopg2.IntegrityError)


def test_four_who_post_the_same_post_it_once(database):
    processes = [database.busy("post", "same", 150) for _ in range(4)]

    assert [printed(process) for process in processes] == ["150"] * 4
    assert database.count("same") == 150
    assert database.failed() == []


def test_officers_and_imports_on_the_same_accounts_do_not_lock_each_other_out(database):
    processes = [database.busy("post", f"officer{number}", 250) for number in range(2)]
    processes += [database.busy("post_many", f"import{number}", 4000) for number in range(2)]

    assert [printed(process) for process in processes] == ["250", "250", "4000", "4000"]
    assert database.sql("SELECT count(*) FROM balancesheet_posting")[0][0] == 8500
    assert database.failed() == []


def test_a_year_that_closes_while_officers_post_holds_all_that_it_let_in(database):
    processes = [database.busy("post", f"officer{number}", 1_000_000) for number in range(2)]
    while database.count("officer0") < 50 or database.count("officer1") < 50:
        time.sleep(0.05)
    # The entries are of June 2025.
    close_both = "UPDATE balancesheet_year SET closed_at = now(), closed_by_id = (SELECT min(id) FROM auth_user) WHERE"

    database.sql(f"{close_both} ledger_id = 'N1' AND year_starting = 2024")
    database.sql(f"{close_both} ledger_id = 'N1' AND year_starting = 2025")
    posted = [int(printed(process)) for process in processes]

    assert [database.count(f"officer{number}") for number in range(2)] == posted
    assert database.failed() == []


def test_who_is_killed_in_the_middle_of_many_entries_leaves_none(database):
    began = time.monotonic()
    assert printed(database.busy("post_many", "measured", 30_000)) == "30000"
    whole = time.monotonic() - began

    for percent in (40, 60, 80, 95):
        process = database.busy("post_many", f"killed{percent}", 30_000)
        time.sleep(whole * percent / 100)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        # Killed, or done before: all of it or nothing.
        assert database.count(f"killed{percent}") in (0, 30_000)

    assert database.failed() == []
