"""A pledge's own page: all of it while it is published, nothing of it otherwise."""

import pytest
from django.urls import reverse

from pledges import actions
from pledges.models import State, Unit
from pledges.tests.make import MONDAY, make_approved, make_officer, make_pledge, reason

pytestmark = pytest.mark.django_db

HIDDEN_STATES = [state for state in State if state != State.APPROVED]


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_pledge_that_was_never_public_answers_as_one_that_never_was(client, state):
    hidden = client.get(make_pledge(state=state).get_absolute_url())
    unknown = client.get("/pledges/CWB-2222-2222/")

    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content)


def test_a_pledge_that_was_taken_down_says_so_and_nothing_else(client):
    officer = make_officer()
    pledge = make_approved(by=officer, text="keep this secret")
    actions.reopen(pledge=pledge, message="", by=officer, at=MONDAY)
    actions.refuse(pledge=pledge, reason=reason(), by=officer, at=MONDAY)

    response = client.get(pledge.get_absolute_url())

    assert response.status_code == 410
    assert "This pledge is no longer shown" in response.text
    assert "keep this secret" not in response.text
    assert pledge.public_name not in response.text


def test_a_reference_in_small_letters_leads_to_the_pledge(client):
    pledge = make_pledge(state=State.APPROVED)

    response = client.get(f"/pledges/{pledge.reference.lower()}/", follow=True)

    assert response.redirect_chain == [(pledge.get_absolute_url(), 301)]
    assert response.status_code == 200


def test_a_pledges_page_shows_all_of_it_and_what_published_means(client):
    pledge = make_pledge(kind="business", state=State.APPROVED, quantity_hundredths=120_000, unit=Unit.POUNDS)

    page = client.get(pledge.get_absolute_url()).text

    assert "<title>Roebuck Bakery will shop locally" in page
    assert '<meta property="og:title" content="Roebuck Bakery will shop locally">' in page
    for fact in ("£1,200", "Across Stevenage", "A fairer society", "Training and skills", "16 November 2026"):
        assert fact in page
    assert "The council has not checked whether it was carried out" in page


def test_a_pledges_page_costs_four_queries(client, django_assert_num_queries):
    """Its own, its reports, what the database counts it for, and the figures of that year."""
    pledge = make_pledge(state=State.APPROVED)
    client.get(reverse("charter:charter"))

    with django_assert_num_queries(4):
        client.get(pledge.get_absolute_url())
