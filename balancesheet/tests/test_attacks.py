"""Every way round the ledger that we could think of: each is refused, or does no harm."""

import json
from contextlib import suppress
from io import StringIO

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from balancesheet import proofs
from balancesheet.models import Account, ChartLine, Entry, Event, Ledger, MonthTotal, Posting, Unit
from balancesheet.tests.make import JUNE, NOON, close, lines, make_draft, make_entry, totals

pytestmark = pytest.mark.usefixtures("books")


def by_hand(ref="by hand", **says):
    """Return an entry as somebody would write it who goes past the ledger."""
    named = {
        "ledger_id": "N1",
        "dated": JUNE,
        "year_starting": 1999,
        "source": "shell",
        "source_ref": ref,
        "digest": "made up",
        "lines": [["GBP", "1010", "4010", 100]],
        "kind": "movement",
        "words": "By hand",
        "grade": "D",
        "posted_at": NOON,
    }
    return Entry(**{**named, **says})


def state():
    return [list(model.objects.order_by("pk").values_list()) for model in (Entry, Posting, MonthTotal)]


def failed_proofs():
    return [proof.name for proof in proofs.proofs() if proof.count]


def test_an_entry_that_is_written_by_hand_is_a_whole_one():
    by_hand().save(force_insert=True)
    entry = Entry.objects.get()

    assert lines(entry) == [("GBP", "1010", "4010", 100)]
    assert entry.year_starting == 2025
    assert len(entry.digest) == 64
    assert totals() == {("1010", JUNE): (100, 0), ("4010", JUNE): (0, 100)}
    assert failed_proofs() == []


def test_entries_that_are_written_in_bulk_are_whole_ones():
    Entry.objects.bulk_create(by_hand(str(number)) for number in range(20))

    assert Posting.objects.count() == 20
    assert totals()["1010", JUNE] == (2000, 0)
    assert failed_proofs() == []


@pytest.mark.parametrize(
    "given",
    [
        [],
        {},
        "GBP",
        None,
        [[]],
        [["GBP", "1010", "4010"]],
        [["GBP", "1010", None, 100]],
        [["GBP", "1010", "4010", None]],
        [["GBP", "1010", "4010", 0]],
        [["GBP", "1010", "4010", -100]],
        [["GBP", "1010", "4010", 1.5]],
        [["GBP", "1010", "4010", 2**63]],
        [["GBP", "1010", "4010", "a pound"]],
        [["GBP", "1010", "1010", 100]],
        [["GBP", "1010", "4200", 100]],
        [["HOUR", "1010", "4010", 100]],
        [["EUR", "1010", "4010", 100]],
        [["GBP", "1010", "4010", 100], ["GBP", "1010", "9999", 100]],
        [["GBP", "1010", "3000", 100]],
        # What is no amount or account as we write it would be a posting, and another one than its line says.
        [["GBP", "1010", 3000, 100]],
        [["GBP", 1010, "4010", 100]],
        [["GBP", "1010", "4010", "100"]],
        [["GBP", "1010", "4010", "0100"]],
        [["GBP", "1010", "4010", " 100"]],
        [["GBP", "1010", "4010", True]],
        [["GBP", "1010", "4010", 100, "and a remark"]],
        [["GBP", "1010", "4010", 10**15]],
        [["GBP", '10"10', "4010", 100]],
        [["GBP", "1010", "4010", 100], []],
    ],
)
def test_lines_that_are_no_postings_are_no_entry(given):
    before = state()

    with pytest.raises(DatabaseError), transaction.atomic():
        by_hand(lines=given).save(force_insert=True)
    assert state() == before


@transaction.atomic
def write(entry):
    entry.save(force_insert=True)
    connection.check_constraints()


