"""Posting many entries at once: all, or none with a list of what is wrong with which row."""

import re
from datetime import date, timedelta

import psycopg2
import pytest
from django.db import connection

from balancesheet import ledger, proofs
from balancesheet.ledger import Fault, Leg, Posted, RowsRefused
from balancesheet.ledger.bulk import Rows
from balancesheet.models import Entry, MonthTotal, Posting
from balancesheet.tests.make import NOON, close, hours, lines, make_draft, make_entry, money, signed, totals

pytestmark = pytest.mark.usefixtures("books")


def drafts(count, *, first=1):
    """Yield so many drafts on days of two years and in three ledgers, each in one of two units."""
    for number in range(first, first + count):
        sides = (
            {"debits": [money("1010", number)], "credits": [money("4010", number)]}
            if number % 3
            else {"debits": [hours("5200", number)], "credits": [hours("4200", number)]}
        )
        day = date(2024, 4, 1) + timedelta(days=number * 7 % 730)
        yield make_draft(f"row {number}", ledger=("N1", "N2", "TOWN")[number % 3], dated=day, **sides)


def post_many(rows):
    return ledger.post_many(rows, at=NOON)


def test_many_entries_are_as_if_posted_one_by_one():
    assert post_many(drafts(2500)) == Posted(new=2500, same=0)
    together = [list(model.objects.order_by("pk").values_list()) for model in (Posting, MonthTotal)]
    digests = list(Entry.objects.order_by("pk").values_list("digest", flat=True))

    # Another ledger of the same shape, one by one.
    one_by_one = [Entry.objects.get(pk=ledger.post(draft, at=NOON)) for draft in drafts(40)]
    assert [entry.digest for entry in one_by_one] == digests[:40]
    assert [list(model.objects.order_by("pk").values_list()) for model in (Posting, MonthTotal)] == together
    assert [proof.name for proof in proofs.proofs() if proof.count] == []


def test_an_entry_of_several_parts_keeps_its_lines_in_order():
    post_many([make_draft(debits=[money("5010", 3), money("1010", 7)], credits=[money("4010", 10)])])

    assert lines(Entry.objects.get()) == [("GBP", "1010", "4010", 7), ("GBP", "5010", "4010", 3)]


def test_the_same_file_again_changes_nothing():
    post_many(drafts(50))
    before = totals()

    assert post_many(drafts(50)) == Posted(new=0, same=50)
    assert post_many(drafts(60)) == Posted(new=10, same=50)
    post_many([])
    assert Entry.objects.count() == 60
    assert before != totals()


def test_a_row_that_comes_twice_is_posted_once():
    assert post_many([make_draft("1"), make_draft("1"), make_draft("2")]) == Posted(new=2, same=1)


