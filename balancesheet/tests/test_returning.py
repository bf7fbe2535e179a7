"""Entering, correcting, checking, refusing and withdrawing a return: two people, one entry, and nothing half done."""

from datetime import date, timedelta

import pytest
from django.db import connection

from balancesheet import ledger, proofs
from balancesheet.actions import returning
from balancesheet.actions.returning import DecidedMeanwhile, OfAFile, SamePerson
from balancesheet.models import KINDS, ChartLine, Entry, Return
from balancesheet.tests.make import NOON, close, lines, make_person
from balancesheet.tests.make_returns import (
    ESTIMATE,
    enter_file,
    make_checked,
    make_claim,
    make_file,
    make_return,
)

pytestmark = pytest.mark.usefixtures("books")

LATER = NOON + timedelta(hours=1)


def check(returned, *, by="checks", seen=None):
    return returning.check(key=returned.pk, seen=seen or returned.entered_at, by=make_person(by), at=LATER)


def test_what_is_entered_moves_nothing_before_it_is_checked():
    make_return()

    assert Entry.objects.count() == 0


def test_what_another_person_checks_is_posted_with_both_names():
    returned = check(make_return(amount="12.5", what_happened="Litter pick"))
    entry = Entry.objects.get()

    assert lines(entry) == [("HOUR", "5200", "4200", 1250)]
    assert (entry.source, entry.source_ref, entry.words) == ("return", str(returned.pk), "Litter pick")
    assert (entry.entered_by.username, entry.checked_by.username) == ("enters", "checks")
    assert (entry.entered_at, entry.checked_at, entry.grade) == (NOON, LATER, "D")
    assert returned.entry == entry
    assert returned.is_checked


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_posted_to_accounts_of_the_chart_in_its_unit(kind):
    day = "01/04/2024" if kind.is_opening else "04/04/2026"
    make_checked(kind=kind.code, unit=kind.counted_in, amount="3", date=day)
    ((unit, debit, credit, amount),) = lines(Entry.objects.get())

    assert (unit, debit, credit) == (kind.unit, kind.debit, kind.credit)
    assert amount == 3 * ChartLine.objects.get(account=debit).account.unit.scale
    assert Entry.objects.get().kind == ("opening" if kind.is_opening else "movement")


def test_nobody_checks_what_they_entered():
    with pytest.raises(SamePerson):
        check(make_return(by="enters"), by="enters")

    assert Entry.objects.count() == 0


def test_who_corrects_a_return_answers_for_it_and_who_entered_it_may_check_it():
    returned = make_return(by="first")
    corrected = returning.correct(
        key=returned.pk,
        seen=returned.entered_at,
        claim=make_claim(amount="3"),
        shown=None,
        by=make_person("second"),
        at=LATER,
    )

    with pytest.raises(SamePerson):
        check(corrected, by="second")
    check(corrected, by="first")
    assert lines(Entry.objects.get()) == [("HOUR", "5200", "4200", 300)]


def test_nobody_checks_what_was_corrected_after_they_saw_it():
    returned = make_return()
    returning.correct(
        key=returned.pk, seen=NOON, claim=make_claim(amount="3"), shown=ESTIMATE, by=make_person("other"), at=LATER
    )

    with pytest.raises(DecidedMeanwhile):
        check(returned, seen=NOON)


def test_a_return_is_decided_on_once():
    returned = check(make_return())
    why = {"why": "Not ours", "by": make_person("third"), "at": LATER}

    for again in (
        lambda: check(returned, by="third"),
        lambda: returning.refuse(key=returned.pk, seen=NOON, **why),
        lambda: returning.correct(key=returned.pk, seen=NOON, claim=make_claim(), shown=None, by=why["by"], at=LATER),
    ):
        with pytest.raises(DecidedMeanwhile):
            again()
    assert Entry.objects.count() == 1


def test_a_refusal_keeps_its_reason_and_posts_nothing():
    returned = make_return()
    returning.refuse(key=returned.pk, seen=NOON, why="Counted by the council too", by=make_person("checks"), at=LATER)
    returned.refresh_from_db()

    assert returned.refused_why == "Counted by the council too"
    assert not returned.is_waiting
    assert Entry.objects.count() == 0


def test_a_withdrawal_reverses_the_entry_once():
    returned = make_checked(amount="2")
    returning.withdraw(key=returned.pk, why="Counted twice", by=make_person("checks"), at=LATER)
    reversal = Entry.objects.get(kind="reversal")

    assert lines(reversal) == [("HOUR", "4200", "5200", 200)]
    assert reversal.why == "Counted twice"
    with pytest.raises(DecidedMeanwhile):
        returning.withdraw(key=returned.pk, why="Again", by=make_person("checks"), at=LATER)


def test_what_waits_is_refused_and_not_withdrawn():
    with pytest.raises(DecidedMeanwhile):
        returning.withdraw(key=make_return().pk, why="Mistaken", by=make_person("checks"), at=LATER)


def test_a_withdrawal_after_the_close_restates_the_closed_year():
    returned = make_checked(date="31/03/2026")
    close(2024, 2025)
    returning.withdraw(key=returned.pk, why="Counted twice", by=make_person("checks"), at=LATER)
    reversal = Entry.objects.get(kind="reversal")

    assert (reversal.restates, reversal.dated) == (2025, date(2026, 5, 4))


def test_a_return_whose_year_closed_while_it_waited_is_not_checked_and_still_waits():
    returned = make_return(date="31/03/2026")
    close(2024, 2025)

    with pytest.raises(ledger.YearIsClosed):
        check(returned)
    assert Return.objects.waiting().count() == 1


def test_a_row_of_a_file_is_decided_with_its_file(tmp_path):
    file = enter_file(make_file(tmp_path))

    with pytest.raises(OfAFile):
        check(file.returns.get())


def test_all_proofs_hold_after_all_of_this():
    make_checked(kind="opening_1020", unit="pounds", date="01/04/2024")
    returning.withdraw(key=make_checked().pk, why="Counted twice", by=make_person("checks"), at=LATER)
    connection.check_constraints()

    assert [proof.name for proof in proofs.proofs() if proof.count] == []
