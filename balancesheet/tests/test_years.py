"""Financial years: opened one after the other, closed once and for ever, and sealed."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from balancesheet import ledger
from balancesheet.ledger import AlreadyClosed, DoesNotNet, EarlierYearIsOpen, NothingToRestate, Refused, YearIsClosed
from balancesheet.models import Chart, ChartLine, Entry, Year
from balancesheet.pages import year_balances
from balancesheet.tests.make import NOON, close, make_entry, make_person, money
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.usefixtures("books")


def seal_of(code, year, before, digests):
    return hashlib.sha256("\n".join([code, str(year), before, *sorted(digests)]).encode()).hexdigest()


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 3, 31), 2024), (date(2025, 4, 1), 2025), (date(2025, 12, 31), 2025), (date(2026, 1, 1), 2025)],
)
def test_an_entry_is_in_the_year_of_its_day(day, year):
    assert make_entry(dated=day).year_starting == year


def test_a_closed_year_says_who_closed_it_and_is_sealed_over_its_entries():
    entries = [make_entry(str(number), dated=date(2024, 4, 1)) for number in range(3)]
    make_entry("next year", dated=date(2025, 4, 1))
    make_entry("elsewhere", ledger="N2", dated=date(2024, 4, 1))

    year = close(2024)

    assert (year.closed_at, year.closed_by) == (NOON, make_person("closes"))
    assert year.seal == seal_of("N1", 2024, "", [entry.digest for entry in entries])


def test_a_seal_holds_that_of_the_year_before():
    first = close(2024)
    entry = make_entry(dated=date(2026, 3, 31))

    second = close(2025)

    assert first.seal == seal_of("N1", 2024, "", [])
    assert second.seal == seal_of("N1", 2025, first.seal, [entry.digest])


def test_earlier_years_close_first():
    with pytest.raises(EarlierYearIsOpen, match="the year before 2025 is open: N1"):
        close(2025)

    assert not Year.objects.closed().exists()


def test_a_year_in_which_neighbourhoods_disagree_on_what_they_owe_is_not_closed():
    make_entry("due", debits=[money("1300", 40)], credits=[money("4020", 40)])
    close(2024)

    with pytest.raises(DoesNotNet, match="in the year from April 2025 is out by 40 in GBP"):
        close(2025)
    make_entry("owed", ledger="N2", debits=[money("5060", 40)], credits=[money("2200", 40)])

    assert close(2025).seal


def test_a_year_is_closed_once():
    first = close(2024)

    with pytest.raises(AlreadyClosed):
        close(2024)
    assert Year.objects.closed().get() == first


def test_ledgers_close_apart():
    close(2024)
    close(2024, code="N2")

    assert make_entry("1", ledger="TOWN", dated=date(2024, 6, 1)).pk


def test_nothing_is_posted_to_a_closed_year():
    close(2024)

    with pytest.raises(YearIsClosed, match="the year of ledger N1 that holds 2025-03-31 is closed"):
        make_entry(dated=date(2025, 3, 31))
    assert not Entry.objects.exists()


def test_a_late_correction_restates_the_closed_year_in_an_open_one():
    close(2024)

    entry = make_entry(kind="restatement", restates=2024, why="An invoice came late")

    assert (entry.year_starting, entry.restates) == (2025, 2024)
    assert {balance.closing for balance in year_balances(year_starting=2024)} == set()


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_only_a_closed_year_is_restated(year):
    with pytest.raises(NothingToRestate, match=f"no closed year that begins in {year}"):
        make_entry(kind="restatement", restates=year, why="An invoice came late")


def test_years_are_opened_one_after_the_other():
    assert ledger.open_year(ledger="N1", year_starting=2027).year_before == 2026

    for year in (2023, 2026, 2029):
        with pytest.raises(Refused):
            ledger.open_year(ledger="N1", year_starting=year)


def test_the_first_year_of_a_ledger_may_be_any():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO charter_neighbourhood (code, short_code, name, description, is_outline_confirmed,"
            " valid_from) VALUES ('new', 'N7', 'New', '', false, '2027-04-01')"
        )
        cursor.execute("INSERT INTO balancesheet_ledger VALUES ('N7', 'new')")

    assert ledger.open_year(ledger="N7", year_starting=2027).year_before is None


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        connection.check_constraints()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE balancesheet_year SET closed_at = NULL, closed_by_id = NULL, seal = '' WHERE seal <> ''",
        "UPDATE balancesheet_year SET closed_at = now() WHERE seal <> ''",
        "UPDATE balancesheet_year SET seal = repeat('0', 64) WHERE seal <> ''",
        "UPDATE balancesheet_year SET seal = repeat('0', 64) WHERE seal = ''",
        "UPDATE balancesheet_year SET year_starting = 2030 WHERE year_starting = 2026",
        "UPDATE balancesheet_year SET ledger_id = 'N2' WHERE year_starting = 2026",
        "DELETE FROM balancesheet_year",
        "TRUNCATE balancesheet_year",
        "TRUNCATE balancesheet_ledger CASCADE",
        # Before what is sealed, after a gap, twice, and closed from the start.
        "INSERT INTO balancesheet_year (ledger_id, year_starting, seal) VALUES ('N1', 2023, '')",
        "INSERT INTO balancesheet_year (ledger_id, year_starting, year_before, seal) VALUES ('N1', 2023, 2022, '')",
        "INSERT INTO balancesheet_year (ledger_id, year_starting, year_before, seal) VALUES ('N1', 2030, 2029, '')",
        "INSERT INTO balancesheet_year (ledger_id, year_starting, year_before, seal) VALUES ('N1', 2028, 2026, '')",
        "INSERT INTO balancesheet_year (ledger_id, year_starting, year_before, seal) VALUES ('N1', 2026, 2025, '')",
        (
            "INSERT INTO balancesheet_year (ledger_id, year_starting, year_before, closed_at, closed_by_id, seal)"
            " SELECT 'N1', 2027, 2026, now(), id, repeat('0', 64) FROM auth_user"
        ),
    ],
)
def test_a_year_is_only_ever_closed(statement):
    close(2024)
    before = list(Year.objects.values_list())

    with pytest.raises(IntegrityError):
        sql(statement)
    assert list(Year.objects.values_list()) == before


def test_a_seal_that_is_handed_in_is_not_taken():
    make_person("closes")

    sql(
        "UPDATE balancesheet_year SET closed_at = now(), closed_by_id = (SELECT min(id) FROM auth_user), seal = 'mine'"
        " WHERE ledger_id = 'N1' AND year_starting = 2024"
    )

    assert Year.objects.closed().get().seal == seal_of("N1", 2024, "", [])


def test_the_history_tells_of_a_close():
    year = close(2024)

    told = AuditEvent.objects.filter(table_name="balancesheet_year", row_key=year.pk, act="changed").get()
    assert told.after["seal"] == year.seal


def test_a_new_chart_reaches_no_closed_year():
    close(2024)
    late = Chart.objects.create(version=3, first_year=2025, note="In time")

    # Without a line it would take all names away.
    for first_year in (2023, 2024):
        with pytest.raises(IntegrityError, match="holds for a year that is closed"), transaction.atomic():
            Chart.objects.create(version=2, first_year=first_year, note="Too early")
    with pytest.raises(IntegrityError, match="holds for a year that is closed"), transaction.atomic():
        ChartLine.objects.create(chart_id=1, account_id="9999", name="A", section="A", position=999, block="care")
    assert ChartLine.objects.create(chart=late, account_id="1010", name="A", section="A", position=1, block="care").pk


def test_the_chart_of_a_year_is_the_last_that_began_by_then():
    Chart.objects.create(version=2, first_year=2025, note="Second")

    assert [[chart.version for chart in Chart.objects.of_year(year)] for year in (2019, 2020, 2024, 2025, 2030)] == [
        [],
        [1],
        [1],
        [2],
        [2],
    ]


def test_years_before_keep_their_figures_whatever_comes_after():
    make_entry("1", dated=date(2024, 6, 1), debits=[money("1010", 5)], credits=[money("4010", 5)])
    close(2024)
    before = year_balances(year_starting=2024)

    make_entry("2", dated=date(2025, 6, 1))
    make_entry("3", kind="restatement", restates=2024, why="Late")

    assert year_balances(year_starting=2024) == before
