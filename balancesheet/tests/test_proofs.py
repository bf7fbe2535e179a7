"""Each proof finds what it is for: what even a superuser did, with the triggers off."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from balancesheet import ledger, proofs
from balancesheet.models import Event, MonthTotal
from balancesheet.tests.make import NOON, close, hours, make_entry, make_person, money

pytestmark = pytest.mark.usefixtures("books")

THE_LAST = "entry_id = (SELECT max(entry_id) FROM balancesheet_posting)"
POSTED = """FROM balancesheet_posting p
    WHERE p.ledger_id = t.ledger_id AND month = dated - extract(day FROM dated)::int + 1"""

ALWAYS = import_module("balancesheet.migrations.0019_no_way_round").ALWAYS
ALWAYS_TOO = import_module("balancesheet.migrations.0020_year_totals").ALWAYS
TABLES = (
    *("entry", "posting", "monthtotal", "yeartotal", "year"),
    *("ledger", "unit", "account", "chart", "chartline", "event"),
)

# What a superuser does past the triggers, and the proofs that find it.
TAMPERED = {
    "an amount is changed in a posting": (
        f"UPDATE balancesheet_posting SET amount = amount + 1 WHERE {THE_LAST}",
        {"month_totals_are_the_sums_of_postings", "postings_are_the_lines_of_their_entries"},
    ),
    "an amount is changed wherever it stands": (
        f"""
        UPDATE balancesheet_posting SET amount = 1 WHERE debit_id = '1010';
        UPDATE balancesheet_entry SET lines = jsonb_set(lines, '{{0,3}}', '1') WHERE lines @> '[["1010"]]';
        UPDATE balancesheet_monthtotal t SET
            debit = (SELECT coalesce(sum(amount), 0) {POSTED} AND debit_id = account_id),
            credit = (SELECT coalesce(sum(amount), 0) {POSTED} AND credit_id = account_id)
        """,
        {"digests_are_of_what_entries_say"},
    ),
    "a posting is deleted": (
        f"DELETE FROM balancesheet_posting WHERE {THE_LAST}",
        {"month_totals_are_the_sums_of_postings", "postings_are_the_lines_of_their_entries"},
    ),
    "a posting is added": (
        """INSERT INTO balancesheet_posting (entry_id, line_no, ledger_id, dated, unit_id, debit_id, credit_id, amount)
        SELECT entry_id, line_no + 9, ledger_id, dated, unit_id, debit_id, credit_id, amount
        FROM balancesheet_posting ORDER BY entry_id LIMIT 1""",
        {"month_totals_are_the_sums_of_postings", "postings_are_the_lines_of_their_entries"},
    ),
    "a posting is moved to another ledger": (
        "UPDATE balancesheet_posting SET ledger_id = 'N2' WHERE debit_id = '1020'",
        {"month_totals_are_the_sums_of_postings", "postings_are_the_lines_of_their_entries"},
    ),
    "a posting is put into another unit": (
        "UPDATE balancesheet_posting SET unit_id = 'HOUR' WHERE debit_id = '1020'",
        {"accounts_are_kept_in_the_unit_of_what_is_posted", "postings_are_the_lines_of_their_entries"},
    ),
    "a total is changed": (
        "UPDATE balancesheet_monthtotal SET debit = debit + 1 WHERE account_id = '1020'",
        {"month_totals_are_the_sums_of_postings", "debits_are_credits"},
    ),
    "a total is deleted": (
        "DELETE FROM balancesheet_monthtotal WHERE account_id = '1020'",
        {"month_totals_are_the_sums_of_postings", "debits_are_credits"},
    ),
    "a total is added": (
        """INSERT INTO balancesheet_monthtotal (ledger_id, account_id, month, debit, credit)
        VALUES ('N1', '2010', '2025-06-01', 1, 1)""",
        {"month_totals_are_the_sums_of_postings"},
    ),
    "the words are changed": (
        "UPDATE balancesheet_entry SET words = 'Else' WHERE source_ref = 'declared'",
        {"digests_are_of_what_entries_say"},
    ),
    "the words are changed and the digest with them": (
        """UPDATE balancesheet_entry SET words = 'Else', digest = balancesheet_digest(ledger_id, dated, source,
            source_ref, kind, restates, why, 'Else', foundation_id, event_id, grade, lines)
        WHERE source_ref = 'old'""",
        {"seals_are_of_the_entries_and_the_year_before"},
    ),
    "an entry of a closed year is deleted": (
        """DELETE FROM balancesheet_posting WHERE dated < '2025-04-01' AND ledger_id = 'N1';
        DELETE FROM balancesheet_entry WHERE source_ref = 'old';
        DELETE FROM balancesheet_monthtotal WHERE month < '2025-04-01' AND ledger_id = 'N1'""",
        {"seals_are_of_the_entries_and_the_year_before"},
    ),
    "a seal is changed": (
        "UPDATE balancesheet_year SET seal = repeat('0', 64) WHERE closed_at IS NOT NULL",
        {"seals_are_of_the_entries_and_the_year_before"},
    ),
    "a year is opened again behind a closed one": (
        """UPDATE balancesheet_year SET closed_at = NULL, closed_by_id = NULL, seal = ''
        WHERE ledger_id = 'N1' AND year_starting = 2024""",
        {"seals_are_of_the_entries_and_the_year_before", "restatements_are_of_closed_years"},
    ),
    "a year is taken out": (
        "DELETE FROM balancesheet_year WHERE ledger_id = 'TOWN' AND year_starting = 2025",
        {"years_follow_each_other"},
    ),
    "an entry is put into another year": (
        "UPDATE balancesheet_entry SET year_starting = 2024 WHERE source_ref = 'declared'",
        {"entries_are_in_their_years"},
    ),
    "an entry has no year": (
        "DELETE FROM balancesheet_year WHERE ledger_id = 'N2' AND year_starting = 2026",
        {"entries_are_in_their_years"},
    ),
    "a reversal reverses something else": (
        """UPDATE balancesheet_entry SET reverses_id = (SELECT id FROM balancesheet_entry WHERE source_ref = 'declared')
        WHERE kind = 'reversal'""",
        {"reversals_mirror_what_they_reverse"},
    ),
    "an entry restates a year that is open": (
        """UPDATE balancesheet_entry SET restates = 2026, digest = balancesheet_digest(ledger_id, dated, source,
            source_ref, kind, 2026::smallint, why, words, foundation_id, event_id, grade, lines)
        WHERE kind = 'restatement'""",
        {"restatements_are_of_closed_years"},
    ),
    "an opening balance is called a movement": (
        """UPDATE balancesheet_entry SET kind = 'movement', digest = balancesheet_digest(ledger_id, dated, source,
            source_ref, 'movement', restates, why, words, foundation_id, event_id, grade, lines)
        WHERE kind = 'opening' AND ledger_id = 'N2'""",
        {"opening_balances_stand_apart"},
    ),
    "a line is taken off the chart": (
        "DELETE FROM balancesheet_chartline WHERE account_id = '1020'",
        {"accounts_are_on_the_chart_of_the_year"},
    ),
    "an entry that somebody checks alone": (
        "UPDATE balancesheet_entry SET checked_at = now(), checked_by_id = (SELECT min(id) FROM auth_user)",
        {"entries_answer_for_themselves"},
    ),
    "a reason is wiped out": (
        """UPDATE balancesheet_entry SET why = '', digest = balancesheet_digest(ledger_id, dated, source,
            source_ref, kind, restates, '', words, foundation_id, event_id, grade, lines)
        WHERE kind = 'restatement'""",
        {"entries_answer_for_themselves"},
    ),
    "a year's total is changed": (
        "UPDATE balancesheet_yeartotal SET debits = debits + 1 WHERE account_id = '1020'",
        {"year_totals_are_the_sums_of_postings"},
    ),
    "a happening is taken out": ("DELETE FROM balancesheet_event", {"entries_name_what_is_on_record"}),
    "nothing, and the triggers stay off": ("SELECT 1", {"guards_are_there_and_on"}),
}


@pytest.fixture
def lived_in(books):
    """Books in which everything happened that can: every proof has something to look at."""
    make_entry("open", ledger="N2", kind="opening", credits=[money("3000")])
    Event.objects.create(ref="fair", words="A fair", primary_unit_id="HOUR")
    make_entry("old", dated=date(2024, 6, 1), event="fair")
    make_entry("declared", debits=[money("1020"), hours("5200")], credits=[money("4040"), hours("4200")])
    make_entry("town", ledger="TOWN")
    make_entry("later", ledger="N2", dated=date(2026, 6, 1))
    ledger.reverse(entry=make_entry("twice").pk, why="Twice", at=NOON)
    make_entry("due", debits=[money("1300", 40)], credits=[money("4020", 40)])
    make_entry("owed", ledger="N2", debits=[money("5060", 40)], credits=[money("2200", 40)])
    close(2024)
    make_entry("late", kind="restatement", restates=2024, why="Late")
    close(2025)


@contextmanager
def guards_off():
    """Past every guard, as only the owner of the tables can, and only by switching each off."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE balancesheet_{table} DISABLE TRIGGER ALL")
        yield cursor
        for table in TABLES:
            cursor.execute(f"ALTER TABLE balancesheet_{table} ENABLE TRIGGER ALL")
        cursor.execute(ALWAYS)
        cursor.execute(ALWAYS_TOO)