def test_entries_by_hand_are_held_to_years_keys_and_people():
    close(2024)
    make_entry("1")
    wrong = [
        by_hand(source="test", source_ref="1"),
        by_hand(dated=JUNE.replace(year=2024)),
        by_hand(dated=JUNE.replace(year=1990)),
        by_hand(ledger_id="N9"),
        by_hand(kind="opening"),
        by_hand(kind="other"),
        by_hand(grade="Z"),
        by_hand(words=""),
        by_hand(words=" \t\n"),
        by_hand(ref=" "),
        by_hand(source=" "),
        by_hand(source="s" * 52),
        by_hand(entered_at=NOON),
        by_hand(event_id="none"),
    ]

    for entry in wrong:
        with pytest.raises(DatabaseError):
            write(entry)
    assert Entry.objects.count() == 1


def posting(**says):
    entry = Entry.objects.first()
    named = {"entry": entry, "line_no": 2, "ledger_id": "N1", "dated": JUNE, "unit_id": "GBP"}
    return Posting(**{**named, "debit_id": "1010", "credit_id": "4010", "amount": 100, **says})


ORM = {
    "a posting is added": lambda: posting().save(force_insert=True),
    "postings are added in bulk": lambda: Posting.objects.bulk_create([posting(), posting(line_no=3)]),
    "an entry is saved again": lambda: Entry.objects.get().save(),
    "an entry is changed": lambda: Entry.objects.update(words="Else"),
    "an entry is changed in bulk": lambda: Entry.objects.bulk_update([entry_with(words="Else")], ["words"]),
    "an entry is moved": lambda: Entry.objects.update(ledger="N2"),
    "an entry is deleted": lambda: Entry.objects.all().delete(),
    "an entry is deleted at once": lambda: Entry.objects.all()._raw_delete("default"),
    "a posting is changed": lambda: Posting.objects.update(amount=1),
    "a posting is deleted": lambda: Posting.objects.all().delete(),
    "a total is changed": lambda: MonthTotal.objects.update(debit=1),
    "a total is added": lambda: MonthTotal.objects.create(
        ledger_id="N2", account_id="1010", month=JUNE, debit=1, credit=1
    ),
    "a total is deleted": lambda: MonthTotal.objects.all().delete(),
    "a happening is revalued": lambda: Event.objects.update(primary_unit="GBP"),
    "a unit is rescaled": lambda: Unit.objects.update(scale=1),
    "an account changes its type": lambda: Account.objects.update(type="EQ"),
    "a line is called otherwise": lambda: ChartLine.objects.update(name="Else"),
    "a ledger is deleted": lambda: Ledger.objects.filter(code="N2")._raw_delete("default"),
}


def entry_with(**changed):
    entry = Entry.objects.get()
    for name, value in changed.items():
        setattr(entry, name, value)
    return entry


@pytest.mark.parametrize("attack", ORM)
def test_nothing_that_was_written_changes_through_the_orm(attack):
    Event.objects.create(ref="fair", words="A fair", primary_unit_id="HOUR")
    make_entry(event="fair")
    before = state()

    with pytest.raises(IntegrityError), transaction.atomic():
        ORM[attack]()
    assert state() == before


TABLE = "balancesheet_posting"
POSTING = "dated, amount, credit_id, debit_id, ledger_id, unit_id"
SQL = [
    "UPDATE balancesheet_entry SET lines = '[]'",
    "UPDATE balancesheet_entry SET dated = dated + 1",
    "UPDATE balancesheet_entry SET digest = ''",
    "UPDATE balancesheet_entry SET checked_by_id = NULL",
    "UPDATE balancesheet_posting SET amount = amount + 1",
    "UPDATE balancesheet_posting SET debit_id = '1020'",
    "UPDATE balancesheet_posting SET entry_id = entry_id + 1",
    "UPDATE balancesheet_posting SET dated = dated + 1",
    "DELETE FROM balancesheet_posting",
    "DELETE FROM balancesheet_entry",
    "DELETE FROM balancesheet_monthtotal",
    "UPDATE balancesheet_monthtotal SET debit = 0",
    "TRUNCATE balancesheet_posting",
    "TRUNCATE balancesheet_entry CASCADE",
    "TRUNCATE balancesheet_monthtotal",
    "TRUNCATE balancesheet_unit CASCADE",
    "TRUNCATE auth_user CASCADE",
    "TRUNCATE charter_foundation CASCADE",
    "DELETE FROM balancesheet_account",
    "DELETE FROM balancesheet_chart",
    f"INSERT INTO {TABLE} ({POSTING}, line_no, entry_id) SELECT {POSTING}, line_no + 1, entry_id FROM {TABLE}",
    f"MERGE INTO {TABLE} p USING {TABLE} q ON false WHEN NOT MATCHED THEN INSERT VALUES (q.*)",
    f"INSERT INTO {TABLE} ({POSTING}, line_no, entry_id) SELECT {POSTING}, line_no, entry_id + 9 FROM {TABLE}",
    (
        "INSERT INTO balancesheet_entry SELECT * FROM balancesheet_entry"
        " ON CONFLICT (source, source_ref) DO UPDATE SET words = 'Else'"
    ),
    "MERGE INTO balancesheet_entry e USING (VALUES (1)) v ON true WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM balancesheet_posting RETURNING *) SELECT count(*) FROM gone",
    "UPDATE balancesheet_account SET role = 'opening'",
    "UPDATE balancesheet_account SET unit_id = 'HOUR' WHERE code = '1010'",
]


