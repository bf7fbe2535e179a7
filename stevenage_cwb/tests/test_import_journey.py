"""A spend file from the desk to the public page and back, in a real browser, on the portal as it is run."""

from pathlib import Path

import pytest

from spending.tests.make import ROWS, csv_bytes, numbered
from stevenage_cwb.tests.test_accessibility import NARROW, WIDE, faults
from stevenage_cwb.tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser]

FILES = Path(__file__).resolve().parents[2] / "spending" / "tests" / "files"
SEND = "/admin/spending/importnote/add/"


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def choose(page, *, content=b"", path="", name="spend.csv", body):
    page.goto(SEND)
    page.get_by_label("Name of the new body").fill(body)
    page.get_by_label("File").set_input_files(path or {"name": name, "mimeType": "text/csv", "buffer": content})
    press(page, "Look at the file")


def test_an_officer_imports_a_file_answers_for_it_and_everybody_sees_it(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "lead")
    choose(page, path=str(FILES / "wakefield_2023-Q4_footer_differs.csv"), body="Journey Council")
    assert "Nothing is stored yet" in page.inner_text("#content")

    press(page, "Import the file")
    assert "Not imported yet" in page.inner_text("[role=alert]")
    page.get_by_label("the total in the file is not").check()
    press(page, "Import the file")
    assert "is imported" in page.inner_text(".messagelist")

    page.locator("summary", has_text="Accept…").click()
    press(page, "Accept, and make public")
    note = page.url
    page.get_by_role("link", name="As everybody sees it").click()
    public = page.url
    assert "2 payments, £1,591.63" in page.inner_text("main")
    assert "A total in the file disagrees with its payments." in page.inner_text("main")
    page.get_by_role("link", name="2 payments, £1,591.63").click()
    assert "2 payments, £1,591.63" in page.locator("h2", has_text="£1,591.63").inner_text()

    page.goto(note)
    page.locator("summary", has_text="Undo…").click()
    page.get_by_label("Why?").fill("Only tried")
    press(page, "Undo the file")
    assert page.goto(public).status == 410
    context.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_of_an_import_have_no_faults(chromium, portal, width):
    context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
    page = context.new_page()
    body, found = f"Council of {width}", {}

    def look(name):
        found[name] = faults(page)
        # Nothing stands out of the page, however long its name.
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name

    sign_in(page, "lead")
    page.goto(SEND)
    look("empty")
    press(page, "Look at the file")
    look("nothing chosen")
    long = csv_bytes([*numbered(40), ["31/02/2026", "T", "A" * 300, "<b>", "5.00"], ["", "", "Total", "", "1.00"]])
    choose(page, content=long, name="a" * 200 + ".csv", body=body)
    look("question")
    press(page, "Import the file")
    look("unanswered")
    page.get_by_label("the total in the file is not").check()
    press(page, "Import the file")
    for summary in page.locator("summary").all():
        summary.click()
    look("note")
    press(page, "Undo the file")
    look("no reason given")
    page.locator("summary", has_text="Accept…").click()
    press(page, "Accept, and make public")
    page.get_by_role("link", name="As everybody sees it").click()
    look("public note")
    page.goto("/spending/files/")
    look("public list")
    page.goto("/admin/spending/importnote/")
    found["list"] = faults(page)
    choose(page, content=b"\xef\xbb\xbf" + long, name="again.csv", body=f"council OF {width}")
    look("duplicate")
    choose(page, content=b"<!doctype html><html></html>", body=body)
    look("refused")
    doubtful = ["Payment Date", "Ref No", "Supplier Name", "Purpose", "Invoice Amount"]
    choose(page, content=csv_bytes(ROWS, titles=doubtful), body=body)
    look("proposal")
    page.goto(f"{SEND}999999/")
    look("gone")
    context.close()

    assert {name: what for name, what in found.items() if what} == {}