def test_what_was_posted_before_its_year_closed_is_still_the_same():
    post_many([make_draft("1", dated=date(2024, 6, 1))])
    close(2024)

    assert post_many([make_draft("1", dated=date(2024, 6, 1)), make_draft("2")]) == Posted(new=1, same=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ledger": "N9"}, "Ledger N9 has no year that holds 2025-06-01"),
        ({"dated": date(2031, 1, 1)}, "Ledger N1 has no year that holds 2031-01-01"),
        ({"dated": date(2024, 6, 1), "ledger": "N2"}, "The year of ledger N2 that holds 2024-06-01 is closed"),
        ({"debits": [money("1099")]}, "An account is not on the chart, or is kept in another unit"),
        ({"debits": [hours("5200")]}, "Debits less credits in HOUR are 100, not 0"),
        ({"debits": [hours("1010")], "credits": [hours("4200")]}, "kept in another unit"),
        ({"debits": [money("1010", 0)], "credits": [money("4010", 0)]}, "0 is no whole number of GBP above 0"),
        ({"debits": [money("1010", -5)]}, "-5 is no whole number"),
        ({"debits": [money("1010", 1.5)]}, "1.5 is no whole number"),
        ({"debits": [money("1010", 10**15)]}, "is more than 999999999999999"),
        ({"credits": [money("3000")]}, "All of an opening balance is against an opening account"),
        ({"kind": "opening"}, "All of an opening balance is against an opening account"),
        ({"kind": "reversal", "why": "No"}, "A restatement gives its reason"),
        ({"source": "reversal:test"}, "A restatement gives its reason"),
        ({"kind": "restatement", "why": "Late"}, "A restatement gives its reason"),
        ({"kind": "restatement", "why": "Late", "restates": 2025}, "A restatement gives its reason"),
        ({"why": "Late"}, "A restatement gives its reason"),
        ({"foundation": "peace"}, "There is no foundation peace"),
        ({"event": "fair"}, "There is no happening fair"),
        ({"grade": "E"}, "There is no grade of evidence E"),
        ({"words": ""}, "Say what it is, in 300 characters at most"),
        ({"words": "x" * 301}, "Say what it is, in 300 characters at most"),
        ({"words": "x" * 300 + "  "}, "Say what it is, in 300 characters at most"),
        ({"words": " "}, "Say what it is"),
        ({"source": ""}, "Say where it comes from, in 51 characters at most"),
        ({"source": "x" * 52}, "Say where it comes from, in 51 characters at most"),
        ({"source_ref": ""}, "Say what its source calls it"),
        ({"source_ref": "x" * 201}, "Say what its source calls it, in 200 characters at most"),
        ({"kind": "restatement", "why": " ", "restates": 2024, "ledger": "N2"}, "Say why, in 300 characters at most"),
        ({"why": "x" * 301}, "Say why, in 300 characters at most"),
        ({"dated": NOON}, "is no day"),
        ({"debits": [Leg(1010, "GBP", 100)]}, "A line is a unit, two accounts and an amount"),
        ({"words": "\x00"}, "a character that no text can have"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_posted(wrong, sentence):
    close(2024, code="N2")
    rows = [make_draft("first"), make_draft("wrong", **wrong), make_draft("last")]

    with pytest.raises(RowsRefused, match="Nothing was posted, for 1 fault: row 2: ") as refused:
        post_many(rows)

    (fault,) = refused.value.faults
    assert fault.row == 2
    assert re.search(sentence, fault.sentence)
    assert not Entry.objects.exists()
    assert post_many([rows[0], rows[2]]) == Posted(new=2, same=0)


@pytest.mark.parametrize("missing", ["entered_by", "entered_at", "checked_by", "checked_at"])
def test_signatures_are_whole_in_every_row(missing):
    alone = signed()._replace(**{missing: None})

    with pytest.raises(RowsRefused, match="row 1: Two different people answer for an entry, or nobody does"):
        post_many([make_draft(signatures=alone)])
    assert post_many([make_draft(signatures=signed())]).new == 1


def test_a_restatement_may_come_among_many():
    close(2024)

    assert post_many([make_draft(kind="restatement", restates=2024, why="Late")]).new == 1


def test_a_key_that_says_something_else_is_named_with_its_row():
    make_entry("posted")

    with pytest.raises(RowsRefused) as refused:
        post_many([make_draft("twice"), make_draft("posted", words="Else"), make_draft("twice", words="Else")])

    assert refused.value.faults == [
        Fault(1, "Another row has this key and says something else: test twice"),
        Fault(2, "It is posted already, and says something else: test posted"),
        Fault(3, "Another row has this key and says something else: test twice"),
    ]


def test_one_row_in_a_hundred_that_is_wrong_stops_all_and_each_is_named():
    def rows():
        for number, draft in enumerate(drafts(3000), start=1):
            if number % 100 == 0:
                # By turns something that Python sees and something that only the database can.
                yield draft._replace(words="") if number % 200 else draft._replace(credits=[])
            else:
                yield draft

    with pytest.raises(RowsRefused, match="Nothing was posted, for 30 faults: row 100: Say what it is") as refused:
        post_many(rows())

    assert [fault.row for fault in refused.value.faults] == list(range(100, 3001, 100))
    assert (Entry.objects.count(), Posting.objects.count(), MonthTotal.objects.count()) == (0, 0, 0)


def test_of_very_many_faults_the_first_are_told_and_all_are_counted(monkeypatch):
    monkeypatch.setattr("balancesheet.ledger.bulk.MOST_FAULTS", 10)

    with pytest.raises(RowsRefused) as refused:
        post_many(
            draft._replace(words="", debits=[] if at < 30 else draft.debits) for at, draft in enumerate(drafts(50))
        )

    assert refused.value.count == 50
    assert [fault.row for fault in refused.value.faults] == list(range(1, 11))


def test_a_source_that_fails_on_the_way_leaves_nothing():
    def rows():
        yield from drafts(1500)
        raise OSError("the file is gone")

    with pytest.raises(psycopg2.Error, match="OSError the file is gone"):
        post_many(rows())
    assert not Entry.objects.exists()


def test_drafts_are_read_as_they_are_needed():
    read = 0

    def rows():
        nonlocal read
        for draft in drafts(5000):
            read += 1
            yield draft

    assert Rows(rows(), at=NOON).read(1)
    assert read <= 1000


def test_the_next_entry_alone_does_not_pay_for_the_many_before():
    def rows_read_by(ref):
        with connection.cursor() as cursor:
            read = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'balancesheet_entry'"
            cursor.execute(read)
            before = cursor.fetchone()
            make_entry(ref)
            cursor.execute(read)
            return cursor.fetchone()[0] - before[0]

    post_many(drafts(3000))

    assert rows_read_by("alone") == 0
