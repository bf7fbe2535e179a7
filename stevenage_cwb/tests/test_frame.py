"""What every page has around it: the way past the menu, the way to help, the locks, and no stranger."""

import re
from html.parser import HTMLParser

import pytest
from django.db import OperationalError, connection

from pledges.tests.make import make_pledge
from spending.tests.make_share import make_payments, make_spending

READ_ONLY = ["/", "/charter/", "/neighbourhoods/", "/privacy/", "/accessibility/", "/cookies/"]
EVENT = re.compile("on[a-z]+")

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """The links of a page, in order, and what a Content-Security-Policy would refuse."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.fetched: list[str] = []
        self.refused: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.hrefs.append(given["href"])
        self.fetched += [given[name] for name in ("src", "srcset", "data") if name in given]
        self.fetched += [given["href"]] if tag == "link" else []
        self.refused += [name for name in given if name == "style" or EVENT.fullmatch(name)]
        self.refused += ["<style>"] if tag == "style" else []
        self.refused += ["<script>"] if tag == "script" and "src" not in given else []


def no_database(*args: object) -> None:
    raise OperationalError("away")


def links(client, address: str) -> Links:
    return Links(client.get(address).content.decode())


@pytest.mark.parametrize("address", READ_ONLY)
def test_the_way_past_the_menu_comes_first(client, address):
    assert links(client, address).hrefs[0] == "#main-content"
    assert b'<main id="main-content"' in client.get(address).content


@pytest.mark.parametrize("address", READ_ONLY)
def test_help_stands_at_the_same_place_on_each_page(client, address):
    ending = ["/privacy/", "/accessibility/", "/cookies/", "https://www.stevenage.gov.uk", "/admin/"]

    hrefs = links(client, address).hrefs

    assert hrefs[-5:] == ending
    assert hrefs[-6].startswith("mailto:")


@pytest.mark.parametrize("address", READ_ONLY)
def test_a_page_asks_nobody_else_for_anything(client, address):
    fetched = links(client, address).fetched

    assert fetched
    assert [address for address in fetched if not address.startswith("/static/")] == []


@pytest.mark.parametrize("address", READ_ONLY)
def test_a_page_holds_nothing_that_its_own_policy_refuses(client, address):
    assert links(client, address).refused == []


@pytest.mark.parametrize("address", READ_ONLY)
def test_reading_leaves_no_cookie(client, address):
    client.get(address)

    assert list(client.cookies) == []


@pytest.mark.parametrize("address", READ_ONLY)
def test_a_page_is_shown_while_the_database_is_away(client, address):
    with connection.execute_wrapper(no_database):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/", "/cookies/"])
def test_the_frame_asks_the_database_nothing_once_its_words_are_known(client, django_assert_num_queries, address):
    client.get(address)

    with django_assert_num_queries(0):
        client.get(address)


def test_no_two_pages_share_a_title(client):
    titles = [re.search("<title>(.*?)</title>", client.get(a).content.decode()).group(1) for a in READ_ONLY]

    assert len(set(titles)) == len(READ_ONLY)


def test_the_menu_marks_where_the_reader_is(client):
    marked = re.compile('<a href="([^"]+)" aria-current="page">')

    assert marked.findall(client.get("/charter/").content.decode()) == ["/charter/"]
    assert marked.findall(client.get("/").content.decode()) == []


def test_a_shared_page_names_itself_and_a_picture_in_full(client):
    page = client.get("/charter/?from=elsewhere").content.decode()

    assert '<meta property="og:url" content="http://testserver/charter/">' in page
    assert re.search(r'<meta property="og:image" content="http://testserver/static/share[.\w]*\.png">', page)


@pytest.mark.parametrize(("is_demonstration", "times"), [(True, 1), (False, 0)])
def test_a_demonstration_says_so_and_nothing_else_does(client, settings, is_demonstration, times):
    settings.DEMONSTRATION = is_demonstration

    page = client.get("/").content.decode()

    assert page.count("Demonstration: everything here is made up") == times


def test_the_first_page_shows_the_newest_pledges_and_only_three(client):
    for number in range(4):
        make_pledge(state="approved", text=f"plant tree number {number}")

    page = client.get("/").content.decode()

    assert [number for number in range(4) if f"plant tree number {number}" in page] == [1, 2, 3]


def test_the_first_page_says_how_much_stays_here(client):
    make_spending(make_payments({"T1": 1, "T5": 3}))

    page = client.get("/").content.decode()

    assert "25% of the £4 we could place was spent with suppliers in Stevenage" in page
    assert 'href="/spending/"' in page


def test_the_first_page_says_nothing_of_a_share_that_is_not_published(client):
    make_spending(make_payments({"T1": 1, "U": 3}))

    assert "How much of the council’s money stays here" not in client.get("/").content.decode()


def test_the_first_page_shows_nothing_that_waits_for_an_officer(client):
    make_pledge(text="plant a tree in secret", email="secret@example.org")

    page = client.get("/").content.decode()

    assert "in secret" not in page
    assert "secret@example.org" not in page
    assert "No pledges are shown yet." in page
