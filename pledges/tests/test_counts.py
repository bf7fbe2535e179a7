"""The numbers beside the wall: always those of a live count."""

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges import actions
from pledges.models import Pledge, State, Tally
from pledges.tests.make import MONDAY, make_officer, make_pledge, reason

pytestmark = pytest.mark.django_db

MOVES = {
    "approve": lambda pledge, by: actions.approve(pledge=pledge, by=by, at=MONDAY),
    "reopen": lambda pledge, by: actions.reopen(pledge=pledge, message="", by=by, at=MONDAY),
    "refuse": lambda pledge, by: actions.refuse(pledge=pledge, reason=reason(), by=by, at=MONDAY),
    "mark as spam": lambda pledge, by: actions.mark_spam(pledge=pledge, by=by, at=MONDAY),
}


def live_counts() -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for pledge in Pledge.objects.published():
        key = (pledge.foundation_id, pledge.neighbourhood_id or "", pledge.kind_id, pledge.action_id or "")
        counts[key] = counts.get(key, 0) + 1
    return counts


def tallies() -> dict[tuple[str, ...], int]:
    rows = Tally.objects.filter(published__gt=0)
    return {(row.foundation, row.neighbourhood, row.kind, row.action): row.published for row in rows}


def some_pledges() -> list[Pledge]:
    return [
        make_pledge(),
        make_pledge(foundation_id="climate", kind="business"),
        make_pledge(neighbourhood_id="bedwell-and-pin-green"),
        make_pledge(),
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 3)), max_size=25))
def test_tallies_equal_a_live_count_whatever_is_decided(moves):
    pledges = some_pledges()
    by = make_officer(f"officer-{pledges[0].pk}", email=f"officer-{pledges[0].pk}@example.org")

    for move, number in moves:
        try:
            MOVES[move](pledges[number], by)
        except actions.AlreadyHandled:
            continue

    assert tallies() == live_counts()


def test_tallies_equal_a_live_count_after_a_bulk_change():
    some_pledges()
    Pledge.objects.update(state=State.APPROVED, published_at=MONDAY, first_published_at=MONDAY)
    assert sum(tallies().values()) == 4

    Pledge.objects.filter(kind="business").update(foundation_id="training")
    Pledge.objects.filter(neighbourhood="bedwell-and-pin-green").update(state=State.NEW, published_at=None)

    assert tallies() == live_counts()
    assert sum(tallies().values()) == 3


def test_a_tally_never_falls_below_zero():
    make_pledge(state=State.APPROVED)

    with pytest.raises(IntegrityError, match="pledges_tally_is_never_negative"):
        Tally.objects.update(published=-1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "3 pledges<"),
        ("?kind=business", "1 pledge<"),
        ("?foundation=climate", "1 pledge<"),
        ("?kind=resident&foundation=climate", "0 pledges<"),
    ],
)
def test_the_wall_says_how_many_pledges_match(client, query, words):
    make_pledge(state=State.APPROVED)
    make_pledge(state=State.APPROVED)
    make_pledge(state=State.APPROVED, kind="business", foundation_id="climate")
    make_pledge()

    page = client.get(f"/pledges/{query}").text

    assert words in page
    assert 'href="/pledges/counts/"' in page


def test_a_search_shows_no_number(client):
    make_pledge(state=State.APPROVED)

    page = client.get("/pledges/?q=shop").text

    assert "1 pledge" not in page
    assert "shop locally" in page


def test_the_number_is_defined_one_click_away(client):
    page = client.get("/pledges/counts/").text

    assert "how many pledges are published at this moment" in page
    assert "Each pledge counts once" in page
