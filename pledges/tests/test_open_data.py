"""CSV, JSON and feed: the same pledges as the page, safe to open, complete."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from pledges import pages
from pledges.models import Place, State, Unit
from pledges.tests.make import MONDAY, make_pledge

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def csv_rows(client: Client, query: str = "") -> list[dict[str, str]]:
    text = b"".join(client.get(f"/pledges.csv{query}")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def parsed(client: Client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)


def test_page_csv_and_json_show_the_same_pledges(client):
    make_pledge(
        kind="business",
        text="hire “apprentices”, two a year",
        state=State.APPROVED,
        quantity_hundredths=250,
        unit=Unit.HOURS,
        neighbourhood_id="bedwell-and-pin-green",
        due_on=MONDAY.date(),
    )
    make_pledge(state=State.APPROVED, place=Place.UNSURE)

    cards = client.get("/pledges/").context["wall"].cards
    rows = csv_rows(client)
    items = client.get("/pledges.json").json()["items"]

    assert [row["reference"] for row in rows] == [card.reference for card in cards]
    assert [{name: value or "" for name, value in item.items()} for item in items] == rows
    assert list(items[0]) == pages.COLUMNS
    assert rows[1] == {
        "reference": cards[1].reference,
        "published_at": "2026-11-16T09:00:00Z",
        "who": "Roebuck Bakery",
        "kind": "Business",
        "kind_code": "business",
        "will": "hire “apprentices”, two a year",
        "quantity": "2.5",
        "unit": "hours",
        "due_on": "2026-11-16",
        "place": "neighbourhood",
        "neighbourhood_code": "bedwell-and-pin-green",
        "foundation": "Training and skills",
        "foundation_code": "training",
        "benefit": "A fairer society",
        "action": "",
        "action_code": "",
        "delivery": "none",
        "delivered_quantity": "",
        "delivery_in_words": "",
        "address": f"http://127.0.0.1:8000/pledges/{cards[1].reference}/",
    }


def test_the_csv_is_utf8_with_crlf_and_one_header_even_when_empty(client):
    response = client.get("/pledges.csv")

    body = b"".join(response)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert body.decode() == ",".join(pages.COLUMNS) + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="])
def test_no_cell_of_the_csv_is_a_formula(client, start):
    make_pledge(state=State.APPROVED, public_name=f"{start}1+1", text=f"{start}cmd|' /C calc'!A1")

    (row,) = csv_rows(client)

    assert row["who"] == f"'{start}1+1"
    assert row["will"].startswith(f"'{start}")


@pytest.mark.parametrize("asked", [{}, {"kind": "resident"}, {"q": "shop"}])
def test_a_download_has_every_pledge_once_whatever_their_number(asked):
    made = [
        make_pledge(state=State.APPROVED, published_at=MONDAY - timedelta(hours=hour // 3)).reference
        for hour in range(12)
    ]

    cards = list(pages.every_card(filters=pages.Filters(**asked), batch=4))

    assert sorted(card.reference for card in cards) == sorted(made)
    assert [card.published_at for card in cards] == sorted((card.published_at for card in cards), reverse=True)


def test_following_next_in_the_json_meets_every_pledge_once(client, monkeypatch):
    monkeypatch.setattr("pledges.views.wall.IN_JSON", 4)
    made = [make_pledge(state=State.APPROVED).reference for _ in range(9)]

    met, address = [], "/pledges.json?kind=resident"
    while address:
        page = client.get(address.removeprefix("http://127.0.0.1:8000")).json()
        met += [item["reference"] for item in page["items"]]
        address = page["next"]

    assert met == made[::-1]


def test_the_json_says_its_version_licence_and_filters(client):
    make_pledge(state=State.APPROVED)

    page = json.loads(client.get("/pledges.json?kind=resident&q=shop").content)

    assert page["schema_version"] == 1
    assert page["licence"]["name"] == "Open Government Licence v3.0"
    assert page["filters"] == {"kind": "resident", "q": "shop"}
    assert page["next"] is None


def test_the_feed_names_each_pledge_by_an_id_that_outlives_the_portals_address(client, settings):
    pledge = make_pledge(state=State.APPROVED, text="save <b>paper</b> & ink\x0b")
    settings.PORTAL_URL = "https://other.example.org"

    feed = parsed(client, "/pledges.atom")

    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "A Stevenage resident will save <b>paper</b> & ink"
    assert entry.findtext(f"{ATOM}id") == f"tag:stevenage.gov.uk,2026:pledges/{pledge.reference}"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-16T09:00:00+00:00"
    assert entry.find(f"{ATOM}link").get("href") == f"https://other.example.org/pledges/{pledge.reference}/"


def test_an_empty_feed_has_an_id_a_title_and_no_entry(client):
    feed = parsed(client, "/pledges.atom?kind=business")

    assert feed.findtext(f"{ATOM}id") == "tag:stevenage.gov.uk,2026:pledges?kind=business"
    assert feed.findtext(f"{ATOM}title")
    assert feed.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize("address", ["/pledges.csv", "/pledges.json", "/pledges.atom"])
def test_the_wall_links_to_open_data_with_its_filters(client, address):
    make_pledge(state=State.APPROVED)

    page = client.get("/pledges/?kind=resident&q=shop").text

    assert f'href="{address}?kind=resident&amp;q=shop"' in page