@pytest.mark.parametrize("statement", SQL)
def test_nothing_that_was_written_changes_through_sql(statement):
    make_entry()
    before = state()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert state() == before


def shadow(name):
    """Put a table of our own making before the real one."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {name} (LIKE {name} INCLUDING ALL) ON COMMIT DROP")


def test_a_table_that_is_put_before_ours_changes_nothing():
    close(2024)
    for name in ("balancesheet_year", "balancesheet_posting", "balancesheet_monthtotal"):
        shadow(name)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO balancesheet_year (ledger_id, year_starting, seal) VALUES ('N1', 2024, '')")

    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic():
        by_hand(dated=JUNE.replace(year=2024)).save(force_insert=True)
    by_hand().save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE pg_temp.balancesheet_posting, pg_temp.balancesheet_monthtotal, pg_temp.balancesheet_year"
        )

    assert totals() == {("1010", JUNE): (100, 0), ("4010", JUNE): (0, 100)}
    assert failed_proofs() == []


def test_a_second_entry_under_one_key_is_refused_whoever_writes_it():
    make_entry("1")

    with pytest.raises(IntegrityError, match="balancesheet_source_is_posted_once"), transaction.atomic():
        by_hand(source="test", source_ref="1").save(force_insert=True)


def test_a_copy_from_a_file_makes_whole_entries_too(tmp_path):
    path = tmp_path / "entries.csv"
    line = json.dumps([["GBP", "1010", "4010", 100]]).replace('"', '""')
    path.write_text(f'N1,2025-06-01,shell,1,movement,,Words,A,2026-01-01,"{line}"\n')

    with connection.cursor() as cursor, path.open() as file:
        cursor.copy_expert(
            "COPY balancesheet_entry (ledger_id, dated, source, source_ref, kind, why, words, grade, posted_at, lines)"
            " FROM STDIN (FORMAT csv, FORCE_NOT_NULL (why))",
            file,
        )

    assert totals()["1010", JUNE] == (100, 0)
    assert failed_proofs() == []


def test_a_copy_of_postings_or_totals_is_refused():
    make_entry()
    before = state()

    for table in ("posting", "monthtotal"):
        with pytest.raises(psycopg2.IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.copy_expert(f"COPY balancesheet_{table} FROM STDIN", StringIO())
    assert state() == before


def test_an_entry_that_is_given_up_leaves_nothing_on_any_account():
    with transaction.atomic():
        make_entry("kept")
        with suppress(ZeroDivisionError), transaction.atomic():
            make_entry("given up")
            1 / 0  # noqa: B018

    assert totals() == {("1010", JUNE): (100, 0), ("4010", JUNE): (0, 100)}
    assert failed_proofs() == []


def test_the_function_that_posts_takes_no_other_way(books):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT balancesheet_post(%s)", [json.dumps({"ledger": make_draft().ledger})])

    assert not Entry.objects.exists()
