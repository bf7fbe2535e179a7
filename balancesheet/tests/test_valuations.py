"""What hours may be said to be worth: by the rate of the month, once for each happening, and never money."""

from datetime import date

import pytest

from balancesheet import ledger
from balancesheet.ledger import Leg
from balancesheet.measures import Worth
from balancesheet.models import Entry, Event, MonthTotal, Proxy
from balancesheet.pages.valuations import valuations
from balancesheet.tests.make import LEDGERS, NOON, close, hours, make_entry, make_proxy

pytestmark = pytest.mark.usefixtures("books")


def give_hours(ref="1", *, amount=100, account="4200", **says):
    used = account.replace("4", "5", 1)
    return make_entry(ref, debits=[hours(used, amount)], credits=[hours(account, amount)], **says)


def found(year_starting=2025, code="N1"):
    return [
        (each.account, each.unit.said(each.parts), each.proxy and each.proxy.code, each.worth and each.worth.central)
        for each in valuations(year_starting=year_starting, ledgers=[code])
    ]


def happening(ref, unit):
    return Event.objects.create(ref=ref, words="A clean-up of the brook", primary_unit_id=unit)


def test_the_worked_example_of_volunteer_hours():
    give_hours(amount=124_000)

    (valuation,) = valuations(year_starting=2025, ledgers=["N1"])

    assert valuation.parts == 124_000
    assert valuation.worth == Worth(15_140_40, 16_678_00, 18_352_00)
    assert valuation.proxy.licence
    assert valuation.proxy.source.startswith("Living Wage Foundation")


def test_without_anything_to_value_nothing_is_said():
    make_entry()

    assert found() == []


def test_hours_are_valued_at_the_rate_of_the_month_in_which_they_fell():
    make_proxy("autumn", valid_from="2025-10-01", valid_to="2026-04-01", central_pence=1400, high_pence=1480)
    for day in (date(2025, 4, 1), date(2025, 9, 30), date(2025, 10, 1), date(2026, 3, 31)):
        give_hours(str(day), dated=day)

    assert found() == [("4200", "2.00", "rlw-uk-2025-26", 26_90), ("4200", "2.00", "autumn", 28_00)]


def test_the_years_end_parts_two_rates():
    give_hours("march", dated=date(2025, 3, 31))
    give_hours("april", dated=date(2025, 4, 1))

    assert found(2024) == [("4200", "1.00", "rlw-uk-2024-25", 12_60)]
    assert found(2025) == [("4200", "1.00", "rlw-uk-2025-26", 13_45)]


def test_where_no_rate_was_published_the_worth_is_not_available_and_not_nothing():
    give_hours(dated=date(2026, 6, 1))

    assert found(2026) == [("4200", "1.00", None, None)]


def test_part_of_a_year_may_have_no_rate():
    make_proxy("spring", valid_from="2026-04-01", valid_to="2026-07-01")
    give_hours("june", dated=date(2026, 6, 30))
    give_hours("july", dated=date(2026, 7, 1))

    assert found(2026) == [("4200", "1.00", "spring", 13_45), ("4200", "1.00", None, None)]


def test_each_kind_of_hours_stands_for_itself_and_hours_used_are_not_valued_again():
    give_hours("1", account="4210")
    give_hours("2", account="4200")

    assert [(account, worth) for account, _, _, worth in found()] == [("4200", 13_45), ("4210", 13_45)]


def test_money_has_no_worth_besides_itself():
    for number, (unit, debit, credit) in enumerate([("GBP", "1010", "4020"), ("GBPK", "5100", "4100")]):
        make_entry(str(number), debits=[Leg(debit, unit, 500)], credits=[Leg(credit, unit, 500)])

    assert found() == []


# One happening, one valuation.


def test_a_happening_in_hours_and_people_is_valued_in_its_primary_unit_alone():
    make_proxy("a head", unit_id="PERSON", accounts=["4430"], low_pence=100, central_pence=100, high_pence=100)
    for unit in ("HOUR", "PERSON"):
        event = happening(unit, unit)
        give_hours(f"{unit} hours", event=event.pk)
        people = {"debits": [Leg("5430", "PERSON", 3)], "credits": [Leg("4430", "PERSON", 3)]}
        make_entry(f"{unit} people", event=event.pk, **people)

    assert found() == [("4200", "1.00", "rlw-uk-2025-26", 13_45), ("4430", "3", "a head", 3_00)]


