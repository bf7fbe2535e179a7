"""What people come for, in a real browser, on the portal as it is run."""

import re

import pytest

from stevenage_cwb.tests.portal import OFFICER_PASSWORD

pytestmark = [pytest.mark.browser]


def pledge(page, text, *, email="pat@example.org"):
    """Fill in My Pledge as a resident, up to "Check your answers"."""
    page.goto("/pledges/make/")
    page.get_by_label("Resident").check()
    go_on(page)
    page.get_by_label("Something else, in my own words").check()
    go_on(page)
    page.get_by_label("I will …").fill(text)
    page.get_by_label("Tackling climate change").check()
    page.get_by_label("A fairer society").check()
    go_on(page)
    page.get_by_label("How much", exact=True).fill("12")
    page.get_by_label("What the number counts").select_option("hours")
    page.get_by_label("Bedwell and Pin Green").check()
    go_on(page)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("I am 16 or over").check()
    page.get_by_label("I agree that my pledge may be published").check()
    go_on(page)


def go_on(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def send(page):
    page.get_by_role("button", name="Send your pledge").click()
    return re.search(r"CWB-\w{4}-\w{4}", page.inner_text("main")).group()


def confirm_by_mail(page, reference):
    page.goto("/demonstration/mail/")
    mail = page.locator("article, li, section, tr").filter(has_text=reference).first
    mail.locator("a[href*='/pledges/confirm/']").first.click()
    page.get_by_role("button", name="Confirm that this is my pledge").click()


def sign_in(page, name):
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(OFFICER_PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").or_(page.get_by_role("button", name="Sign in")).click()


def test_a_resident_pledges_an_officer_approves_and_everybody_sees_it(browser):
    page = browser.new_page()
    pledge(page, "mend bicycles for neighbours")
    reference = send(page)
    confirm_by_mail(page, reference)
    page.goto(f"/pledges/{reference}/")
    assert page.title().startswith("Page not found") or "not found" in page.inner_text("h1").lower()

    sign_in(page, "officer")
    page.goto(f"/admin/pledges/pledge/?lane=new&q={reference}")
    page.get_by_role("link", name=reference).first.click()
    page.get_by_role("button", name="Approve").first.click()

    anybody = browser.new_page()
    anybody.goto("/pledges/")
    assert "mend bicycles for neighbours" in anybody.inner_text("main")
    anybody.goto(f"/pledges/{reference}/")
    assert "A Stevenage resident" in anybody.inner_text("main")
    assert "pat@example.org" not in anybody.content()


def test_the_form_can_be_filled_in_with_the_keyboard_alone(browser):
    page = browser.new_page()
    page.goto("/pledges/make/")

    tab_to(page, "#id_kind_1")
    press(page, "Space")
    enter(page)
    tab_to(page, "#id_action_1")
    press(page, "Space")
    enter(page)
    tab_to(page, "#id_text")
    enter(page)
    enter(page)
    tab_to(page, "#id_email")
    page.keyboard.type("keys@example.org")
    for box in ("#id_is_16_or_over", "#id_consent_to_publish"):
        tab_to(page, box)
        press(page, "Space")
    enter(page)
    enter(page)

    assert "Thank you for your pledge" in page.inner_text("h1")


def tab_to(page, selector, limit=60):
    """Press Tab until the element has the focus, seeing on the way that the focus shows and nothing traps it."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        focused = page.evaluate("s => document.activeElement.matches(s)", selector)
        if focused:
            return
    raise AssertionError(f"Tab never came to {selector}")


def press(page, key):
    page.keyboard.press(key)


def enter(page):
    """Reach the page's own button by Tab and press it."""
    tab_to(page, "main form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_form_works_without_javascript(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()

    pledge(page, "dig a community garden", email="nojs@example.org")
    reference = send(page)
    confirm_by_mail(page, reference)

    assert "Your e-mail address is confirmed" in page.inner_text("h1")
    context.close()


def test_back_and_reload_keep_every_answer(browser):
    page = browser.new_page()
    pledge(page, "share my tools")

    page.reload()
    assert "share my tools" in page.inner_text("main")
    page.go_back()
    assert page.get_by_label("E-mail address").input_value() == "pat@example.org"
    page.go_back()
    page.go_back()
    assert page.get_by_label("I will …").input_value() == "share my tools"
    page.reload()
    assert page.get_by_label("I will …").input_value() == "share my tools"


def test_two_tabs_are_two_pledges(browser):
    one, two = browser.new_page(), browser.new_page()
    pledge(one, "teach knitting")
    pledge(two, "teach cycling")

    assert send(one) != send(two)


def test_a_double_click_sends_once(browser):
    page = browser.new_page()
    pledge(page, "plant an orchard", email="double@example.org")

    page.get_by_role("button", name="Send your pledge").dblclick()

    page.wait_for_url("**/done/")
    page.goto("/demonstration/mail/")
    assert page.inner_text("main").count("plant an orchard") == 1


def test_going_back_from_the_confirmation_shows_it_again(browser):
    page = browser.new_page()
    pledge(page, "sweep the underpass")
    reference = send(page)

    page.go_back()
    page.wait_for_load_state()
    page.reload()

    assert reference in page.inner_text("main")


def test_a_mistake_is_said_at_the_top_and_at_the_field_and_the_focus_goes_there(browser):
    page = browser.new_page()
    page.goto("/pledges/make/")

    go_on(page)

    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.get_by_role("link", name="Select who is making the pledge").click()
    assert page.evaluate("document.activeElement.id") == "id_kind_1"


def test_nothing_is_asked_of_anybody_else(browser, portal):
    asked = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))

    for address in ("/", "/charter/", "/neighbourhoods/", "/pledges/", "/pledges/make/", "/spending/", "/privacy/"):
        page.goto(address)

    assert [url for url in asked if not url.startswith(portal.address)] == []


def test_no_page_breaks_its_own_content_security_policy(browser):
    said = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))

    places = ("/charter/", "/neighbourhoods/bedwell-and-pin-green/")
    for address in ("/", *places, "/pledges/", "/pledges/make/", "/spending/"):
        page.goto(address)
    sign_in(page, "lead")
    for address in ("/admin/", "/admin/pledges/pledge/", "/admin/pledges/reason/", "/admin/auth/user/"):
        page.goto(address)

    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_to_be_scrolled_sideways(chromium, portal, width):
    # 1280 pixels at 400 % zoom are 320.
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []

    for address in (
        "/",
        "/charter/",
        "/neighbourhoods/",
        "/neighbourhoods/bedwell-and-pin-green/",
        "/pledges/",
        "/pledges/counts/",
        "/pledges/make/",
        "/spending/",
        "/spending/?by=suppliers&breakdown=quarter",
        "/spending/method/",
        "/privacy/",
        "/accessibility/",
        "/cookies/",
        "/no-such-page/",
        "/demonstration/mail/",
    ):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)

    assert wide == []
    context.close()
