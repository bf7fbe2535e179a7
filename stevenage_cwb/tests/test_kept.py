"""Nothing typed is lost: an outage, a fault and a lost cookie give it back, with a button to try again."""

import pytest
from django.test import Client

TYPED = {
    "text": "mend\r\nbicycles",
    "first_name": "Sam",
    "csrfmiddlewaretoken": "t",
    "new_password": "secret",
}
ELSEWHERE = {"HTTP_ORIGIN": "https://elsewhere.example"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(settings):
    settings.ROOT_URLCONF = "stevenage_cwb.tests.places"


@pytest.fixture
def browser() -> Client:
    """A client that sees what a person sees of an error."""
    return Client(raise_request_exception=False)


def test_a_view_without_its_database_says_when_to_come_back(client):
    answer = client.post("/away/", TYPED)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert answer["Cache-Control"] == "no-store"


def test_the_page_of_an_outage_shows_all_that_was_typed(client):
    page = client.post("/away/", TYPED).content.decode()

    assert '<dt class="govuk-summary-list__key">First name</dt>' in page
    assert '<dd class="govuk-summary-list__value">Sam</dd>' in page
    assert '<input type="hidden" name="text" value="mend\r\nbicycles">' in page


def test_the_page_of_an_outage_holds_no_password_and_no_old_token(client):
    page = client.post("/away/", TYPED).content.decode()

    assert "secret" not in page
    assert 'name="csrfmiddlewaretoken" value="t"' not in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_what_was_ticked_twice_is_sent_twice(client):
    page = client.post("/away/", {"units": ["hours", "people"]}).content.decode()

    assert page.count('<input type="hidden" name="units"') == 2


def test_django_s_own_fields_travel_on_unseen(client):
    page = client.post("/away/", {"_save": "Save"}).content.decode()

    assert '<input type="hidden" name="_save" value="Save">' in page
    assert "<dd" not in page


@pytest.mark.parametrize("address", ["/away/", "/fault/"])
def test_markup_that_was_typed_stays_text(browser, address):
    page = browser.post(address, {'"><img src=x>': "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_view_can_say_itself_what_was_typed(client):
    page = client.post("/away-with-answers/", {"other": "x"}).content.decode()

    assert '<dt class="govuk-summary-list__key">Your pledge</dt>' in page
    assert '<input type="hidden" name="token" value="t-1">' in page
    assert "other" not in page


def test_sending_again_goes_to_the_same_address(client):
    page = client.post("/away/?after=1&x=%22", TYPED).content.decode()

    assert '<form method="post" action="/away/?after=1&amp;x=%22">' in page


def test_a_page_that_was_only_read_gets_a_link_to_itself(client):
    page = client.get("/away/?foundation=climate").content.decode()

    assert '<a class="govuk-button" href="/away/?foundation=climate">Try again</a>' in page
    assert "<form" not in page


def test_a_middleware_without_its_database_keeps_what_was_typed_too(browser, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "stevenage_cwb.tests.places.away_before_the_view"]

    answer = browser.post("/taken/", TYPED)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert b'name="first_name" value="Sam"' in answer.content


def test_a_fault_of_ours_keeps_what_was_typed(browser):
    answer = browser.post("/fault/", TYPED)

    assert answer.status_code == 500
    assert b'name="first_name" value="Sam"' in answer.content
    assert b"somebody@example.org" not in answer.content


def test_without_its_cookie_a_form_can_be_sent_once_more_from_the_page_that_says_so():
    browser = Client(enforce_csrf_checks=True)

    refused = browser.post("/taken/", TYPED)
    token = refused.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    accepted = browser.post("/taken/", {**TYPED, "csrfmiddlewaretoken": token})

    assert refused.status_code == 403
    assert b'name="first_name" value="Sam"' in refused.content
    assert accepted.content == b"Taken: mend\r\nbicycles"


@pytest.mark.parametrize("address", ["/away/", "/fault/", "/taken/"])
def test_what_another_site_sent_gets_no_button(address):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=address == "/taken/")

    page = browser.post(address, TYPED, **ELSEWHERE).content.decode()

    assert "Sam" in page
    assert "<form" not in page


def test_what_our_own_page_sent_gets_the_button(client):
    page = client.post("/away/", TYPED, HTTP_ORIGIN="http://testserver").content.decode()

    assert "<form" in page


def test_what_travels_unseen_is_sent_again_and_not_shown_as_typed():
    page = Client(enforce_csrf_checks=True).post("/taken/", {"kind": "business", "started": "signed"})

    text = page.content.decode()
    assert '<input type="hidden" name="started" value="signed">' in text
    assert "<dt" in text
    assert "Started" not in text
