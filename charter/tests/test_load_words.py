"""What the portal ships with, and that loading it never undoes what an officer did."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.db.models import Count, F

from charter import actions
from charter.models import (
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    PledgerKind,
    Ward,
)
from charter.tests.make import make_neighbourhood

pytestmark = pytest.mark.django_db

WARD_CHANGE = date(2024, 5, 2)


def said() -> str:
    out = StringIO()
    call_command("load_words", stdout=out)
    return out.getvalue()


def test_a_second_load_creates_nothing_and_says_so():
    first, second = said(), said()

    assert "Loaded 12 example actions." in first
    assert "Loaded 54 small areas." in first
    assert second == "The charter's words are all there. Nothing changed.\n"


def test_loading_keeps_what_an_officer_edited():
    actions.load_words()
    Foundation.objects.filter(code="climate").update(name="A cooler town")
    Council.objects.update(name="Central Hertfordshire Council")

    actions.load_words()

    assert Foundation.objects.get(code="climate").name == "A cooler town"
    assert Council.objects.get().name == "Central Hertfordshire Council"


def test_loading_keeps_a_ward_where_an_officer_moved_it():
    actions.load_words()
    link = NeighbourhoodWard.objects.get(ward__name="Woodfield", valid_to=None)
    NeighbourhoodWard.objects.filter(pk=link.pk).update(neighbourhood="st-nicholas-and-martins-wood")

    actions.load_words()

    (now,) = NeighbourhoodWard.objects.filter(ward=link.ward)
    assert now.neighbourhood_id == "st-nicholas-and-martins-wood"


def test_loading_creates_only_the_row_that_is_missing():
    actions.load_words()
    CharterSection.objects.get(code="who-may-pledge").delete()

    created = actions.load_words()

    assert created.pop("charter sections") == 1
    assert set(created.values()) == {0}


def test_a_load_that_fails_half_way_leaves_nothing():
    make_neighbourhood("somewhere-else", short_code="N6")

    with pytest.raises(IntegrityError):
        actions.load_words()

    assert not Council.objects.exists()


@pytest.mark.parametrize(
    ("foundation", "codes"),
    [
        ("procurement", ["f5", "r2", "r4", "r6"]),
        ("training", ["f1", "f2", "f3", "f4", "r1"]),
        ("cooperative", ["f6", "r3", "r5"]),
        # None of the charter's twelve examples serves it, and we do not invent one.
        ("climate", []),
    ],
)
def test_each_example_is_proposed_for_its_foundation(foundation, codes):
    actions.load_words()

    found = ExampleAction.objects.filter(foundation=foundation).order_by("code")

    assert [action.code for action in found] == codes
    assert all(action.is_mapping_proposed for action in found)


def test_examples_stand_under_the_benefit_the_charter_names():
    actions.load_words()

    for action in ExampleAction.objects.all():
        assert action.benefit_id == {"f": "fairer", "r": "resilient"}[action.code[0]]


def test_only_the_two_kinds_the_charter_does_not_name_are_proposed():
    actions.load_words()

    proposed = PledgerKind.objects.filter(is_proposed=True).values_list("code", flat=True)

    assert set(proposed) == {"social-enterprise", "public-body"}


def test_the_54_small_areas_are_shared_out_among_six_neighbourhoods():
    actions.load_words()

    counted = Neighbourhood.objects.annotate(areas=Count("small_area_links")).order_by("short_code")

    assert [neighbourhood.areas for neighbourhood in counted] == [9, 9, 8, 10, 9, 9]


def test_each_small_area_is_in_the_neighbourhood_of_its_ward():
    actions.load_words()

    inside = NeighbourhoodSmallArea.objects.filter(
        ward__neighbourhood_links__neighbourhood=F("neighbourhood"),
        ward__neighbourhood_links__valid_to=None,
    )

    assert inside.count() == 54


@pytest.mark.parametrize(("day", "name"), [(date(2024, 5, 1), "Pin Green"), (WARD_CHANGE, "Almond Hill")])
def test_thirteen_wards_are_linked_on_either_side_of_the_change(day, name):
    actions.load_words()

    links = [link for link in NeighbourhoodWard.objects.select_related("ward") if link.holds(on=day)]

    assert len(links) == 13
    assert all(link.ward.holds(on=day) for link in links)
    assert name in {link.ward.name for link in links}


def test_nothing_about_boundaries_is_confirmed_by_loading():
    actions.load_words()

    assert not Neighbourhood.objects.filter(is_outline_confirmed=True).exists()
    assert not NeighbourhoodWard.objects.filter(is_confirmed=True).exists()
    assert not NeighbourhoodSmallArea.objects.filter(is_confirmed=True).exists()


def test_only_the_wards_of_today_have_an_outline():
    actions.load_words()

    assert {ward.outline is None for ward in Ward.objects.filter(valid_to=WARD_CHANGE)} == {True}
    assert {ward.outline is None for ward in Ward.objects.filter(valid_to=None)} == {False}
