"""Posting one entry: what is written, what the same again does, and what is refused."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction

from balancesheet import ledger
from balancesheet.ledger import (
    Busy,
    Leg,
    NoSuchYear,
    NotADay,
    NotOneUnit,
    OtherContent,
    Refused,
    TooLarge,
    YearIsClosed,
)
from balancesheet.ledger.drafts import LARGEST
from balancesheet.ledger.refusals import refusals
from balancesheet.models import Entry, Event, MonthTotal, Posting
from balancesheet.tests.make import (
    JUNE,
    NOON,
    close,
    hours,
    lines,
    make_draft,
    make_entry,
    make_person,
    money,
    signed,
    totals,
)
from stevenage_cwb.common.years import UNITED_KINGDOM, day_of

pytestmark = pytest.mark.usefixtures("books")


def test_an_entry_stands_with_its_postings_and_totals():
    entry = make_entry(debits=[money("1010", 70), money("5010", 30)], credits=[money("4010", 100)])

    assert (entry.ledger_id, entry.dated, entry.year_starting, entry.posted_at) == ("N1", JUNE, 2025, NOON)
    assert lines(entry) == [("GBP", "1010", "4010", 70), ("GBP", "5010", "4010", 30)]
    assert [tuple(line) for line in entry.lines] == lines(entry)
    assert totals() == {("1010", JUNE): (70, 0), ("5010", JUNE): (30, 0), ("4010", JUNE): (0, 100)}


def test_a_posting_has_the_ledger_and_the_day_of_its_entry():
    entry = make_entry(ledger="N2", dated=date(2026, 3, 31))

    (posting,) = Posting.objects.filter(entry=entry)
    assert (posting.ledger_id, posting.dated, posting.pk) == ("N2", date(2026, 3, 31), (entry.pk, 1))


def test_totals_of_a_month_add_up_and_those_of_another_stand_apart():
    make_entry("1")
    make_entry("2", dated=date(2025, 6, 30))
    make_entry("3", dated=date(2025, 7, 1))
    make_entry("4", ledger="N2")

    july = date(2025, 7, 1)
    assert totals() == {
        ("1010", JUNE): (200, 0),
        ("4010", JUNE): (0, 200),
        ("1010", july): (100, 0),
        ("4010", july): (0, 100),
    }


def test_the_same_again_changes_nothing_and_has_the_same_key():
    first = ledger.post(make_draft(debits=[money("1010"), money("5010")], credits=[money("4010", 200)]), at=NOON)
    again = ledger.post(make_draft(debits=[money("5010"), money("1010")], credits=[money("4010", 200)]), at=NOON)

    assert again == first
    assert (Entry.objects.count(), Posting.objects.count()) == (1, 2)


def test_the_same_again_is_the_same_after_its_year_has_closed():
    entry = make_entry(dated=date(2024, 6, 1))
    close(2024)

    assert make_entry(dated=date(2024, 6, 1)) == entry
    with pytest.raises(YearIsClosed):
        make_entry("2", dated=date(2024, 6, 1))


@pytest.mark.parametrize(
    "other",
    [
        {"words": "Two pounds"},
        {"dated": date(2025, 6, 2)},
        {"ledger": "N2"},
        {"grade": "B"},
        {"foundation": "climate"},
        {"debits": [money("1010", 101)], "credits": [money("4010", 101)]},
        {"credits": [money("4020")]},
    ],
)
def test_another_content_under_the_same_key_is_an_error_that_names_it(other):
    make_entry("invoice 7")

    with pytest.raises(OtherContent, match="test invoice 7 is posted already, and says something else"):
        make_entry("invoice 7", **other)

    assert Posting.objects.count() == 1


def test_who_entered_and_checked_is_no_content():
    entry = make_entry()

    assert make_entry(signatures=signed()) == entry


def test_the_digest_can_be_made_again_by_anybody_who_has_the_fields():
    Event.objects.create(ref="fair", words="A fair", primary_unit_id="HOUR")
    entry = make_entry(
        words="Fête “no. 1” \\ 5 € \t",
        foundation="training",
        event="fair",
        debits=[money("1010", LARGEST)],
        credits=[money("4010", LARGEST)],
    )

    said = ["N1", "2025-06-01", "test", "1", "movement", None, "", "Fête “no. 1” \\ 5 € \t", "training", "fair", "A"]
    text = json.dumps([*said, [["GBP", "1010", "4010", LARGEST]]], ensure_ascii=False)
    assert entry.digest == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("wrong", "fact", "words"),
    [
        ({"ledger": "N9"}, NoSuchYear, "ledger N9 has no year that holds 2025-06-01"),
        ({"dated": date(2024, 3, 31)}, NoSuchYear, "ledger N1 has no year that holds 2024-03-31"),
        ({"dated": date(2027, 4, 1)}, NoSuchYear, "ledger N1 has no year that holds 2027-04-01"),
        ({"debits": [money("1099")]}, NotOneUnit, "1099, GBP"),
        ({"debits": [money("5200")]}, NotOneUnit, "5200, GBP"),
        ({"debits": [hours("1010")], "credits": [hours("4200")]}, NotOneUnit, "1010, HOUR"),
        ({"words": ""}, Refused, "Say what it is, in 300 characters at most"),
        ({"words": " \n"}, Refused, "Say what it is, in 300 characters at most"),
        ({"source": ""}, Refused, "Say where it comes from, in 51 characters at most"),
        ({"source": "x" * 52}, Refused, "Say where it comes from, in 51 characters at most"),
        ({"source_ref": ""}, Refused, "Say what its source calls it, in 200 characters at most"),
        ({"words": "x" * 301}, Refused, "Say what it is, in 300 characters at most"),
        ({"words": "x" * 300 + " "}, Refused, "Say what it is, in 300 characters at most"),
        ({"source_ref": "x" * 201}, Refused, "Say what its source calls it, in 200 characters at most"),
        ({"why": "x" * 301}, Refused, "Say why, in 300 characters at most"),
        ({"debits": [Leg(1010, "GBP", 100)]}, Refused, "a line is a unit, two accounts and an amount"),
        ({"dated": datetime(2026, 3, 31, 23, 30, tzinfo=UTC)}, NotADay, "is no day"),
        ({"grade": "E"}, Refused, "entry grade is known"),
        ({"kind": "guess"}, Refused, "entry kind is known"),
        ({"foundation": "peace"}, Refused, "peace"),
        ({"event": "fair"}, Refused, "fair"),
        ({"why": "Because"}, Refused, "a reversal or a restatement says why"),
        ({"restates": 2024}, Refused, "no closed year that begins in 2024|says why"),
        ({"kind": "reversal", "why": "Because"}, Refused, "what it corrects"),
        ({"source": "reversal:test"}, Refused, "what it corrects"),
        ({"kind": "restatement", "why": "Because"}, Refused, "what it corrects"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_posted(wrong, fact, words):
    with pytest.raises(fact, match=words):
        make_entry(**wrong)

    assert (Entry.objects.count(), Posting.objects.count(), MonthTotal.objects.count()) == (0, 0, 0)


def test_a_refusal_leaves_the_callers_transaction_as_it_was():
    with transaction.atomic():
        make_entry("1")
        with pytest.raises(NoSuchYear):
            make_entry("2", dated=date(1999, 1, 1))
        make_entry("3")

    assert list(Entry.objects.order_by("pk").values_list("source_ref", flat=True)) == ["1", "3"]


def test_a_slip_of_the_largest_amount_can_be_taken_back_and_the_account_goes_on():
    slip = make_entry("1", debits=[money("1010", LARGEST)], credits=[money("4010", LARGEST)])
    ledger.reverse(entry=slip.pk, why="A slip", at=NOON)
    make_entry("2")

    assert totals()["1010", JUNE] == (LARGEST + 100, LARGEST)


def test_more_than_a_year_can_hold_is_refused():
    largest = {"debits": [money("1010", LARGEST)], "credits": [money("4010", LARGEST)]}
    ledger.post_many((make_draft(str(number), **largest) for number in range(9223)), at=NOON)

    with pytest.raises(TooLarge):
        make_entry("too much", **largest)
    make_entry("the year after", **largest, dated=date(2026, 6, 1))

    assert totals()["1010", JUNE] == (9223 * LARGEST, 0)


@pytest.mark.parametrize(
    ("at", "day", "year"),
    [
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), date(2026, 3, 31), 2025),
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), date(2026, 4, 1), 2026),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), date(2026, 4, 1), 2026),
        # In 2024 the clocks went forward on that very day.
        (datetime(2024, 3, 31, 23, 30, tzinfo=UTC), date(2024, 4, 1), 2024),
        # Half past midnight of 1 April, British Summer Time.
        (datetime(2026, 4, 1, 0, 30, tzinfo=UNITED_KINGDOM), date(2026, 4, 1), 2026),
    ],
)
def test_a_moment_is_posted_on_the_day_that_it_is_in_the_united_kingdom(at, day, year):
    entry = make_entry(dated=day_of(at))

    assert (entry.dated, entry.year_starting) == (day, year)


def test_an_account_that_somebody_else_holds_is_busy():
    with pytest.raises(Busy, match="Try again"), refusals(), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'waited' USING ERRCODE = '55P03'; END $$")
    with pytest.raises(OperationalError), refusals(), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'gone' USING ERRCODE = '57P01'; END $$")


@pytest.mark.parametrize(
    ("kind", "debited", "credited"),
    [
        ("movement", [money("1010")], [money("3000")]),
        ("movement", [money("3000")], [money("2010")]),
        ("movement", [money("1010"), money("1020")], [money("4010"), money("3000")]),
        ("opening", [money("1010")], [money("4010")]),
        ("opening", [money("1010"), money("1020")], [money("2010"), money("3000")]),
    ],
)
def test_opening_balances_stand_apart_from_movements(kind, debited, credited):
    with pytest.raises(Refused, match="all of an opening balance is against an opening account"):
        make_entry(kind=kind, debits=debited, credits=credited)


def test_opening_balances_are_held_against_the_opening_account_of_their_unit():
    entry = make_entry(
        kind="opening",
        debits=[money("1010", 50), hours("1900", 7)],
        credits=[money("3000", 50), hours("3000-HOUR", 7)],
    )

    assert lines(entry) == [("GBP", "1010", "3000", 50), ("HOUR", "1900", "3000-HOUR", 7)]


def test_a_chart_without_the_account_keeps_it_out_of_the_year(books):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO balancesheet_chart VALUES (2, 2026, 'Nothing but allocations')")
        cursor.execute(
            "INSERT INTO balancesheet_chartline (chart_id, account_id, name, section, position, block)"
            " VALUES (2, '4010', 'Allocation', 'B', 1, 'care')"
        )

    make_entry("1", dated=date(2026, 3, 31))
    with pytest.raises(Refused, match="account 1010 is not on the chart that holds for 2026-04-01"):
        make_entry("2", dated=date(2026, 4, 1))


@pytest.mark.parametrize("missing", ["entered_by", "entered_at", "checked_by", "checked_at"])
def test_both_signatures_are_whole(missing):
    with pytest.raises(Refused, match="one person enters and another checks"):
        make_entry(signatures=signed()._replace(**{missing: None}))


def test_nobody_checks_what_they_entered():
    with pytest.raises(Refused, match="one person enters and another checks"):
        make_entry(signatures=signed(entered="olive", checked="olive"))


def test_two_people_answer_for_what_people_enter():
    entry = make_entry(signatures=signed(entered="olive", checked="leo"))

    assert (entry.entered_by, entry.checked_by) == (make_person("olive"), make_person("leo"))
    assert (entry.entered_at, entry.checked_at) == (NOON, NOON)
