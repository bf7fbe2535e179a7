"""A survey of suppliers from the desk to a supplier's answers, in a real browser, on the portal as it is run."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stevenage_cwb.tests.test_accessibility import NARROW, WIDE, faults
from stevenage_cwb.tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser]


def open_survey(page, *, email):
    """Make a survey of two suppliers, write to the first, and open it. Returns the address of its page."""
    sign_in(page, "lead")
    page.goto("/admin/spending/survey/add/")
    page.get_by_label("How many of the largest suppliers").fill("2")
    fill_date(page)
    press(page, "Make the survey")
    page.locator("input[type=email]").first.fill(email)
    press(page, "Open it and write to all with an address")
    assert "Letters on their way: 1." in page.inner_text("#content, main")
    return page.url


def fill_date(page):
    day = timezone.localdate() + timedelta(days=30)
    page.get_by_label("Last day for answers").fill(f"{day:%d/%m/%Y}")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def link_in_mail(page, *, subject="What you spend in Stevenage"):
    """Return where the newest letter about a survey leads."""
    page.goto("/demonstration/mail/")
    letter = page.locator("article, li, section, tr").filter(has_text=subject).first
    return letter.locator("a[href*='/spending/survey/']").first.get_attribute("href")


def fill_in(page, *, staff, suppliers):
    page.get_by_label("Percentages").check()
    page.get_by_label("pay of staff who live in Stevenage").fill(staff)
    page.get_by_label("to suppliers in Stevenage").fill(suppliers)
    page.get_by_label("A best estimate").check()
    press(page, "Send your answers")


def test_a_supplier_answers_by_its_link_corrects_itself_and_the_officer_closes(browser):
    desk, page = browser.new_page(), browser.new_page()
    survey = open_survey(desk, email="journey@example.org")
    page.goto(link_in_mail(page))

    fill_in(page, staff="45", suppliers="60")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    assert page.get_by_label("pay of staff who live in Stevenage").input_value() == "45"
    fill_in(page, staff="45", suppliers="20")
    assert "Thank you for your answers" in page.inner_text("h1")
    page.get_by_role("link", name="Correct your answers").click()
    fill_in(page, staff="40", suppliers="20")

    desk.goto(survey)
    assert desk.inner_text(".desk-asked").count("entered by the supplier") == 1
    press(desk, "Close it")
    page.goto(link_in_mail(page))
    assert "This survey is closed" in page.inner_text("h1")
    assert "journey@example.org" not in page.content()


def test_the_survey_works_without_javascript_and_with_the_keyboard_alone(chromium, portal, browser):
    open_survey(browser.new_page(), email="keys@example.org")
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(link_in_mail(page))

    tab_to_by_label(page, "Pounds")
    page.keyboard.press("Space")
    for answer in ("1000", "0"):
        page.keyboard.press("Tab")
        page.keyboard.type(answer)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while not focused(page, "button"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Thank you for your answers" in page.inner_text("h1")
    context.close()


def tab_to_by_label(page, label):
    page.locator("#main-content").focus()
    while not page.get_by_label(label, exact=True).evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")


def focused(page, tag):
    return page.locator(":focus").evaluate("element => element.tagName.toLowerCase()") == tag


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_state_of_the_survey_has_a_fault_or_is_wider_than_the_screen(chromium, portal, width):
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
    desk, page = context.new_page(), context.new_page()
    found = {}

    def look(name, where):
        wide = where.evaluate("document.documentElement.scrollWidth") > width
        found[name] = [*faults(where), *(["too wide"] if wide else [])]

    survey = open_survey(desk, email="axe@example.org")
    look("open survey", desk)
    page.goto(link_in_mail(page))
    look("form", page)
    press(page, "Send your answers")
    look("form with errors", page)
    fill_in(page, staff="10", suppliers="10")
    look("thanks", page)
    page.goto("/spending/survey/made-up/")
    look("unknown link", page)
    desk.goto("/admin/spending/survey/")
    look("list of surveys", desk)
    desk.goto("/admin/spending/survey/add/")
    look("new survey", desk)
    desk.goto(survey)
    desk.locator("a[href*='/supplier/']").first.click()
    look("entering answers", desk)
    desk.goto(survey)
    press(desk, "Close it")
    look("closed survey", desk)
    page.goto(link_in_mail(page))
    look("closed", page)

    assert {name: what for name, what in found.items() if what} == {}
    context.close()