def test_a_happening_whose_primary_unit_is_money_is_not_valued_at_all():
    give_hours(event=happening("paid", "GBP").pk)

    assert found() == []


def test_one_entry_in_two_units_is_valued_once():
    make_proxy("a head", unit_id="PERSON", accounts=["4430"], low_pence=100, central_pence=100, high_pence=100)
    debits = [hours("5200"), Leg("5430", "PERSON", 3)]
    credits_ = [hours("4200"), Leg("4430", "PERSON", 3)]
    make_entry(event=happening("vote", "PERSON").pk, debits=debits, credits=credits_)

    assert found() == [("4430", "3", "a head", 3_00)]


def test_what_is_left_out_is_left_out_of_its_own_month_ledger_and_account():
    paid = happening("paid", "PERSON").pk
    give_hours("1", amount=500)
    give_hours("2", amount=200, event=paid)
    give_hours("3", amount=300, ledger="N2", event=paid)
    give_hours("4", amount=700, account="4210", event=paid)
    give_hours("5", amount=900, dated=date(2024, 6, 1), event=paid)

    assert found() == [("4200", "5.00", "rlw-uk-2025-26", 67_25)]
    assert found(2024) == found(code="N2") == []


def test_hours_moved_to_another_kind_follow_with_their_happening():
    paid = happening("paid", "PERSON").pk
    give_hours("1", amount=500, event=paid)
    make_entry("2", debits=[hours("4200", 200)], credits=[hours("4210", 200)], event=paid)
    give_hours("3", amount=100, account="4210")

    assert found() == [("4210", "1.00", "rlw-uk-2025-26", 13_45)]


def test_a_reversal_takes_its_hours_and_their_worth_away():
    give_hours("1")
    wrong = give_hours("2", amount=200)
    elsewhere = give_hours("3", amount=400, event=happening("paid", "PERSON").pk)
    for entry in (wrong, elsewhere):
        ledger.reverse(entry=entry.pk, why="Counted twice", at=NOON)

    assert Entry.objects.filter(kind="reversal").count() == 2
    assert found() == [("4200", "1.00", "rlw-uk-2025-26", 13_45)]


def test_what_restates_a_year_has_no_worth_in_the_year_in_which_that_is_done():
    entry = give_hours("1", dated=date(2024, 6, 1))
    close(2024)
    ledger.reverse(entry=entry.pk, why="Nobody came", at=NOON.replace(year=2025))
    event = happening("fair", "PERSON").pk
    for number, given in enumerate((None, event), start=2):
        give_hours(str(number), kind="restatement", restates=2024, why="Found later", event=given)
    give_hours("4", amount=700)

    assert found(2024) == [("4200", "1.00", "rlw-uk-2024-25", 12_60)]
    assert found(2025) == [("4200", "7.00", "rlw-uk-2025-26", 94_15)]


# The borough, and what it costs.


def test_worths_of_the_ledgers_add_up_to_the_boroughs_to_the_penny():
    # A hundredth of an hour at £13.45 is 13.45p: rounded in each ledger, not in their sum.
    for code in LEDGERS:
        give_hours(code, amount=10, ledger=code)

    (borough,) = valuations(year_starting=2025, ledgers=LEDGERS)
    parts = [each.worth for code in LEDGERS for each in valuations(year_starting=2025, ledgers=[code])]

    assert borough.worth == sum(parts, Worth(0, 0, 0))
    assert borough.worth.central == 3 * 135
    assert borough.of_ledgers == (10, 10, 10)


@pytest.mark.parametrize("count", [1, 30])
def test_valuations_cost_three_queries_whatever_there_is(count, django_assert_num_queries):
    event = happening("paid", "PERSON").pk
    for number in range(count):
        give_hours(str(number), dated=date(2025, 4 + number % 9, 1), event=event if number % 2 else None)

    with django_assert_num_queries(3):
        assert valuations(year_starting=2025, ledgers=["N1"])


def test_a_valuation_is_never_posted():
    give_hours()
    before = list(MonthTotal.objects.values_list())

    valuations(year_starting=2025, ledgers=LEDGERS)

    assert list(MonthTotal.objects.values_list()) == before
    assert Entry.objects.count() == 1


def test_without_proxies_nothing_is_valued(monkeypatch):
    give_hours()
    monkeypatch.setattr(Proxy, "objects", Proxy.objects.none())

    assert found() == []