def failed():
    return {proof.name for proof in proofs.proofs() if proof.count}


def test_all_of_it_holds_of_books_in_which_everything_happened(lived_in):
    assert failed() == set()


def test_all_of_it_holds_of_empty_books():
    assert failed() == set()


@pytest.mark.parametrize("tampering", TAMPERED)
def test_what_a_superuser_does_past_the_triggers_is_found(lived_in, tampering):
    statement, found_by = TAMPERED[tampering]
    with guards_off() as cursor:
        cursor.execute(statement)
        found = failed()
        with pytest.raises(CommandError) as refused:
            check_ledger()

    assert found_by <= found
    assert all(name.replace("_", " ") in str(refused.value) for name in found)
    if tampering != "nothing, and the triggers stay off":
        assert failed() >= found_by


def test_what_one_neighbourhood_says_alone_does_not_net(lived_in):
    make_entry("half", dated=NOON.date(), debits=[money("1300", 5)], credits=[money("4020", 5)])

    assert failed() == {"what_neighbourhoods_owe_each_other_nets_to_nothing"}


def test_every_proof_is_tried():
    tried = set().union(*(found_by for _, found_by in TAMPERED.values()))
    tried.add("what_neighbourhoods_owe_each_other_nets_to_nothing")

    assert tried == {path.stem for path in proofs.FOLDER.glob("*.sql")}


