"""A question about a line, in a real browser: asked without JavaScript, answered by an officer, read by everybody."""

import pytest

from stevenage_cwb.tests.test_accessibility import NARROW, WIDE
from stevenage_cwb.tests.test_journeys import sign_in
from stevenage_cwb.tests.test_return_journey import OPEN_YEARS, Desk

pytestmark = [pytest.mark.browser]


class Visitor(Desk):
    """Somebody who is not signed in, and whose browser runs no scripts of ours."""

    def __init__(self, chromium, portal, width):
        self.context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.page.route("**/*.js", lambda route: route.abort())
        self.found = {}


def newest(page, part):
    """Open the newest row of a list of the desk."""
    page.goto(f"/admin/balancesheet/{part}/")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_somebody_asks_an_officer_answers_and_everybody_reads_it(chromium, portal, width):
    portal.manage("shell", "--no-imports", "-c", OPEN_YEARS)
    anybody, officer = Visitor(chromium, portal, width), Desk(chromium, portal, "lead", width)
    page, words = anybody.page, f"Which garden got the grant, asked at {width} wide?"

    page.goto("/balance-sheet/whole-town/")
    anybody.look()
    statement = page.url
    with page.expect_navigation():
        page.get_by_role("link", name="ask about a line").click()
    anybody.look()
    page.get_by_label("Which line").select_option("4020")
    page.get_by_label("What do you want to know").fill(f"{words} Ring 01438 242242.")
    anybody.press("Send your question")
    assert "a phone number" in page.inner_text(".govuk-error-summary")
    page.get_by_label("What do you want to know").fill(words)
    page.get_by_label("E-mail address").fill("pat@example.org")
    anybody.press("Send your question")
    assert "We have your question" in page.inner_text("h1")
    anybody.go(statement)
    assert words not in anybody.said

    newest(officer.page, "question")
    officer.press("Let everybody read the question")
    officer.press("Answer")
    assert "Enter the answer" in officer.said
    officer.page.get_by_label("Answer", exact=True).fill("The one in Pin Green.")
    officer.press("Answer")

    anybody.go(statement)
    assert words in anybody.said
    assert "The one in Pin Green." in anybody.said
    assert {place: fault for place, fault in {**anybody.found, **officer.found}.items() if fault} == {}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_was_said_is_checked_and_the_guided_list_has_no_faults(chromium, portal, width):
    portal.manage("shell", "--no-imports", "-c", OPEN_YEARS)
    desk, said = Desk(chromium, portal, "officer", width), f"Water at last, {width} litres."

    desk.go("/admin/balancesheet/voice/add/")
    desk.press("Enter what was said")
    assert "Say who said it" in desk.said
    desk.page.get_by_label("About whose year").select_option("TOWN")
    desk.page.get_by_label("Which year").select_option(index=1)
    desk.page.get_by_label("Who said it").fill("The allotment society")
    desk.page.get_by_label("What was said").fill(said)
    desk.press("Enter what was said")
    newest(desk.page, "voice")
    desk.look()
    assert "Another officer has to check it" in desk.said
    desk.context.clear_cookies()
    sign_in(desk.page, "lead")
    newest(desk.page, "voice")
    desk.press("Check: everybody may read it")
    newest(desk.page, "year")
    desk.look()
    assert "The books prove right" in desk.said

    desk.go("/balance-sheet/whole-town/")
    assert said in desk.said
    assert {place: fault for place, fault in desk.found.items() if fault} == {}
