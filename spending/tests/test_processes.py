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
from spending.tests.make_references import companies, company

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

    def rows(self, tables: tuple[str, ...] = TABLES) -> dict[str, int]:
        return {table: self.sql(f"SELECT count(*) FROM spending_{table}")[0][0] for table in tables}

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


# An officer at a desk of its own, as soon as both are there: accepts a file, then answers and takes back again and
# again, on the payees that the other decides on too.
OFFICER = """
import random, time
from django.contrib.auth.models import User
from django.utils.timezone import now
from spending import actions
from spending.actions import reviewing
from spending.models import Decision, ImportNote, Payee, Supplier

me = User.objects.create_user("officer{number}")
chance = random.Random({number})
name = "officers-{number}.csv"
supplier = Supplier.objects.create(name="Supplier of officer {number}")
while User.objects.filter(username__startswith="officer").count() < 2:
    time.sleep(0.01)
actions.accept(note=ImportNote.objects.get(file__name=name), by=me, at=now())
for turn in range(25):
    payee = chance.choice(list(Payee.objects.filter(body__name="Officers").order_by("pk")))
    mine = Decision.objects.standing().filter(decided_by=me).first()
    try:
        if mine and turn % 2:
            reviewing.undo(decision=mine, by=me, at=now())
        else:
            reviewing.accept(payee=payee, supplier=supplier, by=me, at=now())
    except (reviewing.DecidedAlready, reviewing.AlreadyUndone):
        pass
actions.undo(file=ImportNote.objects.get(file__name=name).file, why="At once", by=me, at=now()) if {number} else 0
"""


def a_year(year):
    """Return 600 payments to six payees on days of every month of a year."""
    return [
        [
            f"{number % 16 + 13}/{number % 12 + 1:02}/{year}",
            f"N{number}",
            f"Supplier {number % 6} Ltd",
            "Repairs",
            "600.00",
        ]
        for number in range(600)
    ]


def test_officers_who_decide_at_once_wait_for_each_other_and_leave_every_sum_right(database, tmp_path):
    for number in range(2):
        path = spend_file(tmp_path, a_year(2024 + number), name=f"officers-{number}.csv")
        assert outcome(database.importing(path, body="Officers")) == "imported"

    officers = [database.start("shell", "-v0", "-c", OFFICER.format(number=number)) for number in range(2)]
    faults = [process.communicate(timeout=240)[1] for process in officers]

    assert faults == ["", ""]
    checking = database.start("check_spending")
    assert checking.communicate(timeout=60)[0].endswith("every sum is right.\n")
    ((attributed,),) = database.sql("SELECT count(*) FROM spending_attributedpayment")
    assert attributed == 600


REFERENCES = ("referencefile", "registerentry", "registername")


def taking_in(database: Database, path: Path) -> subprocess.Popen[str]:
    return database.start("import_reference", "companies", str(path), "--json")


def register(folder: Path, *, day: str, first: int, count: int) -> Path:
    path = folder / f"BasicCompanyDataAsOneFile-{day}.csv"
    path.write_text(companies(*[company(f"{first + at:08}", f"COMPANY {at} LIMITED") for at in range(count)]))
    return path


def test_of_four_that_take_in_one_register_at_once_one_stores_it(database, tmp_path):
    path = register(tmp_path, day="2026-10-01", first=1, count=2000)

    outcomes = sorted(outcome(process) for process in [taking_in(database, path) for _ in range(4)])

    assert outcomes == ["duplicate", "duplicate", "duplicate", "imported"]
    assert database.rows(REFERENCES) == {"referencefile": 1, "registerentry": 2000, "registername": 2000}


def test_taking_in_a_register_that_is_killed_leaves_nothing(database, tmp_path):
    began, before = time.monotonic(), database.rows(REFERENCES)
    outcome(taking_in(database, register(tmp_path, day="2026-10-02", first=10_000, count=20_000)))
    whole, measured = time.monotonic() - began, database.rows(REFERENCES)
    assert measured["registerentry"] - before["registerentry"] == 20_000

    path = register(tmp_path, day="2026-10-03", first=50_000, count=20_000)
    for percent in (30, 60, 90):
        process = taking_in(database, path)
        time.sleep(whole * percent / 100)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        # Killed, or done before: all of it or nothing.
        now = database.rows(REFERENCES)
        stored = now["referencefile"] - measured["referencefile"]
        assert now["registerentry"] - measured["registerentry"] == stored * 20_000

    assert outcome(taking_in(database, path)) in ("imported", "duplicate")
    assert database.rows(REFERENCES)["registername"] == measured["registername"] + 20_000
