"""The words in memory: what is in them, what they cost, and that they outlive the database."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from charter import actions, pages
from charter.models import Foundation, Neighbourhood, shipped_programme
from charter.pages import wording
from charter.tests.make import make_action, make_council, make_neighbourhood, make_section
from stevenage_cwb.common import snapshot


def away():
    raise OperationalError("the database system is shutting down")


@pytest.mark.django_db
def test_the_loaded_words_are_the_shipped_ones():
    actions.load_words()

    assert pages.words() == wording._words(shipped_programme(), on=timezone.localdate())


@pytest.mark.django_db
def test_reading_the_words_costs_nine_queries_and_then_none(django_assert_num_queries):
    actions.load_words()

    with django_assert_num_queries(9):
        pages.words()
    with django_assert_num_queries(0):
        pages.words()


@pytest.mark.django_db
def test_thirty_examples_cost_no_more_queries_than_one(django_assert_num_queries):
    make_council()
    for number in range(30):
        make_action(f"f{number}")

    with django_assert_num_queries(9):
        assert len(pages.words().actions) == 30


@pytest.mark.django_db
def test_before_loading_the_words_are_the_shipped_ones():
    assert pages.words().council.name == "Stevenage Borough Council"


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "offered"), [(-1, False), (0, False), (1, True)])
def test_an_example_is_offered_until_the_day_it_retires(days, offered):
    make_council()
    make_action("f5", retired_on=timezone.localdate() + timedelta(days=days))

    assert (pages.words().action("f5") is not None) is offered


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "listed"), [(-1, False), (0, False), (1, True)])
def test_a_neighbourhood_is_listed_until_the_day_it_ends(days, listed):
    make_council()
    make_neighbourhood("bedwell", valid_to=timezone.localdate() + timedelta(days=days))

    assert (pages.words().neighbourhood("bedwell") is not None) is listed


@pytest.mark.django_db
def test_a_section_without_text_is_left_out():
    make_council()
    make_section("kept")
    make_section("emptied", description="")

    assert [section.code for section in pages.words().sections] == ["kept"]


@pytest.mark.django_db
def test_words_stand_in_the_order_officers_gave_them():
    actions.load_words()
    Foundation.objects.filter(code="climate").update(order=0)

    assert [word.code for word in pages.words().foundations][:2] == ["climate", "procurement"]


@pytest.mark.parametrize("lookup", ["benefit", "foundation", "kind", "action", "neighbourhood"])
@pytest.mark.django_db
def test_a_code_that_nothing_has_finds_nothing(lookup):
    assert getattr(pages.words(), lookup)("no-such-code") is None


def test_a_database_never_seen_leaves_the_shipped_words(monkeypatch):
    monkeypatch.setattr(wording.words_snapshot, "_read", away)

    assert len(pages.words().actions) == 12
    assert pages.context(None)["council"].email == "community.development@stevenage.gov.uk"


@pytest.mark.django_db
def test_a_database_that_goes_away_leaves_the_words_as_last_read(monkeypatch):
    make_council(name="Anytown Council")
    assert pages.words().council.name == "Anytown Council"

    monkeypatch.setattr(snapshot, "SECONDS", -1)
    monkeypatch.setattr(wording.words_snapshot, "_read", away)

    assert pages.words().council.name == "Anytown Council"


@pytest.mark.django_db
def test_an_officers_change_shows_when_the_words_have_grown_old(monkeypatch):
    actions.load_words()
    pages.words()
    Neighbourhood.objects.filter(code="chells-and-manor").update(name="Chells")
    assert pages.words().neighbourhood("chells-and-manor").name == "Chells and Manor"

    monkeypatch.setattr(snapshot, "SECONDS", -1)

    assert pages.words().neighbourhood("chells-and-manor").name == "Chells"
