"""Taking an entry back: once, with a reason, exactly, and where its year is."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from balancesheet import ledger
from balancesheet.ledger import AlreadyReversed, NoSuchYear, Refused, ReversalStands, YearIsClosed
from balancesheet.models import Entry, Event
from balancesheet.pages import year_balances
from balancesheet.tests.make import JUNE, NOON, close, hours, lines, make_draft, make_entry, money, signed, totals
from balancesheet.tests.test_attacks import by_hand

pytestmark = pytest.mark.usefixtures("books")

TWO_UNITS = {
    "debits": [money("1010", 70), money("5010", 30), hours("5200", 9)],
    "credits": [money("4010", 100), hours("4200", 9)],
}


def reverse(entry, why="Counted twice", at=NOON):
    return Entry.objects.get(pk=ledger.reverse(entry=entry.pk, why=why, at=at))


def test_a_reversal_mirrors_its_entry_on_the_same_day():
    Event.objects.create(ref="fair", words="A fair", primary_unit_id="HOUR")
    entry = make_entry(**TWO_UNITS, foundation="climate", event="fair", grade="C")

    reversal = reverse(entry)

    assert lines(reversal) == [(unit, credit, debit, amount) for unit, debit, credit, amount in lines(entry)]
    assert (reversal.kind, reversal.why, reversal.reverses, reversal.dated) == (
        "reversal",
        "Counted twice",
        entry,
        JUNE,
    )
    assert (reversal.foundation_id, reversal.event_id, reversal.grade) == ("climate", "fair", "C")
    assert entry.reversed_by == reversal


def test_what_was_reversed_leaves_nothing_on_any_account():
    reverse(make_entry(**TWO_UNITS))

    assert {balance.closing for balance in year_balances(year_starting=2025)} == {0}
    assert totals()["1010", JUNE] == (70, 70)


def test_the_same_reversal_again_is_the_same():
    entry = make_entry()

    assert reverse(entry) == reverse(entry)


def test_an_entry_is_reversed_once():
    entry = make_entry()
    reverse(entry)

    with pytest.raises(AlreadyReversed, match="test 1 was reversed before"):
        reverse(entry, why="Another reason")


def test_a_reversal_is_not_reversed():
    reversal = reverse(make_entry())

    with pytest.raises(ReversalStands, match="reversal:test 1 is a reversal itself"):
        reverse(reversal)


def test_a_reversal_says_why():
    with pytest.raises(Refused, match="says why"):
        reverse(make_entry(), why="")


def test_what_people_reverse_two_people_answer_for():
    entry = make_entry()
    signatures = signed()

    reversal = Entry.objects.get(pk=ledger.reverse(entry=entry.pk, why="Twice", signatures=signatures, at=NOON))

    assert (reversal.entered_by_id, reversal.checked_by_id) == (signatures.entered_by, signatures.checked_by)


def test_what_a_closed_year_holds_is_reversed_today_as_a_restatement_of_it():
    entry = make_entry(dated=date(2025, 3, 31))
    close(2024)

    reversal = reverse(entry, at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))

    # Half past midnight of the next year, in British Summer Time.
    assert (reversal.dated, reversal.year_starting, reversal.restates) == (date(2026, 4, 1), 2026, 2024)


def test_a_reversal_needs_an_open_year():
    entry = make_entry(dated=date(2024, 6, 1))
    close(2024, 2025)

    with pytest.raises(YearIsClosed):
        reverse(entry, at=datetime(2025, 6, 1, tzinfo=UTC))
    with pytest.raises(NoSuchYear):
        reverse(entry, at=datetime(2030, 6, 1, tzinfo=UTC))


def test_opening_balances_and_restatements_can_be_reversed():
    opening = make_entry("1", kind="opening", credits=[money("3000")])
    close(2024)
    restatement = make_entry("2", kind="restatement", restates=2024, why="Found late", credits=[money("3000")])

    assert lines(reverse(opening)) == [("GBP", "3000", "1010", 100)]
    assert reverse(restatement).restates is None


FORGED = {
    "ledger_id": "ledger_id",
    "dated": "dated",
    "source": "'reversal:' || source",
    "source_ref": "source_ref",
    "kind": "'reversal'",
    "reverses_id": "id",
    "why": "'Because'",
    "words": "words",
    "grade": "grade",
    "posted_at": "posted_at",
    "lines": """'[["GBP", "4010", "1010", 100]]'""",
}


def forge(**changed):
    forged = {**FORGED, **changed}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO balancesheet_entry ({', '.join(forged)}) SELECT {', '.join(forged.values())}"
            " FROM balancesheet_entry WHERE source_ref = '1' AND kind <> 'reversal'"
        )
        connection.check_constraints()


def test_a_reversal_may_be_written_by_hand_if_it_is_one():
    make_entry()

    forge()

    assert {balance.closing for balance in year_balances(year_starting=2025)} == {0}
    with pytest.raises(IntegrityError):
        forge(source="'reversal:other'")


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": """'[["GBP", "1010", "4010", 100]]'"""},
        {"lines": """'[["GBP", "4010", "1010", 99]]'"""},
        {"lines": """'[["GBP", "4020", "1010", 100]]'"""},
        {"lines": """'[["GBP", "4010", "1010", 50], ["GBP", "4010", "1010", 50]]'"""},
        {"ledger_id": "'N2'"},
        {"dated": "dated + 365"},
        {"source": "'reversal:other'"},
        {"source_ref": "'other'"},
        {"why": "''"},
        {"kind": "'movement'"},
        {"reverses_id": "NULL::bigint"},
        {"reverses_id": "0"},
    ],
)
def test_what_is_no_mirror_is_no_reversal_whoever_writes_it(changed):
    make_entry()

    with pytest.raises(IntegrityError):
        forge(**changed)


def test_a_draft_cannot_pass_for_a_reversal():
    make_entry()

    with pytest.raises(Refused):
        ledger.post(make_draft(kind="reversal", source="reversal:test", why="Because"), at=NOON)


def reversal_of(key, **says):
    return by_hand("late", source="reversal:shell", kind="reversal", why="Forged", reverses_id=key, **says)


def test_a_reversal_is_not_written_before_the_entry_that_it_would_have_to_mirror():
    twice_as_much = [["GBP", "4010", "1010", 200]]

    with pytest.raises(IntegrityError, match="there is no entry 999999 to reverse"), transaction.atomic():
        reversal_of(999_999, lines=twice_as_much).save(force_insert=True)
    # Nor in one statement with it, nor of itself.
    for rows in ([reversal_of(999_999, id=999_998), by_hand("late", id=999_999)], [reversal_of(999_999, id=999_999)]):
        with pytest.raises(IntegrityError, match="there is no entry 999999 to reverse"), transaction.atomic():
            Entry.objects.bulk_create(rows)
    assert not Entry.objects.exists()
