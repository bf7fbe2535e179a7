"""The officers' desk in a real browser: by keyboard alone, without JavaScript, and in its error states."""

import pytest

from stevenage_cwb.tests.test_accessibility import NARROW, WIDE, faults
from stevenage_cwb.tests.test_journeys import sign_in, tab_to

pytestmark = [pytest.mark.browser]

LANE = "/admin/pledges/pledge/"


def test_an_officer_decides_with_the_keyboard_alone_and_comes_to_the_next_pledge(browser):
    page = browser.new_page()
    sign_in(page, "officer")
    page.goto(f"{LANE}?lane=returned")

    press_on(page, ".desk-rows a")
    decided = page.inner_text("h1")
    tab_to(page, "details:first-of-type summary")
    page.keyboard.press("Enter")
    tab_to(page, "#refuse_reason_0")
    page.keyboard.press("Space")
    press_on(page, "button[value=refuse]")

    assert "is refused" in page.inner_text(".messagelist")
    assert page.inner_text("h1") != decided


def press_on(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_ticking_all_and_deciding_in_bulk_asks_first(browser):
    page = browser.new_page()
    sign_in(page, "lead")
    page.goto(f"{LANE}?lane=new")
    pledges = page.locator("[name=pledge]").count()

    page.get_by_label("Tick all on this page").check()
    page.get_by_role("button", name="Approve…").click()

    assert page.locator(".desk-list li").count() == pledges
    assert "Nothing is done yet" in page.inner_text("main")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_desks_forms_have_no_faults_open_wrong_stale_or_refused(chromium, portal, width):
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {}

    sign_in(page, "nobody")
    found["sign-in refused"] = faults(page)
    sign_in(page, "lead")
    page.goto(f"{LANE}?lane=new")
    page.locator(".desk-rows a").first.click()
    for summary in page.locator("summary").all():
        summary.click()
    found["forms open"] = faults(page)
    page.locator("button[value=changes]").click()
    found["wrong"] = faults(page)
    page.get_by_role("button", name="Show contact details").click()
    found["contact"] = faults(page)
    page.locator("[name=version]").first.evaluate("field => field.value = 99")
    page.get_by_role("button", name="Approve and publish").click()
    found["stale"] = faults(page)
    assert "Not saved" in page.inner_text("[role=alert]")
    for address in (f"{LANE}add/", f"{LANE}add/?kind=business&action=own", "/admin/pledges/reason/add/"):
        page.goto(address)
        found[address] = faults(page)
    context.close()

    assert {name: what for name, what in found.items() if what} == {}


def test_an_officer_decides_without_javascript(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "officer")
    page.goto(f"{LANE}?lane=new")

    page.locator(".desk-rows a").last.click()
    page.locator("summary", has_text="Mark as spam").click()
    page.locator("button[value=spam]").click()

    assert "is marked as spam" in page.inner_text(".messagelist")
    context.close()
