"""What the script adds in a real browser, and what is there without it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route

from stevenage_cwb.tests.places import EveryField, page_of

# The page stays, as it does for as long as a slow answer takes.
COUNT_SENDS = """
    window.sends = 0;
    addEventListener("submit", (event) => { event.preventDefault(); window.sends += 1; });
"""
SUMMARY = ".govuk-error-summary"
SEND = "button[name=send]"
COUNT = ".govuk-character-count__message"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

pytestmark = [pytest.mark.browser]


def opened(context: BrowserContext) -> Page:
    """Open the form; sending it brings its errors."""
    pages = {"GET": page_of(EveryField()), "POST": page_of(EveryField({"text": "x"}))}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = Path(settings.STATIC_ROOT) / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            route.fulfill(body=pages[route.request.method], content_type="text/html; charset=utf-8")

    context.set_default_timeout(5000)
    context.route("**/*", answer)
    page = context.new_page()
    page.goto("http://portal.example/form/")
    return page


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield opened(context)


@pytest.fixture
def page_without_script(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(java_script_enabled=False) as context:
        yield opened(context)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "You have 20 characters remaining"),
        ("x" * 19, "You have 1 character remaining"),
        ("x" * 20, "You have 0 characters remaining"),
        ("x" * 21, "You have 1 character too many"),
        ("é👍", "You have 18 characters remaining"),
        ("one\ntwo", "You have 12 characters remaining"),
    ],
)
def test_the_count_is_that_of_the_server(page, typed, said):
    page.fill("#id_text", typed)

    assert page.inner_text(COUNT) == said


def test_too_much_is_marked_and_kept(page):
    page.fill("#id_text", "x" * 30)

    assert "govuk-error-message" in page.get_attribute(COUNT, "class")
    assert page.input_value("#id_text") == "x" * 30


def test_the_count_is_spoken_only_at_a_pause(page):
    spoken = page.locator('[aria-live="polite"]')
    page.wait_for_timeout(1200)
    page.fill("#id_text", "x")

    assert spoken.text_content() == "You have 20 characters remaining"
    page.wait_for_timeout(1200)
    assert spoken.text_content() == "You have 19 characters remaining"


def test_a_double_click_sends_once(page):
    page.evaluate(COUNT_SENDS)

    page.dblclick(SEND)

    assert page.evaluate("sends") == 1


def test_a_later_click_sends_again(page):
    page.evaluate(COUNT_SENDS)

    page.click(SEND)
    page.wait_for_timeout(1100)
    page.click(SEND)

    assert page.evaluate("sends") == 2


def test_errors_take_the_focus(page):
    page.click(SEND)
    page.wait_for_selector(SUMMARY)

    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"


def test_a_link_in_the_errors_leads_to_the_input(page):
    page.click(SEND)

    page.click('a[href="#id_due_on_0"]')

    assert page.evaluate("document.activeElement.id") == "id_due_on_0"


def test_a_further_question_shows_once_its_answer_is_chosen(page):
    hidden_at_first = page.is_hidden("#id_organisation")

    page.check("#id_kind_1")
    shown = page.is_visible("#id_organisation")
    page.check("#id_kind_0")

    assert (hidden_at_first, shown) == (True, True)
    assert page.is_hidden("#id_organisation")


def test_without_a_script_every_question_shows(page_without_script):
    assert page_without_script.is_visible("#id_organisation")
    assert page_without_script.inner_text(COUNT) == "You can enter up to 20 characters"
