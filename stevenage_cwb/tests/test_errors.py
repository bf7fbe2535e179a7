"""Error pages: ours, kind, locked like every other page, and in need of no database."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from stevenage_cwb import views

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
PAGES = [
    ("/bad/", 400, "We could not read that request"),
    ("/forbidden/", 403, "You cannot open this page"),
    ("/nowhere/", 404, "Page not found"),
    ("/fault/", 500, "Sorry, something went wrong"),
    ("/away/", 503, "Sorry, this is not working at the moment"),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(settings):
    settings.ROOT_URLCONF = "stevenage_cwb.tests.places"


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def no_database(*args: object) -> None:
    raise OperationalError("away")


@pytest.mark.parametrize(("address", "status", "heading"), PAGES)
def test_each_error_says_what_happened_and_how_to_reach_us(browser, address, status, heading):
    answer = browser.get(address)
    page = answer.content.decode()

    assert answer.status_code == status
    assert f'<h1 class="govuk-heading-xl">{heading}</h1>' in page
    assert "mailto:" in page


@pytest.mark.parametrize(("address", "status", "heading"), PAGES)
def test_each_error_carries_the_same_locks_as_every_page(browser, address, status, heading):
    answer = browser.get(address)

    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(("address", "status", "heading"), PAGES)
def test_each_error_is_shown_while_the_database_is_away(browser, address, status, heading):
    with connection.execute_wrapper(no_database):
        answer = browser.get(address)

    assert answer.status_code == status
    assert heading in answer.content.decode()


def test_a_host_that_is_not_ours_is_told_so_without_being_named(browser):
    answer = browser.get("/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_a_fault_in_the_frame_itself_still_says_sorry():
    request = RequestFactory().get("/")
    request.path = None

    answer = views.broken(request)

    assert answer.status_code == 500
    assert "Sorry, something went wrong" in answer.content.decode()
