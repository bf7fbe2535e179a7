"""No page breaks a rule of WCAG 2.2 A or AA that axe can see, wide or narrow, in error states too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from stevenage_cwb.tests.test_journeys import go_on, sign_in

pytestmark = [pytest.mark.browser]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = [
    "/",
    "/charter/",
    "/neighbourhoods/",
    "/neighbourhoods/old-town-symonds-green-and-woodfield/",
    "/pledges/",
    "/pledges/?kind=business&q=solar",
    "/pledges/?q=zzyzx",
    "/pledges/counts/",
    "/spending/",
    "/spending/files/",
    "/spending/?local=county&of=files&by=payments&branches=out&breakdown=kind",
    "/spending/?by=suppliers&breakdown=neighbourhood",
    "/spending/?department=none",
    "/spending/?department=999999",
    "/spending/method/",
    "/spending/payments/",
    "/spending/payments/?tier=T1,T2&year=2025-26&scope=in",
    "/spending/payments/?tier=T9&quarter=1",
    "/spending/payments/?q=zzyzx",
    "/spending/payments/columns/",
    "/balance-sheet/grants/",
    "/balance-sheet/",
    "/balance-sheet/stevenage/2025-26/",
    "/balance-sheet/stevenage/2025-26/?by=foundation",
    "/balance-sheet/stevenage/2025-26/entries/",
    "/balance-sheet/stevenage/2025-26/entries/?account=1010&part=closing",
    "/balance-sheet/stevenage/2025-26/entries/?account=1010&q=zzyzx",
    "/balance-sheet/nowhere/2025-26/",
    "/metrics/",
    "/metrics/?foundation=procurement&year=2024-25",
    "/metrics/?year=1999-00&neighbourhood=nowhere",
    "/metrics/P01/",
    "/metrics/G01/",
    "/metrics/L04/",
    "/metrics/T99/",
    "/findings/",
    "/findings/?year=1999-00",
    "/privacy/",
    "/accessibility/",
    "/cookies/",
    "/demonstration/mail/",
    "/no-such-page/",
    "/pledges/confirm/made-up/",
    "/admin/login/",
]
# Faults of Django's own pages, listed in docs/operations.md: none on the pages tested here.
NARROW, WIDE = 375, 1280


def faults(page):
    """Return what axe finds wrong on a page, once it is there: rule, and the first element."""
    page.wait_for_load_state()
    results = Axe().run(page, options=RULES).response
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in results["violations"]]


@pytest.fixture(params=[WIDE, NARROW])
def page(request, chromium, portal):
    context = chromium.new_context(base_url=portal.address, viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


def test_public_pages_have_no_faults(page):
    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = faults(page)

    assert {address: what for address, what in found.items() if what} == {}


def test_a_pledges_own_page_has_no_faults(page):
    page.goto("/pledges/")
    with page.expect_navigation():
        page.locator("main article a").first.click()

    assert faults(page) == []


def test_the_pages_of_a_payment_and_its_supplier_have_no_faults(page):
    page.goto("/spending/payments/?tier=T1&scope=in")
    with page.expect_navigation():
        page.locator("main .payments a").first.click()
    found = faults(page)
    with page.expect_navigation():
        page.locator("main .steps a").first.click()
    found += faults(page)

    assert found == []


def test_each_page_of_the_form_has_no_faults_empty_wrong_and_done(page):
    found = []
    page.goto("/pledges/make/")
    for fill in (who, what, words, details, shown):
        found += faults(page)
        if fill is not details:
            go_on(page)
            assert page.title().startswith("Error: ")
        else:
            page.get_by_label("How much", exact=True).fill("many")
            page.get_by_label("Day").fill("32")
            go_on(page)
            assert page.title().startswith("Error: ")
        found += faults(page)
        fill(page)
        go_on(page)
    found += faults(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Send your pledge").click()
    found += faults(page)

    assert "Thank you for your pledge" in page.inner_text("h1")
    assert found == []


def who(page):
    page.get_by_label("Resident").check()


def what(page):
    page.get_by_label("Something else, in my own words").check()


def words(page):
    page.get_by_label("I will …").fill("ring 01438 123456 for a repair café")
    page.get_by_label("Tackling climate change").check()
    page.get_by_label("A fairer society").check()


def details(page):
    page.get_by_label("How much", exact=True).fill("")
    page.get_by_label("Day").fill("")


def shown(page):
    page.get_by_label("E-mail address").fill("pat@example.org")
    page.get_by_label("I am 16 or over").check()
    page.get_by_label("I agree that my pledge may be published").check()


@pytest.mark.parametrize("officer", ["officer", "lead", "viewer"])
def test_the_officers_desk_has_no_faults(page, officer):
    sign_in(page, officer)
    found = {"index": faults(page)}
    for lane in ("new", "returned", "waiting", "decided", "spam"):
        page.goto(f"/admin/pledges/pledge/?lane={lane}")
        found[lane] = faults(page)
        pledges = page.locator("main a:has-text('CWB-'), #content a:has-text('CWB-')")
        if pledges.count():
            pledges.first.click()
            found[f"{lane}, one pledge"] = faults(page)

    assert {name: what for name, what in found.items() if what} == {}


def test_the_pages_of_rules_have_no_faults_empty_seen_and_wrong(page):
    sign_in(page, "lead")
    found = {}
    for address in ("tierrule/", "scoperule/", "category/", "department/", "postcode/", "tierrule/add/"):
        page.goto(f"/admin/spending/{address}")
        found[address] = faults(page)
    page.goto("/admin/spending/scoperule/add/")
    page.get_by_label("Where to look").select_option("category")
    page.get_by_label("What such payments are").select_option("grant")
    page.get_by_label("Why").fill("A try")
    for pattern, seen in (("repairs", True), ("(repairs", False)):
        page.get_by_label("Pattern").fill(pattern)
        with page.expect_navigation():
            page.get_by_role("button", name="Show what it would change").click()
        assert page.get_by_role("button", name="Keep the rule").is_visible() == seen
        found[pattern] = faults(page)

    assert {address: what for address, what in found.items() if what} == {}
