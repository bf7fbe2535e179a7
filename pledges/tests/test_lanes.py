"""The lanes: what stands where, in which order, at which cost, and what a search finds."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from pledges.models import Pledge, State
from pledges.pages import lanes, looks
from pledges.tests.make import MONDAY, make_officer, make_pledge
from stevenage_cwb.common import audit

pytestmark = pytest.mark.django_db

LANE = "/admin/pledges/pledge/"
LATER = MONDAY + timedelta(days=10)


@pytest.fixture
def officer(client: Client) -> User:
    officer = make_officer()
    client.force_login(officer)
    return officer


def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lanes, looks):
        monkeypatch.setattr(module, "PAGE_ROWS", 2)


def page(officer: User, **look: str) -> lanes.LanePage:
    return lanes.lane_page(looks.Look(**look), by=officer, at=LATER)


def references(found: lanes.LanePage) -> list[str]:
    return [row.reference for row in found.rows]


@pytest.mark.parametrize(
    ("state", "lane"),
    [
        (State.NEW, "new"),
        (State.RETURNED, "returned"),
        (State.UNCONFIRMED, "waiting"),
        (State.CHANGES, "waiting"),
        (State.APPROVED, "decided"),
        (State.REFUSED, "decided"),
        (State.EXPIRED, "decided"),
        (State.SPAM, "spam"),
    ],
)
def test_each_state_has_its_lane(officer, state, lane):
    pledge = make_pledge(state=state, decided_at=MONDAY)

    shown = {code for code in looks.LANES if references(page(officer, lane=code))}

    assert shown == {lane}
    assert references(page(officer, lane=lane)) == [pledge.reference]


@pytest.mark.parametrize(
    ("query", "can"), [("", True), ("?lane=waiting", True), ("?lane=decided", False), ("?lane=spam", False)]
)
def test_only_lanes_with_something_to_decide_have_boxes_to_tick(client, officer, query, can):
    for state in (State.NEW, State.UNCONFIRMED, State.REFUSED, State.SPAM):
        make_pledge(state=state, decided_at=MONDAY)

    assert ('name="pledge"' in client.get(LANE + query).content.decode()) is can


def test_every_state_is_in_exactly_one_lane():
    assert sorted(state for lane in looks.LANES.values() for state in lane.states) == sorted(State)


def test_what_waits_longest_comes_first_and_the_newest_decision_first(officer):
    old, new = (make_pledge(submitted_at=MONDAY + timedelta(days=n)) for n in range(2))
    first, last = (make_pledge(state=State.REFUSED, decided_at=MONDAY + timedelta(days=n)) for n in range(2))

    assert references(page(officer, lane="new")) == [old.reference, new.reference]
    assert references(page(officer, lane="decided")) == [last.reference, first.reference]


@pytest.mark.parametrize("lane", ["new", "decided"])
def test_the_pages_of_a_lane_show_every_pledge_once_also_where_times_are_equal(officer, monkeypatch, lane):
    short_pages(monkeypatch)
    state = State.NEW if lane == "new" else State.EXPIRED
    made = [make_pledge(state=state, decided_at=MONDAY).reference for _ in range(5)]

    seen, after = [], ""
    for _ in range(3):
        shown = lanes.lane_page(looks.Look(lane=lane, after=after), by=officer, at=LATER)
        seen += references(shown)
        after = query_part(shown.next_query, "after")

    assert sorted(seen) == sorted(made)
    assert after == ""


def query_part(query: str, name: str) -> str:
    return QueryDict(query).get(name, "")


def test_a_filter_looks_on_where_its_window_held_nothing(officer, monkeypatch):
    monkeypatch.setattr(looks, "WINDOW_ROWS", 3)
    for hour in range(3):
        make_pledge(submitted_at=MONDAY + timedelta(hours=hour))
    wanted = make_pledge(submitted_at=MONDAY + timedelta(hours=4), foundation_id="climate")

    first = page(officer, foundation="climate")
    second = page(officer, foundation="climate", after=query_part(first.next_query, "after"))

    assert (first.rows, first.looked_at) == ((), 3)
    assert references(second) == [wanted.reference]
    assert second.next_query == ""


def test_filters_narrow_the_lane_and_stay_in_the_address(client, officer):
    make_pledge(foundation_id="training")
    wanted = make_pledge(foundation_id="climate", kind="business", neighbourhood_id="bedwell-and-pin-green")
    query = "foundation=climate&neighbourhood=bedwell-and-pin-green&kind=business"

    shown = client.get(f"{LANE}?{query}").content.decode()

    assert f"{wanted.pk}/change/?lane=new&amp;{query.replace('&', '&amp;')}" in shown
    assert shown.count('name="pledge"') == 1


@pytest.mark.parametrize(
    "query",
    ["lane=nonsense", "after=nonsense", "after=2026-01-01_1", "after=2026-01-01T00:00:00%2B00:00_" + "9" * 30,
     "foundation=none", "q=%00", "q=the", "q=-shop", "q=%27%22)%26!(", "q=" + "x" * 10_000, "q=%F0%9F%90%9D"],
)  # fmt: skip
def test_a_hostile_address_is_answered(client, officer, query):
    make_pledge()

    assert client.get(f"{LANE}?{query}").status_code == 200


# -- counts -----------------------------------------------------------------------------


def test_a_lane_tells_how_many_wait_and_since_when(officer):
    make_pledge(submitted_at=LATER - timedelta(days=3))
    make_pledge(submitted_at=LATER - timedelta(hours=1))

    new, returned, *_ = lanes.tallies(looks.Look(), at=LATER)

    assert (new.count, new.oldest.replace("\xa0", " ")) == ("2", "3 days")
    assert (returned.count, returned.oldest) == ("0", "")


def test_counting_stops_at_a_thousand(officer, monkeypatch):
    monkeypatch.setattr(lanes, "COUNTED", 2)
    for _ in range(2):
        make_pledge()
    assert lanes.tallies(looks.Look(), at=LATER)[0].count == "2"

    make_pledge()

    assert lanes.tallies(looks.Look(), at=LATER)[0].count == "2 or more"


# Session, officer, two for permissions, rows, tallies. A filter asks for keys first, and where to look on; a
# search asks whether there is a word to look for, and then twice.
@pytest.mark.parametrize(
    ("query", "cost"),
    [("", 6), ("?lane=decided", 6), ("?foundation=training", 8), ("?q=shop", 8)],
)
def test_a_lane_costs_the_same_for_one_pledge_and_for_thirty(
    client, officer, query, cost, django_assert_num_queries, django_assert_max_num_queries
):
    def make(count: int) -> None:
        for number in range(count):
            state = State.REFUSED if "decided" in query else State.NEW
            make_pledge(kind="business", state=state, decided_at=MONDAY, text=f"shop at {number} shops")

    make(1)
    client.get(LANE + query)  # reads the words of the charter
    with django_assert_num_queries(cost):
        client.get(LANE + query)
    make(29)
    # A page that is full need not look further: one query less.
    with django_assert_max_num_queries(cost):
        client.get(LANE + query)


def test_a_decision_page_costs_the_same_for_one_event_and_for_thirty(client, officer, django_assert_max_num_queries):
    pledge = make_pledge(kind="business")
    client.get(f"{LANE}{pledge.pk}/change/")
    with django_assert_max_num_queries(18) as few:
        client.get(f"{LANE}{pledge.pk}/change/")
    for number in range(29):
        make_pledge(kind="business")
        Pledge.objects.filter(pk=pledge.pk).update(text=f"shop locally {number} times")
    # One more looks for the next pledge, which there was not; one from the start of the lane is spared.
    with django_assert_max_num_queries(len(few)):
        client.get(f"{LANE}{pledge.pk}/change/")


# -- rows -------------------------------------------------------------------------------


def test_a_row_warns_of_every_kind_of_personal_detail(officer):
    make_pledge(text="ring 01438 242242 or write to me@example.org or you@example.org")

    assert page(officer).rows[0].warnings == ("Holds a phone number", "Holds an e-mail address")


def test_a_row_tells_of_an_organisations_other_pledges_but_not_of_residents_sharing_a_name(officer):
    for kind in ("business", "business", "resident", "resident"):
        make_pledge(kind=kind)

    warned = {row.who for row in page(officer).rows if row.warnings}

    assert warned == {"Roebuck Bakery"}


def test_a_row_says_who_holds_the_pledge_while_the_claim_lasts(officer):
    colleague = make_officer("colleague", first_name="Cole", last_name="League")
    make_pledge(claimed_by=colleague, claimed_at=LATER - timedelta(minutes=29))
    make_pledge(claimed_by=colleague, claimed_at=LATER - timedelta(minutes=30))

    assert [row.held_by for row in page(officer).rows] == ["Cole League", ""]


# -- search -----------------------------------------------------------------------------


def test_a_search_finds_in_every_lane(officer):
    made = [make_pledge(text="mend bicycles", state=state) for state in (State.NEW, State.SPAM)]

    assert references(page(officer, q="bicycle")) == [pledge.reference for pledge in reversed(made)]


def test_a_reference_is_found_whatever_its_case(officer):
    make_pledge()
    wanted = make_pledge()

    assert references(page(officer, q=wanted.reference.lower())) == [wanted.reference]


def test_an_address_finds_only_for_who_may_see_contact_details(officer):
    wanted = make_pledge(email="Pat@Example.org")
    viewer = make_officer("viewer", group="Viewer")

    assert references(page(officer, q="pat@example.org")) == [wanted.reference]
    assert references(page(viewer, q="pat@example.org")) == []


def test_a_rare_word_is_found_behind_the_newest_pledges(officer, monkeypatch):
    monkeypatch.setattr(looks, "WINDOW_ROWS", 2)
    wanted = make_pledge(text="play the zither")
    for _ in range(3):
        make_pledge()

    assert references(page(officer, q="zither")) == [wanted.reference]


def test_a_search_with_more_than_a_page_says_so(officer, monkeypatch):
    short_pages(monkeypatch)
    for _ in range(3):
        make_pledge()

    found = page(officer, q="shop")

    assert (len(found.rows), found.has_more) == (2, True)


def test_hostile_text_is_shown_as_text(client, officer):
    make_pledge(kind="business", public_name="<script>x</script>", text="<img src=x onerror=y>")

    shown = client.get(LANE).content.decode()

    assert "<script>x" not in shown
    assert "<img src=x" not in shown


# -- the desk's first page --------------------------------------------------------------


def test_the_first_page_says_what_there_is_to_do(client, officer):
    make_pledge()

    shown = client.get("/admin/").content.decode()

    assert "<b>1</b> New" in shown


def test_the_audit_history_knows_which_tables_are_watched():
    assert {"pledges_pledge", "pledges_contact", "pledges_reason"} <= set(audit.watched())
