"""The demonstration's books: plainly made up, of everything that a statement can show, through what officers do."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

import pledges.actions
import spending.actions
from balancesheet import actions, proofs
from balancesheet.models import (
    KINDS,
    Account,
    AccountType,
    Entry,
    EntryKind,
    Evidence,
    FrozenStatement,
    Grade,
    Grant,
    Ledger,
    Question,
    Return,
    Voice,
    Year,
)
from balancesheet.pages.balances import year_balances
from balancesheet.pages.frozen import as_published
from balancesheet.pages.places import place_of_ledger
from balancesheet.pages.statement import statement
from balancesheet.pages.statement.money import UNEXPLAINED
from balancesheet.tests.make import make_person
from spending.tests.make import make_officer
from spending.tests.once import loaded_once

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEARS = (2024, 2025, 2026)
FICTIONAL = "(fictional)"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration as it is on a day of November. Yields how many entries it has."""
    with loaded_once(django_db_blocker):
        call_command("load_words", verbosity=0)
        lead, officer = make_officer("lead"), make_person("officer")
        spending.actions.load_demonstration(by=lead, at=NOVEMBER)
        pledges.actions.load_demonstration(by=officer, lead=lead, at=NOVEMBER)
        yield actions.load_demonstration(by=officer, checked_by=lead, at=NOVEMBER)


def test_every_proof_holds(loaded):
    assert [proof.words for proof in proofs.proofs() if proof.count] == []


def test_each_ledger_has_a_closed_year_one_that_is_over_and_the_running_one(loaded):
    closed = {(year.ledger_id, year.year_starting, bool(year.closed_at)) for year in Year.objects.all()}

    assert closed == {(ledger.code, year, year == YEARS[0]) for ledger in Ledger.objects.all() for year in YEARS}
    assert Ledger.objects.count() == 7


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Return, ("group", "words")),
        (Evidence, ("title",)),
        (Grant, ("title", "description", "recipient_name")),
        (Voice, ("role", "words")),
        (Question, ("words",)),
        (FrozenStatement, ("signed_name",)),
    ],
)
def test_whatever_somebody_says_is_marked_as_made_up(loaded, model, columns):
    said = [text for texts in model.objects.values_list(*columns) for text in texts]

    assert said
    assert [text for text in said if not text.endswith(FICTIONAL)] == []


def test_entries_say_that_they_are_made_up_or_come_from_records_that_do(loaded):
    of_people = Entry.objects.filter(source__in=["return", "grant"])

    assert of_people.count() > 500
    assert not of_people.exclude(words__contains=FICTIONAL).exists()
    others = Entry.objects.exclude(source__endswith="return").exclude(source__endswith="grant")
    assert set(others.values_list("source", flat=True)) == {"payment", "pledge"}


def test_it_has_every_kind_of_entry_every_grade_and_nearly_every_kind_of_return(loaded):
    assert set(Entry.objects.values_list("kind", flat=True)) == set(EntryKind)
    graded = Entry.objects.filter(source="return").values_list("grade", flat=True)
    assert set(graded) == set(Grade)
    kinds = set(Return.objects.values_list("kind", flat=True))
    assert {KINDS[kind].part for kind in kinds} == {kind.part for kind in KINDS.values()}
    assert {"allocation", "decided_by_residents", "developer", "found_here", "need_found", "loan_taken"} <= kinds


def test_in_no_ledger_is_less_held_or_owed_than_nothing_or_more_explained_than_went(loaded):
    types = dict(Account.objects.values_list("code", "type"))
    never_below = {UNEXPLAINED, *(code for code, type_ in types.items() if type_ == AccountType.ASSET)}
    below = [
        balance
        for year in YEARS
        for balance in year_balances(year_starting=year)
        if (balance.account in never_below and balance.closing < 0)
        or (types[balance.account] == AccountType.LIABILITY and balance.closing > 0)
    ]

    assert below == []


def test_every_statement_is_there_and_those_of_the_closed_year_are_frozen_in_time(loaded):
    for ledger in [*Ledger.objects.values_list("code", flat=True), None]:
        slug = place_of_ledger(ledger).slug
        for year in YEARS:
            page = statement(slug=slug, year_starting=year)
            assert page is not None
            assert page.money.figure("came_in", "year").value, (slug, year)
        frozen = FrozenStatement.objects.get(ledger=ledger, year_starting=YEARS[0])
        assert frozen.frozen_at.date() <= date(2025, 6, 30)


def test_the_running_year_restates_the_closed_one_beside_the_original(loaded):
    running = statement(slug=place_of_ledger("N1").slug, year_starting=YEARS[2])
    published = as_published(slug=place_of_ledger("N1").slug, year_starting=YEARS[0])

    assert [each.year for each in running.restated.corrections] == ["2024-25", "2024-25"]
    assert published.restated.corrected_in == (YEARS[2],)
    kinds = Entry.objects.filter(ledger="N1", restates=YEARS[0]).values_list("kind", flat=True)
    assert set(kinds) == {EntryKind.REVERSAL, EntryKind.RESTATEMENT}
    assert Grant.objects.get(identifier="360G-fictional-2024-N1-1", superseded_by=None).amount_pence == 410_000


def test_returns_wait_are_refused_and_are_withdrawn_in_both_years(loaded):
    assert Return.objects.waiting().count() == 2
    assert Return.objects.refused().count() == 1
    withdrawn = Return.objects.withdrawn().select_related("entry").order_by("entry__dated")
    assert [each.entry.year_starting for each in withdrawn] == [2024, 2025]
    assert [each.entry.reversed_by.restates for each in withdrawn] == [2024, None]


def test_questions_are_answered_waiting_and_bound_to_what_they_changed(loaded):
    assert Question.objects.public().count() == 3
    assert Question.objects.waiting().count() == 1
    answers = [answer.entry for question in Question.objects.all() for answer in question.answers.all()]
    assert [entry.kind for entry in answers if entry] == [EntryKind.RESTATEMENT]
