"""The pages that the law asks for say what this portal really does."""

import pytest

from pledges.actions.clock import REMIND_AFTER
from pledges.actions.sending import CHANGE_WITHIN, CONFIRM_WITHIN
from pledges.tests.make import make_pledge
from spending.actions.survey_letters import ADDRESSES_KEPT
from stevenage_cwb.common import limits

REGULATIONS = "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018"
DUTIES = ["/privacy/", "/accessibility/", "/cookies/"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def privacy(client) -> str:
    return client.get("/privacy/").content.decode()


@pytest.fixture
def statement(client) -> str:
    return client.get("/accessibility/").content.decode()


@pytest.mark.parametrize("address", DUTIES)
def test_a_duty_is_a_draft_until_the_council_confirms_it(client, address):
    assert "Draft for the council to confirm." in client.get(address).content.decode()


def test_the_privacy_notice_gives_the_times_that_the_clock_keeps(privacy):
    assert f"{CONFIRM_WITHIN.days} days, with one reminder" in privacy
    assert f"{CHANGE_WITHIN.days} days, with one reminder" in privacy
    assert f"for {limits.KEPT_FOR.total_seconds() / 3600:.0f} hours at most" in privacy
    assert f"{ADDRESSES_KEPT.days} days after the survey closes" in privacy
    assert REMIND_AFTER < CONFIRM_WITHIN


@pytest.mark.parametrize(
    "needed", ["controller", "data protection officer", "lawful basis", "one month", "ico.org.uk", "consent"]
)
def test_the_privacy_notice_holds_what_article_13_asks_for(privacy, needed):
    assert needed in privacy


@pytest.mark.parametrize(
    "fixed",
    [
        f"The Equality and Human Rights Commission (EHRC) is responsible for enforcing the {REGULATIONS}",
        f"is committed to making its website accessible, in accordance with the {REGULATIONS}.",
        "This website is partially compliant with the",
        "AA standard, due to the non-compliances listed below.",
    ],
)
def test_the_statement_keeps_the_sentences_that_the_law_fixes(statement, fixed):
    assert fixed in statement


def test_the_cookies_page_names_every_cookie_that_a_pledger_gets(client):
    page = client.get("/cookies/").content.decode()

    client.get("/pledges/make/", follow=True)

    # The answers' cookies differ by page, and are named by how they begin.
    unnamed = [name for name in client.cookies if name not in page and not name.startswith("pledge-")]
    assert list(client.cookies) != []
    assert unnamed == []
    assert "pledge-…" in page


def test_the_cookies_page_names_the_cookie_of_an_officer(client, settings):
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"

    assert "__Host-sessionid" in client.get("/cookies/").content.decode()


def test_no_duty_shows_a_pledger_s_address(client):
    make_pledge(state="approved", email="secret@example.org")

    assert [address for address in DUTIES if b"secret@example.org" in client.get(address).content] == []
