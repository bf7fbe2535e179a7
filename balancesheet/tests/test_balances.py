"""What is on accounts over a year: opening + movements = closing, for each ledger and for all."""

from collections import Counter
from datetime import date

import pytest

from balancesheet.models import Unit
from balancesheet.pages import Balance, balances, year_balances
from balancesheet.tests.make import JUNE, close, make_entry, money

pytestmark = pytest.mark.usefixtures("books")


def year(year_starting, ledger="N1"):
    found = year_balances(year_starting=year_starting, ledger=ledger)
    return {each.account: (each.opening, each.debit, each.credit, each.closing) for each in found}


def test_a_stock_is_carried_on_and_a_flow_begins_each_year_at_nothing():
    make_entry("1", dated=date(2025, 3, 31), debits=[money("1010", 50)], credits=[money("4010", 50)])
    make_entry("2", dated=date(2025, 4, 1), debits=[money("1010", 7)], credits=[money("4010", 7)])
    make_entry("3", dated=date(2026, 3, 31), debits=[money("5040", 20)], credits=[money("1010", 20)])

    assert year(2024) == {"1010": (0, 50, 0, 50), "4010": (0, 0, 50, -50)}
    assert year(2025) == {"1010": (50, 7, 20, 37), "4010": (0, 0, 7, -7), "5040": (0, 20, 0, 20)}
    assert year(2026) == {"1010": (37, 0, 0, 37)}
    assert year(2023) == {}


def test_each_years_closing_is_the_next_years_opening():
    for number, day in enumerate([date(2024, 4, 1), date(2025, 3, 31), JUNE, date(2026, 3, 31), date(2026, 4, 1)], 1):
        make_entry(str(number), dated=day, debits=[money("1010", number)], credits=[money("2010", number)])

    for before, after in ((2024, 2025), (2025, 2026)):
        closings = {account: figures[3] for account, figures in year(before).items()}
        assert closings == {account: figures[0] for account, figures in year(after).items()}


def test_ledgers_add_up_to_the_borough():
    for number, code in enumerate(("N1", "N2", "TOWN", "N1"), start=1):
        make_entry(str(number), ledger=code, debits=[money("1010", number)], credits=[money("4010", number)])

    borough = Counter()
    for each in year_balances(year_starting=2025):
        borough[each.account] += each.closing
    assert borough == {"1010": 10, "4010": -10}
    assert len(year_balances(year_starting=2025)) == sum(len(year(2025, code)) for code in ("N1", "N2", "TOWN"))


def test_the_trial_balance_is_of_all_time_and_nets_to_nothing_in_each_unit():
    make_entry("1", dated=date(2024, 6, 1))
    make_entry("2", dated=JUNE)

    assert balances() == [
        Balance(ledger="N1", account="1010", unit="GBP", opening=0, debit=200, credit=0),
        Balance(ledger="N1", account="4010", unit="GBP", opening=0, debit=0, credit=200),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_balances_cost_one_query_whatever_there_is(count, django_assert_num_queries):
    for number in range(count):
        make_entry(str(number), dated=date(2024 + number % 3, 6, 1), ledger=("N1", "N2")[number % 2])
    close(2024)

    with django_assert_num_queries(1):
        assert year_balances(year_starting=2025)
    with django_assert_num_queries(1):
        assert balances()


def test_balances_are_read_from_months_alone(django_assert_num_queries):
    make_entry()

    with django_assert_num_queries(1) as queries:
        balances()
    assert "balancesheet_posting" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    ("unit", "parts", "words"),
    [
        ("GBP", 123456, "1,234.56"),
        ("GBP", -5, "−0.05"),
        ("HOUR", 124000, "1,240.00"),
        ("PERSON", 0, "0"),
        ("PERSON", 1234, "1,234"),
        ("KGCO2E", 1, "0.001"),
        ("GBP", 2**63 - 1, "92,233,720,368,547,758.07"),
    ],
)
def test_an_amount_is_said_to_its_smallest_part(unit, parts, words):
    assert Unit.objects.get(pk=unit).said(parts) == words
