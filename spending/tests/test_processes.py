"""Imports by processes of their own: four at once, and one that is killed, on a database that goes with them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest
from django.db import connection

from spending.tests.make import numbered, spend_file

CHECKOUT = Path(__file__).resolve().parents[2]
NAME = "spending_processes"
TABLES = ("body", "sourcefile", "originalpiece", "payment", "quarantinedrow", "importnote")

pytestmark = [pytest.mark.slow]


class Database:
    """A database beside that of the tests: other processes see only what is committed."""

    def __init__(self) -> None:
        self.address = {**connection.get_connection_params(), "dbname": NAME}
        query = urlencode({key: self.address[key] for key in ("host", "port") if key in self.address})
        user = f"{self.address['user']}:{self.address.get('password', '')}"
        self.environment = {**os.environ, "DATABASE_URL": f"postgres://{user}@/{NAME}?{query}"}

    def sql(self, statement: str, *, name: str = NAME) -> list[tuple[int]]:
        asked = psycopg2.connect(**{**self.address, "dbname": name})
        asked.autocommit = True
        with asked.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        asked.close()
        return rows

    def rows(self) -> dict[str, int]:
        return {table: self.sql(f"SELECT count(*) FROM spending_{table}")[0][0] for table in TABLES}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def importing(self, path: Path, *, body: str) -> subprocess.Popen[str]:
        return self.start("import_spend", str(path), "--body", body, "--json")


def outcome(process: subprocess.Popen[str]) -> str:
    printed, faults = process.communicate(timeout=120)
    assert process.returncode == 0, faults
    return json.loads(printed)["outcome"]


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        beside = Database()
        home = connection.settings_dict["NAME"]
        beside.sql(f"DROP DATABASE IF EXISTS {NAME}", name=home)
        beside.sql(f"CREATE DATABASE {NAME}", name=home)
        migrating = beside.start("migrate", "-v0")
        assert migrating.communicate()[1] == ""
        yield beside
        beside.sql(f"DROP DATABASE {NAME} WITH (FORCE)", name=home)


def test_of_four_importers_of_one_file_at_once_one_stores_it(database, tmp_path):
    path = spend_file(tmp_path, numbered(2000))

    processes = [database.importing(path, body="Four at once") for _ in range(4)]
    outcomes = sorted(outcome(process) for process in processes)

    assert outcomes == ["duplicate", "duplicate", "duplicate", "imported"]
    (found,) = database.sql(
        "SELECT count(*) FROM spending_payment p JOIN spending_sourcefile f ON f.id = p.file_id"
        " JOIN spending_body b ON b.id = f.body_id WHERE b.name = 'Four at once'"
    )
    assert found == (2000,)


def test_an_importer_that_is_killed_at_any_moment_leaves_nothing(database, tmp_path):
    path = spend_file(tmp_path, numbered(60_000))
    before = database.rows()
    began = time.monotonic()
    outcome(database.importing(path, body="Measured"))
    whole = time.monotonic() - began
    measured = database.rows()
    assert measured["payment"] == before["payment"] + 60_000

    for percent in (35, 60, 80, 95):
        process = database.importing(path, body="Killed")
        time.sleep(whole * percent / 100)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        # Killed, or done before: all of it or nothing.
        (killed,) = database.sql(
            "SELECT count(*) FROM spending_sourcefile f JOIN spending_body b ON b.id = f.body_id"
            " WHERE b.name = 'Killed'"
        )
        assert database.rows()["payment"] - measured["payment"] == 60_000 * killed[0]

    assert outcome(database.importing(path, body="Killed")) in ("imported", "duplicate")
    assert database.rows()["payment"] == measured["payment"] + 60_000
