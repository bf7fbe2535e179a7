"""A file about suppliers from the desk to the database, in a real browser, on the portal as it is run."""

import pytest

from spending.tests.make_references import MASTER, master
from stevenage_cwb.tests.test_accessibility import NARROW, WIDE, faults
from stevenage_cwb.tests.test_import_journey import press
from stevenage_cwb.tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser]

SEND = "/admin/spending/referencefile/add/"
BAD = [["", "Nobody's Number Ltd", "SG1 1AA"], ["9002", "Bedwell Print Ltd", "SG1 1A"]]


def choose(page, *rows, name, kind="The council's supplier records", day="", titles=MASTER):
    page.goto(SEND)
    page.get_by_label(kind).check()
    page.get_by_label("whose are they?").select_option(index=1)
    page.get_by_label("Which day does it speak of").fill(day)
    content = master(*rows, titles=titles).encode()
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    press(page, "Look at the file")


def test_an_officer_looks_is_asked_for_the_day_and_imports_without_scripts(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "lead")
    choose(page, ["9001", "Journey Bakery Ltd", "SG1 1AA"], *BAD, name="suppliers.csv")
    assert "Say which day the file speaks of" in page.inner_text("#content")

    # What was chosen, and the file, are there still.
    page.get_by_label("Which day does it speak of").fill("31/03/2024")
    press(page, "Look at the file")
    assert "Nothing is stored yet" in page.inner_text("#content")
    assert "the council's number of the supplier" in page.inner_text("#content")

    press(page, "Import the file")
    assert "“suppliers.csv” is imported." in page.inner_text(".messagelist")
    page.goto("/admin/spending/supplier/?q=Journey+Bakery")
    page.get_by_role("link", name="Journey Bakery Ltd").click()
    assert page.locator("input[value='SG1 1AA']").count() == 1
    context.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_of_a_reference_file_have_no_faults(chromium, portal, width):
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {}

    def look(name):
        found[name] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name

    sign_in(page, "lead")
    page.goto(SEND)
    look("empty")
    press(page, "Look at the file")
    look("nothing chosen")
    rows = [[str(width), f"Supplier of {width} Ltd", "SG1 1AA"], ["", "N" * 300, "x" * 300], *BAD]
    choose(page, *rows, name="a" * 200 + ".csv", day="31/03/2024")
    look("preview")
    press(page, "Import the file")
    look("file")
    page.goto("/admin/spending/referencefile/")
    found["list"] = faults(page)
    choose(page, *rows, name="again.csv", day="31/03/2024")
    look("duplicate")
    choose(page, *rows, name="refused.csv", day="31/03/2024", kind="Contracts register")
    look("refused")
    page.goto(f"{SEND}999999/")
    look("gone")
    context.close()

    assert {name: what for name, what in found.items() if what} == {}
