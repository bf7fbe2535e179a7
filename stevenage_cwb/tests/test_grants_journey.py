"""A file of grants with faults that is mended, imported and taken over, up to its figures: in a real browser."""

import csv
import io

import pytest
from django.utils import timezone

from balancesheet.pages.grants import COLUMNS
from stevenage_cwb.common.years import day_of
from stevenage_cwb.tests.test_accessibility import NARROW, WIDE
from stevenage_cwb.tests.test_return_journey import OPEN_YEARS, Desk

pytestmark = [pytest.mark.browser]


def file_of(**said):
    row = dict.fromkeys(COLUMNS, "Anything")
    today = f"{day_of(timezone.now()):%Y-%m-%d}"
    row |= {"Currency": "GBP", "Award Date": today, "Beneficiary Location:Geographic Code": "", **said}
    text = io.StringIO(newline="")
    csv.writer(text).writerows([row.keys(), row.values()])
    return {"name": "grants.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def send(desk, file):
    desk.page.get_by_label("File").set_input_files(file)
    desk.press("Send the file")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_file_of_grants_is_mended_imported_and_taken_over_to_its_figures(chromium, portal, width):
    portal.manage("shell", "--no-imports", "-c", OPEN_YEARS)
    desk = Desk(chromium, portal, "lead", width)
    recipient = f"Gardeners at {width}"
    mended = {"Identifier": f"360G-{width}", "Recipient Org:Name": recipient, "Amount Awarded": "1200.50"}

    desk.go("/admin/balancesheet/grantfile/")
    desk.go("/admin/balancesheet/grantfile/add/")
    send(desk, file_of(**{**mended, "Amount Awarded": "£1,200.50"}))
    assert "Write the amount as a number of pounds" in desk.said
    send(desk, file_of(**mended))
    assert "Nothing is stored yet." in desk.said
    desk.page.get_by_label("Import it").check()
    send(desk, file_of(**mended))
    assert "Imported: 1 new, 0 changed, 0 as before." in desk.said

    desk.go("/admin/balancesheet/pull/")
    desk.press("Take over what is new now")
    assert "posted, 0 reversed." in desk.said

    desk.go("/balance-sheet/grants/")
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name=recipient).click()
    desk.look()
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name="Grants from other funders: 1,200.50 pounds").click()
    desk.look()
    assert f"Grant to {recipient}" in desk.said
    assert {address: what for address, what in desk.found.items() if what} == {}
