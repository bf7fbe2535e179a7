"""What became of a pledge, in a real browser: asked by letter, answered without JavaScript, checked by two officers."""

import pytest

from stevenage_cwb.tests.test_accessibility import NARROW, WIDE, faults
from stevenage_cwb.tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser]

REPORTS = "/admin/pledges/delivery/"


def click(page, name, *, role="button"):
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def unanswered(page):
    """Open the newest letter's form that nobody has answered. Returns the pledge's address."""
    page.goto("/demonstration/mail/")
    letters = page.locator("a[href*='/pledges/report/']")
    for address in [letter.get_attribute("href") for letter in letters.all()]:
        page.goto(address)
        if page.get_by_role("button", name="Send", exact=True).count():
            return page.locator("main article a").get_attribute("href")
    raise AssertionError("Every letter is answered")


def answer(page):
    page.get_by_label("Yes, it was kept").check()
    if page.get_by_label("did it come to").count():
        page.get_by_label("did it come to").fill("12")
    for part, value in {"Day": "3", "Month": "5", "Year": "2026"}.items():
        page.get_by_label(part, exact=True).fill(value)
    click(page, "Send")


def open_report(page, officer, reference):
    page.context.clear_cookies()
    sign_in(page, officer)
    page.goto(f"{REPORTS}?q={reference}")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()


def test_a_pledger_answers_a_letter_and_two_officers_check_the_answer(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    address = unanswered(page)
    reference = address.strip("/").split("/")[-1]
    answer(page)
    assert "Thank you for telling us" in page.inner_text("h1")
    page.goto(address)
    assert "Said: kept on 3 May 2026" in page.inner_text("main")

    open_report(page, "officer", reference)
    page.get_by_label("A: A document").check()
    page.get_by_label("What is it, and where is it kept?").fill("File 7")
    click(page, "Accept the evidence")
    assert "waits for a second officer" in page.inner_text(".messagelist")
    open_report(page, "officer", reference)
    assert not page.get_by_role("button", name="Verify").count()
    open_report(page, "lead", reference)
    click(page, "Verify")
    assert "Verified: kept on 3 May 2026" in page.inner_text("#content")

    page.goto(address)
    assert "Two officers have checked it" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_of_reports_have_no_faults_and_fit_the_screen(chromium, portal, width):
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
    page = context.new_page()
    found, too_wide = {}, []

    def look(name):
        found[name] = faults(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(name)

    address = unanswered(page)
    look("the form")
    click(page, "Send")
    look("the form, wrong")
    page.goto("/pledges/?delivery=kept")
    look("the wall")
    sign_in(page, "lead")
    for state in ("evidence", "verify", "verified"):
        page.goto(f"{REPORTS}?state={state}")
        look(f"list, {state}")
        with page.expect_navigation():
            page.locator("#result_list tbody th a").first.click()
        look(state)
        if state == "evidence":
            click(page, "Accept the evidence")
            look("evidence, wrong")
    page.goto(f"/admin/pledges/pledge/?q={address.strip('/').split('/')[-1]}")
    page.locator("#content a:has-text('CWB-')").first.click()
    look("the pledge on the desk")
    click(page, "Enter a report for somebody", role="link")
    look("entering")
    context.close()

    assert {name: what for name, what in found.items() if what} == {}
    assert too_wide == []
