"""The review queue in a real browser: by keyboard alone, by single keys, without JavaScript, in its error states."""

import pytest

from stevenage_cwb.tests.test_accessibility import WIDE, faults
from stevenage_cwb.tests.test_journeys import sign_in, tab_to

pytestmark = [pytest.mark.browser]

REVIEW = "/admin/spending/payee/review/"
NARROWEST = 360


def payee(page):
    return page.inner_text(".desk-payee")


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def click(page, name, *, role="button"):
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def press_on(page, selector):
    tab_to(page, selector)
    press(page, "Enter")


def enter_new(page, name):
    """Describe a new organisation for the payee that is shown, by the mouse, so that there is one to choose."""
    page.locator("summary").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Postcode").fill("SG1 1HN")
    click(page, "Add it, and accept")


def with_a_choice(page):
    """Show the first payee of the queue beside an organisation that can be chosen."""
    page.goto(REVIEW)
    enter_new(page, "Chosen Organisation Ltd")
    page.get_by_label("Look for another").fill("Chosen Organisation Ltd")
    click(page, "Search")


@pytest.fixture
def chosen(browser):
    page = browser.new_page()
    sign_in(page, "lead")
    with_a_choice(page)
    return page


def test_an_officer_accepts_rejects_skips_and_undoes_with_the_keyboard_alone(chosen):
    page = chosen
    first = payee(page)

    tab_to(page, "[name=candidate]")
    page.keyboard.press("Space")
    press(page, "Enter")
    second = payee(page)
    assert f"“{first}” is Chosen Organisation Ltd" in page.inner_text("#queue .messagelist")

    # The page goes on from what was said: the decision is a few keys away, not the whole head of the desk.
    press_on(page, "button[value=skip]")
    assert payee(page) != second
    press_on(page, "button[value=unskip]")
    assert payee(page) == second

    press_on(page, "button[value=nobody]")
    press_on(page, "[name=decision] + button")
    assert payee(page) == second
    assert "Undone" in page.inner_text("#queue .messagelist")


def test_a_new_organisation_is_entered_with_the_keyboard_alone(browser):
    page = browser.new_page()
    sign_in(page, "lead")
    page.goto(REVIEW)
    first = payee(page)

    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=postcode]")
    page.keyboard.type("SG2 8AA")
    press(page, "Enter")

    assert f"Saved: “{first}” is {first}." in page.inner_text("#queue .messagelist")


def test_single_keys_work_where_they_are_switched_on_and_only_there(chosen):
    page = chosen
    first = payee(page)

    page.keyboard.press("1")
    assert not page.locator("[name=candidate]").first.is_checked()
    page.get_by_label("Work by single keys").check()
    page.get_by_label("Look for another").focus()
    page.keyboard.type("1 as")
    assert payee(page) == first
    page.get_by_label("Work by single keys").focus()
    page.keyboard.press("1")
    assert page.locator("[name=candidate]").first.is_checked()

    press(page, "a")
    assert f"“{first}” is Chosen Organisation Ltd" in page.inner_text("#queue .messagelist")
    # Still on after the next page came.
    press(page, "u")
    assert payee(page) == first
    press(page, "s")
    assert payee(page) != first
    page.get_by_label("Work by single keys").uncheck()
    page.keyboard.press("x")
    assert "You have skipped 1 payee" in page.inner_text("#queue")
    assert page.url.endswith("#queue")


def test_the_queue_works_without_javascript(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "lead")
    page.goto(REVIEW)
    first = payee(page)

    assert not page.get_by_text("Work by single keys").is_visible()
    enter_new(page, "Made Without Scripts Ltd")
    assert f"“{first}” is Made Without Scripts Ltd" in page.inner_text("#queue .messagelist")
    click(page, f"Undo that “{first}”")
    assert payee(page) == first
    context.close()


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_the_queue_and_the_suppliers_have_no_faults_and_fit_the_screen(chromium, portal, width):
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
    page = context.new_page()
    found, too_wide = {}, []

    def look(name):
        found[name] = faults(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(name)

    sign_in(page, "lead")
    page.goto(REVIEW)
    look("queue")
    page.locator("summary").click()
    page.get_by_label("Postcode").fill("SG1")
    click(page, "Add it, and accept")
    look("new, wrong")
    with_a_choice(page)
    click(page, "Accept")
    look("nothing chosen")
    page.goto(f"{REVIEW}?q=zzyzx+qwrtp")
    look("nothing found")
    click(page, "Skip")
    look("skipped")
    for address in ("supplier/", "supplier/add/", "payee/", "decision/", "registerentry/"):
        page.goto(f"/admin/spending/{address}")
        look(address)
    page.goto("/admin/spending/supplier/")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()
    look("supplier")
    click(page, "It has moved", role="link")
    look("moved")
    click(page, "Move it")
    look("moved, wrong")
    context.close()

    assert {name: what for name, what in found.items() if what} == {}
    assert too_wide == []
