"""A return from one officer over another into the books, and a file with faults that is mended: in a real browser."""

import pytest
from django.utils import timezone

from balancesheet.tests.make_returns import csv_text, make_cells
from stevenage_cwb.common.years import day_of
from stevenage_cwb.tests.test_accessibility import NARROW, WIDE, faults
from stevenage_cwb.tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser]

RETURNS = "/admin/balancesheet/return/"
OPEN_YEARS = """
from django.utils import timezone
from balancesheet import ledger
from balancesheet.models import Ledger
from stevenage_cwb.common.years import day_of, year_of
for book in Ledger.objects.filter(years=None):
    ledger.open_year(ledger=book.pk, year_starting=year_of(day_of(timezone.now())))
"""


class Desk:
    """An officer's browser, which writes down what axe finds on each page that it comes to."""

    def __init__(self, chromium, portal, officer, width):
        self.context = chromium.new_context(base_url=portal.address, viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.found = {}
        sign_in(self.page, officer)

    def go(self, address):
        self.page.goto(address)
        self.look()

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()
        self.look()

    def look(self):
        page = self.page
        self.found[page.url, page.title()] = faults(page)
        # Nothing stands out of the page, however long it is.
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url

    @property
    def said(self):
        return self.page.inner_text("body")

    def send(self, *rows):
        self.go("/admin/balancesheet/returnfile/add/")
        file = {"name": "returns.csv", "mimeType": "text/csv", "buffer": csv_text(*rows).encode()}
        self.page.get_by_label("File").set_input_files(file)
        self.page.get_by_label("Whose return").fill("Return of the garden")
        self.page.get_by_label("Yes, somebody answers").check()
        self.page.get_by_label("Who signed").fill("By the chair, on paper")
        self.press("Look at the file")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_return_and_a_mended_file_go_from_one_officer_over_another_into_the_books(chromium, portal, width):
    portal.manage("shell", "--no-imports", "-c", OPEN_YEARS)
    today = f"{day_of(timezone.now()):%d/%m/%Y}"
    enters, checks = (Desk(chromium, portal, name, width) for name in ("officer", "lead"))
    page = enters.page

    enters.go("/balance-sheet/returns/")
    enters.go(f"{RETURNS}add/")
    page.get_by_role("link", name="Volunteer hours of residents").click()
    enters.press("Enter the return")
    assert page.title().startswith("Error: ")
    page.get_by_label("Neighbourhood").select_option("N1")
    page.get_by_label("Date").fill(today)
    page.get_by_label("How many hours?").fill("12.5")
    page.get_by_label("Which group").fill("Journey garden")
    page.get_by_label("What happened?").fill("Litter pick")
    page.get_by_label("A document that I can send").check()
    page.get_by_label("What is it called?").fill("Sign-in sheets")
    letter = {"name": "sheets.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sheets"}
    page.locator("input[type=file]").set_input_files(letter)
    enters.press("Enter the return")
    assert "Another person has to check it" in enters.said

    row = make_cells(date=today, what_happened=f"Litter pick of {width}")
    enters.send(row, row | {"amount": "-3", "unit": "pounds"})
    assert "2 things in this file are not right" in enters.said
    enters.send(row, row | {"amount": "3"})
    enters.press("Enter 2 returns")

    checks.go(RETURNS)
    assert "Return of the garden" in checks.said
    for link, button in (
        ("Volunteer hours", "Check: it is right"),
        ("Return of the garden", "Check: all of it is right"),
    ):
        checks.go(RETURNS)
        checks.page.get_by_role("link", name=link).first.click()
        checks.look()
        checks.press(button)
        assert "Nothing is done" not in checks.said
    checks.page.locator("summary", has_text="Withdraw…").click()
    checks.page.get_by_label("Why?").fill("Only tried")
    checks.press("Withdraw the file")
    assert "Withdrawn by lead" in checks.said

    for desk in (enters, checks):
        desk.context.close()
        assert {where: what for where, what in desk.found.items() if what} == {}
