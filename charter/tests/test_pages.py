"""The charter's and the neighbourhoods' pages as people and browsers get them."""

import gzip
import re
from datetime import date, timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from charter import actions, pages
from charter.models import ExampleAction, Neighbourhood, NeighbourhoodSmallArea, NeighbourhoodWard
from charter.pages import places, wording
from charter.tests.make import make_council, make_neighbourhood, make_section, make_ward_link
from stevenage_cwb.templatetags import wheel

N1 = "/neighbourhoods/bedwell-and-pin-green/"
TO_BE_CONFIRMED = "Boundaries based on 2024 wards, to be confirmed"
HOSTILE = "<script>alert(1)</script>"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text(html):
    """Return what a person reads, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.split("<main")[1]))


@pytest.fixture
def loaded(db):
    actions.load_words()


@pytest.fixture
def database_away(monkeypatch):
    def read():
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(wording.words_snapshot, "_read", read)
    monkeypatch.setattr(places.places_snapshot, "_read", read)
    monkeypatch.setattr(wheel.counts, "_read", read)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/charter/", "A fairer society"),
        ("/neighbourhoods/", "Chells and Manor"),
        (N1, "Almond Hill"),
    ],
)
def test_every_page_is_there_while_the_database_is_away(client, database_away, address, words):
    # No test database is allowed here: any query would fail.
    assert words in page(client, address)


@pytest.mark.parametrize(("address", "queries"), [("/charter/", 17), ("/neighbourhoods/", 12), (N1, 12)])
def test_pages_cost_the_first_reader_a_few_queries_and_the_next_none(
    client, loaded, django_assert_num_queries, address, queries
):
    with django_assert_num_queries(queries):
        page(client, address)
    with django_assert_num_queries(0):
        page(client, address)


@pytest.mark.parametrize("address", ["/charter/", "/neighbourhoods/", N1])
def test_pages_are_for_reading_only(client, loaded, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_an_unchanged_page_is_not_sent_twice(client, loaded):
    tag = client.get("/neighbourhoods/")["ETag"]

    assert client.get("/neighbourhoods/", headers={"If-None-Match": tag}).status_code == 304


def test_the_neighbourhoods_weigh_less_than_ten_kilobytes(client, loaded):
    assert len(gzip.compress(page(client, "/neighbourhoods/").encode())) < 10_000


@pytest.mark.parametrize("address", ["/charter/", "/neighbourhoods/", N1])
def test_no_page_styles_or_scripts_inside_its_markup(client, loaded, address):
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|data:", page(client, address))


def test_the_charter_offers_every_example_to_pledge(client, loaded):
    html = page(client, "/charter/")

    for action in ExampleAction.objects.all():
        assert f'href="/pledges/make/?action={action.code}"' in html
    assert "None of the charter’s examples serves this foundation yet" in html


def test_the_charter_says_that_the_mapping_is_proposed_until_it_is_not(client, loaded):
    proposed = "Which foundation each one serves is a proposal."
    assert proposed in page(client, "/charter/")

    ExampleAction.objects.update(is_mapping_proposed=False)
    pages.forget()

    assert proposed not in page(client, "/charter/")


def test_the_charter_is_marked_a_draft_while_any_section_is(client, db):
    make_council()
    make_section("theirs", is_draft=False)
    assert "Draft." not in page(client, "/charter/")

    make_section("ours", is_draft=True)
    pages.forget()
    assert "Draft." in page(client, "/charter/")


def test_the_charter_links_the_decisions_it_names(client, loaded):
    html = page(client, "/charter/")

    assert 'href="https://democracy.stevenage.gov.uk/ieDecisionDetails.aspx?Id=1676"' in html


def test_what_officers_write_is_escaped(client, db):
    make_council(name=HOSTILE)
    make_section(name=HOSTILE, description=HOSTILE)
    make_ward_link(neighbourhood=make_neighbourhood("odd", name=HOSTILE, description=HOSTILE), ward=HOSTILE)

    for address in ("/charter/", "/neighbourhoods/", "/neighbourhoods/odd/"):
        html = page(client, address)
        assert HOSTILE not in html
        assert "&lt;script&gt;" in html


def test_the_map_says_nothing_that_the_list_beside_it_does_not(client, loaded):
    drawing, listing = page(client, "/neighbourhoods/").split("</svg>")

    drawn = re.findall(r'href="(/neighbourhoods/[^"]+)" aria-label="(\d), ([^"]+)"', drawing)

    assert len(drawn) == 6
    for address, number, name in drawn:
        assert f'aria-hidden="true">{number}</span>' in listing
        assert f'<a class="govuk-link" href="{address}">{name}</a>' in listing


def test_the_list_gives_wards_area_and_small_areas(client, loaded):
    assert "Almond Hill, Bedwell 320 hectares, 9 small areas, to be confirmed" in text(page(client, "/neighbourhoods/"))


@pytest.mark.parametrize("address", ["/neighbourhoods/", N1])
def test_every_map_names_its_sources(client, loaded, address):
    words = text(page(client, address))

    assert "Source: Office for National Statistics licensed under the Open Government Licence v.3.0" in words
    assert "Contains OS data © Crown copyright and database right" in words


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("address", ["/neighbourhoods/", N1])
@pytest.mark.parametrize(
    ("model", "field", "one"),
    [
        (Neighbourhood, "is_outline_confirmed", {"code": "bedwell-and-pin-green"}),
        (NeighbourhoodWard, "is_confirmed", {"ward": "E05015624"}),
        (NeighbourhoodSmallArea, "is_confirmed", {"small_area": "E01023755"}),
    ],
)
def test_boundaries_are_to_be_confirmed_while_a_single_part_is(client, address, model, field, one):
    Neighbourhood.objects.update(is_outline_confirmed=True)
    NeighbourhoodWard.objects.update(is_confirmed=True)
    NeighbourhoodSmallArea.objects.update(is_confirmed=True)
    assert TO_BE_CONFIRMED not in page(client, address)

    model.objects.filter(**one).update(**{field: False})
    pages.forget()
    assert TO_BE_CONFIRMED in page(client, address)


def test_a_neighbourhood_shows_its_wards_before_and_after_the_change(client, loaded):
    now, before = text(page(client, N1)).split("Before")

    assert "Almond HillE05015624, since 2 May 2024, to be confirmed" in now
    assert "Pin GreenE05004812, until 2 May 2024" in before


def test_a_neighbourhood_names_each_source_of_its_boundaries_once(client, loaded):
    html = page(client, N1)

    assert html.count("Wards of 2024, matched to the neighbourhood by name") == 1
    assert html.count("The ward of 2024 that covers most of the small area") == 1


def test_a_neighbourhood_leads_to_its_pledges(client, loaded):
    html = page(client, N1)

    assert 'href="/pledges/?neighbourhood=bedwell-and-pin-green"' in html
    assert 'href="/pledges/make/?neighbourhood=bedwell-and-pin-green"' in html


def test_only_the_neighbourhood_one_is_at_is_marked_on_its_map(client, loaded):
    (marked,) = re.findall(r'map__area--here" href="([^"]+)"[^>]+aria-current="page"', page(client, N1))

    assert marked == N1


def test_a_weak_fit_is_named(client, loaded):
    html = page(client, reverse("charter:neighbourhood", args=["bedwell-and-pin-green"]))

    weak = [row for row in html.split("<tr")[1:] if "weak fit" in row]

    assert len(weak) == 1
    assert "E01023775" in weak[0]


def test_an_unknown_neighbourhood_is_not_found(client, loaded):
    assert client.get("/neighbourhoods/great-ashby/").status_code == 404


def test_a_neighbourhood_that_ended_keeps_its_page_and_leaves_the_list(client, loaded):
    yesterday = timezone.localdate() - timedelta(days=1)
    Neighbourhood.objects.filter(code="bedwell-and-pin-green").update(valid_to=yesterday)

    assert "This neighbourhood ended on" in page(client, N1)
    assert N1 not in page(client, "/neighbourhoods/")


def test_a_neighbourhood_without_an_outline_is_listed_and_not_drawn(client, db):
    make_neighbourhood("new", name="New Town", outline=None)

    html = page(client, "/neighbourhoods/")

    assert "New Town" in html
    assert "<svg" not in html
    assert "Not drawn yet." in page(client, "/neighbourhoods/new/")


def test_old_years_keep_the_wards_they_had(db):
    bedwell = make_neighbourhood("bedwell")
    make_ward_link(neighbourhood=bedwell, ward="Pin Green", valid_to=date(2024, 5, 2))
    make_ward_link(neighbourhood=bedwell, ward="Almond Hill", valid_from=date(2024, 5, 2))

    def wards(on):
        (found,) = pages.neighbourhoods(on=on).neighbourhoods
        return [ward.name for ward in found.wards], [ward.name for ward in found.former_wards]

    assert wards(date(2024, 5, 1)) == (["Pin Green"], [])
    assert wards(date(2024, 5, 2)) == (["Almond Hill"], ["Pin Green"])
