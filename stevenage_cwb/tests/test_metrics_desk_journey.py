"""A figure goes from its owner over a second officer, and a target after it: in a real browser, axe on every page."""

import pytest

from stevenage_cwb.tests.test_accessibility import NARROW, WIDE
from stevenage_cwb.tests.test_return_journey import Desk

pytestmark = [pytest.mark.browser]
METRICS = "/admin/metrics/metric/"


@pytest.mark.parametrize(("width", "count"), [(WIDE, "21"), (NARROW, "22")])
def test_a_figure_is_entered_looked_through_and_aimed_for(chromium, portal, width, count):
    enters, looks = (Desk(chromium, portal, name, width) for name in ("lead", "officer"))
    page = enters.page

    enters.go(METRICS)
    enters.go(f"{METRICS}C05/change/")
    page.get_by_role("link", name="Enter figures").click()
    enters.press("Enter the figures")
    assert page.title().startswith("Error: ")
    page.locator("#id_numerator").fill(count)
    page.get_by_label("Measured from records").check()
    page.get_by_label("What shows it?").fill("Estates register")
    page.get_by_label("What should a reader know?").fill("Counted anew")
    enters.press("Enter the figures")
    assert "Somebody else has to look them through" in enters.said

    looks.go(page.url.removeprefix(portal.address))
    looks.press("I have looked these figures through")
    assert "It is kept that you looked these figures through" in looks.said

    enters.go(f"{METRICS}C05/target/add/")
    page.get_by_label("At least").check()
    page.get_by_label("How much?").fill("25")
    page.get_by_label("Why?").fill("Three more are being handed over")
    enters.press("Set a target")
    assert "at least 25" in enters.said
    enters.go("/admin/metrics/annotation/add/")
    enters.go("/admin/metrics/check/add/")
    enters.go("/admin/metrics/checkresult/")

    assert {address: found for desk in (enters, looks) for address, found in desk.found.items() if found} == {}