def test_a_proof_shows_the_first_rows_and_counts_all():
    for number in range(25):
        make_entry(str(number))
    with guards_off() as cursor:
        cursor.execute("UPDATE balancesheet_entry SET words = 'Else'")

    proof = proofs.proof("digests_are_of_what_entries_say")

    assert (proof.count, len(proof.against)) == (25, 10)
    assert proof.against[0]["source_ref"] == "0"


def check_ledger(**options):
    out = StringIO()
    call_command("check_ledger", stdout=out, no_color=True, **options)
    return out.getvalue()


def test_the_command_prints_the_trial_balance_of_each_ledger_and_unit(lived_in):
    lines = check_ledger().splitlines()

    heads = [line.split()[-2:] for line in lines if line.startswith("Chells, Pounds ")]
    chells = lines[[line.startswith("Chells, Pounds ") for line in lines].index(True) + 1 :]
    assert heads == [["Debit", "Credit"]]
    assert [line.split() for line in chells[:6]] == [
        ["1010", "Neighbourhood", "budget", "held", "by", "the", "council", "2.00", "0.00"],
        ["2200", "Due", "to", "other", "neighbourhoods", "0.00", "0.40"],
        ["3000", "Community", "fund", "at", "start", "of", "recording", "0.00", "1.00"],
        ["4010", "Council", "neighbourhood", "allocation", "0.00", "1.00"],
        ["5060", "Grants", "passed", "on", "to", "groups", "0.40", "0.00"],
        ["Sum", "2.40", "2.40"],
    ]
    assert [line for line in lines if line.startswith("Pin Green, Hours ")]
    assert [line for line in lines if line.startswith("Pin Green, 2024-25: closed 4 May 2026, seal ")]
    assert lines[-1] == "All of it holds."


def test_the_command_fails_and_names_what_is_off(lived_in):
    with guards_off() as cursor:
        cursor.execute("UPDATE balancesheet_monthtotal SET debit = debit + 1 WHERE account_id = '1020'")
    out = StringIO()

    with pytest.raises(CommandError, match="debits are credits; month totals are the sums of postings"):
        call_command("check_ledger", stdout=out, no_color=True)

    assert "FAILS: debits are credits, once\n  ledger_id N1, unit_id GBP, year_starting 2025" in out.getvalue()
    assert "Holds: digests are of what entries say" in out.getvalue()


def test_totals_can_be_made_anew_and_are_guarded_as_before(lived_in):
    before = list(MonthTotal.objects.order_by("pk").values_list())
    with guards_off() as cursor:
        cursor.execute("UPDATE balancesheet_monthtotal SET debit = 0")
        cursor.execute("DELETE FROM balancesheet_monthtotal WHERE account_id = '1020'")

    assert check_ledger(repair=True).endswith("All of it holds.\n")

    assert list(MonthTotal.objects.order_by("pk").values_list()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthTotal.objects.update(debit=0)


def test_of_an_empty_portal_the_command_says_that_nothing_was_posted(db):
    lines = check_ledger().splitlines()

    assert lines[0] == "Nothing was posted yet."
    assert lines[-1] == "All of it holds."


def test_days_are_said_as_in_the_united_kingdom(books):
    # Half past midnight of 1 April, in British Summer Time.
    ledger.close_year(
        ledger="N1", year_starting=2024, by=make_person("closes"), at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    )

    assert "Pin Green, 2024-25: closed 1 April 2026, seal " in check_ledger()
