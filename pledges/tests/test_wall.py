"""The wall, a pledge's page, and that nobody sees what is not published."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from charter.models import ExampleAction
from pledges import pages
from pledges.models import Pledge, State, Unit
from pledges.tests.make import MONDAY, make_pledge

pytestmark = pytest.mark.django_db

EVERYWHERE = ["/pledges/", "/pledges.csv", "/pledges.json", "/pledges.atom"]
HOSTILE = [
    *("\0", "\0shop", "x" * 10_000, "'; DROP TABLE pledges_pledge; --", "🙂" * 200, "%", "\\", "(((("),
    *('"', "\ufffe", "a" * 99 + "'", "<b>", "shop & | ! <-> local", "*:*", "shop:*", "\r\nSet-Cookie: a=b"),
]
HIDDEN_STATES = [state for state in State if state != State.APPROVED]


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode()


def test_the_wall_says_who_will_do_what_how_much_where_and_by_when(client):
    make_pledge(
        kind="business",
        text="offer work placements",
        state=State.APPROVED,
        quantity_hundredths=150,
        unit=Unit.HOURS,
        neighbourhood_id="bedwell-and-pin-green",
        due_on=MONDAY.date(),
    )

    page = shown(client, "/pledges/")

    assert "<strong>Roebuck Bakery</strong> will offer work placements" in page
    for fact in ("1.5 hours", "in Bedwell and Pin Green", "by 16 November 2026", "Training and skills"):
        assert f">{fact}<" in page
    assert 'Published <time datetime="2026-11-16T09:00:00+00:00">16 November 2026</time>' in page


def test_a_wall_without_pledges_asks_for_the_first(client):
    assert "No pledges are shown yet" in shown(client, "/pledges/")


def test_a_filter_without_pledges_says_that_nothing_matches(client):
    make_pledge(state=State.APPROVED)

    page = shown(client, "/pledges/?foundation=climate")

    assert "No published pledge matches" in page
    assert "there is no" not in page


def test_a_filter_that_does_not_exist_is_called_so(client):
    make_pledge(state=State.APPROVED)

    page = shown(client, "/pledges/?foundation=clymate")

    assert "there is no “clymate”" in page
    assert "shop locally" not in page


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("foundation=climate", {"by bus"}),
        ("neighbourhood=bedwell-and-pin-green", {"on foot"}),
        ("kind=business", {"by van"}),
        ("action=f5", {"by bike"}),
        ("kind=resident&foundation=training", {"on foot", "by bike"}),
        ("q=vans", {"by van"}),
        ("q=vans&kind=resident", set()),
        ("foundation=&q=", {"by bus", "on foot", "by van", "by bike"}),
    ],
)
def test_every_form_of_the_wall_keeps_to_the_filter(client, address, query, found):
    make_pledge(text="travel by bus", foundation_id="climate", state=State.APPROVED)
    make_pledge(text="go on foot", neighbourhood_id="bedwell-and-pin-green", state=State.APPROVED)
    make_pledge(text="deliver by van", kind="business", state=State.APPROVED)
    example = ExampleAction.objects.create(
        code="f5", name="Cycle", sentence="cycle", benefit_id="fairer", foundation_id="training"
    )
    make_pledge(text="shop by bike", action=example, state=State.APPROVED)

    page = shown(client, f"{address}?{query}")

    assert {words for words in ("by bus", "on foot", "by van", "by bike") if words in page} == found


def test_a_filter_can_be_removed_and_the_others_stay(client):
    make_pledge(kind="business", state=State.APPROVED)

    page = shown(client, "/pledges/?foundation=training&kind=business&q=shop")

    assert 'href="/pledges/?kind=business&amp;q=shop"' in page
    assert 'href="/pledges/?foundation=training&amp;q=shop"' in page
    assert 'href="/pledges/?foundation=training&amp;kind=business"' in page


def test_a_word_the_charter_no_longer_offers_still_filters_by_its_name(client):
    make_pledge()
    ExampleAction.objects.create(
        code="old",
        name="Dance locally",
        sentence="dance",
        benefit_id="fairer",
        foundation_id="training",
        retired_on=MONDAY.date() - timedelta(days=400),
    )
    make_pledge(action_id="old", state=State.APPROVED)

    page = shown(client, "/pledges/?action=old")

    assert "Action: Dance locally" in page
    assert "1 pledge<" in page


@pytest.mark.parametrize("query", ["", "kind=resident", "q=shop"])
def test_walking_the_pages_meets_every_pledge_once(client, query):
    for number in range(45):
        # Three at a time are published in the same microsecond, across the ends of pages too.
        make_pledge(
            text=f"shop locally {number}",
            state=State.APPROVED,
            published_at=MONDAY - timedelta(microseconds=number // 3),
        )

    met, address = [], f"/pledges/?{query}"
    while address:
        wall = client.get(address).context["wall"]
        met += [card.reference for card in wall.cards]
        address = f"/pledges/{wall.older_query}" if wall.older else ""

    assert met == [pledge.reference for pledge in Pledge.objects.newest_first()]


def test_the_next_page_keeps_the_filters(client):
    for _ in range(21):
        make_pledge(state=State.APPROVED)

    page = shown(client, "/pledges/?foundation=training&kind=resident")

    assert 'href="/pledges/?foundation=training&amp;kind=resident&amp;before=2026' in page


@pytest.mark.parametrize(
    "cursor",
    ["x", "middle", "20261116T090000.000000", "20269999T999999.000000-1", "20261116T090000.000000-" + "9" * 30],
)
def test_a_cursor_that_names_no_place_shows_the_newest(client, cursor):
    make_pledge(state=State.APPROVED)

    assert "shop locally" in shown(client, f"/pledges/?before={cursor}")


def test_after_the_last_pledge_there_are_no_older_ones(client):
    pledge = make_pledge(state=State.APPROVED)
    cursor = pages.Cursor(MONDAY, pledge.pk)

    page = shown(client, f"/pledges/?before={cursor}")

    assert "There are no older pledges" in page
    assert "Newest pledges" in page


def test_a_rare_word_is_found_however_long_ago_it_was_used(client, monkeypatch):
    monkeypatch.setattr("pledges.pages.search.WALKED", 5)
    make_pledge(text="play the zither", state=State.APPROVED, published_at=MONDAY - timedelta(days=900))
    make_pledge(text="tune a zither", state=State.APPROVED, published_at=MONDAY - timedelta(days=901))
    for _ in range(8):
        make_pledge(state=State.APPROVED)

    wall = client.get("/pledges/?q=zithers").context["wall"]

    assert [card.will for card in wall.cards] == ["play the zither", "tune a zither"]


@pytest.mark.parametrize(
    "q", ["the", "the of and", "-shop", "shop or -shop", "“ ”", "'", "🙂", "!!!", "&|!:*", "-" * 100]
)
@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_search_without_a_word_to_look_for_finds_nothing(client, address, q):
    make_pledge(state=State.APPROVED)

    response = client.get(address, {"q": q})

    assert response.status_code == 200
    assert b"shop locally" not in b"".join(response)


def test_a_search_without_a_word_to_look_for_says_so(client):
    make_pledge(state=State.APPROVED)

    assert "There is no word to look for in “the”" in shown(client, "/pledges/?q=the")


@pytest.mark.parametrize("name", ["q", "foundation", "neighbourhood", "kind", "action", "before"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_answered(client, name, value):
    make_pledge(state=State.APPROVED)

    for address in EVERYWHERE:
        response = client.get(address, {name: value})
        assert response.status_code == 200
        assert b"<b>" not in b"".join(response) or address == "/pledges.json"


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_what_is_not_published_is_nowhere(client, state):
    hidden = make_pledge(text="keep this secret", state=state)

    for address in [*EVERYWHERE, "/pledges/?q=secret", "/pledges.json?q=secret", "/"]:
        page = shown(client, address)
        assert hidden.reference not in page
        assert "keep this secret" not in page
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_contact_details_are_nowhere(client):
    pledge = make_pledge(state=State.APPROVED, email="secret@example.org")

    for address in [*EVERYWHERE, pledge.get_absolute_url(), "/"]:
        page = shown(client, address)
        assert "secret@example.org" not in page
        assert "Pat Pledger" not in page


def test_hostile_words_of_a_pledge_stay_words(client):
    pledge = make_pledge(
        state=State.APPROVED,
        public_name="<script>alert(1)</script>",
        text='"><img src=x onerror=alert(1)> {{ 7|add:7 }} ]]>\x01',
    )

    for address in ["/pledges/", "/pledges.atom", pledge.get_absolute_url(), "/pledges/?q=%3Cscript%3E"]:
        page = shown(client, address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "7|add:7" in page or "q=" in address


def test_reading_the_wall_asks_nothing_of_the_session_and_is_not_sent_twice(client):
    pledge = make_pledge(state=State.APPROVED)

    for address in ["/pledges/", "/pledges.json", pledge.get_absolute_url()]:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

        assert again.status_code == 304
        assert not first.cookies
        assert "Cookie" not in first.headers.get("Vary", "")


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/pledges/", 2),
        ("/pledges/?kind=resident&foundation=training", 2),
        ("/pledges/?q=shop", 4),
        ("/pledges.csv", 1),
        ("/pledges.json", 2),
        ("/pledges.atom", 2),
    ],
)
def test_a_page_costs_the_same_for_one_pledge_and_for_thirty(client, django_assert_num_queries, address, queries, many):
    for _ in range(many):
        make_pledge(state=State.APPROVED, neighbourhood_id="bedwell-and-pin-green")
    # The charter's words are kept in memory.
    client.get(reverse("charter:charter"))

    with django_assert_num_queries(queries):
        shown(client, address)


def test_the_latest_are_the_newest_in_one_query(django_assert_num_queries):
    for days in (3, 1, 2):
        make_pledge(text=f"{days} days ago", state=State.APPROVED, published_at=MONDAY - timedelta(days=days))

    with django_assert_num_queries(1):
        latest = pages.latest(2)

    assert [card.will for card in latest] == ["1 days ago", "2 days ago"]
