"""A statement's forms: each figure of the page is in the CSV, the JSON, the workbook and the PDF, and equal in all."""

import builtins
import csv
import io
import re
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pypdf
import pytest
import python_calamine
from django.urls import reverse

from balancesheet import ledger
from balancesheet.ledger import Leg
from balancesheet.models import Account, Grade
from balancesheet.pages.statement import statement
from balancesheet.tests.make import NOON, close, make_draft, make_entry, make_proxy
from stevenage_cwb.common import pdf
from stevenage_cwb.common.figures import Unit

pytestmark = pytest.mark.usefixtures("books")

PLACES = ["pin-green", "stevenage"]


@pytest.fixture
def full(books):
    """Every account moved by amounts of its own: in N1 over two years, with a restatement; in TOWN half of them."""
    accounts = list(Account.objects.exclude(role__in=["opening", "between"]).select_related("unit"))
    moves = [("N1", 2024, account) for account in accounts]
    moves += [("N1", 2025, account) for account in accounts] + [("TOWN", 2025, account) for account in accounts[::2]]
    drafts = [move(number, *each, accounts) for number, each in enumerate(moves, start=1)]
    ledger.post_many(drafts, at=NOON)
    close(2024)
    late = {"kind": "restatement", "restates": 2024, "why": "An invoice came late"}
    make_entry("late", **late, debits=[Leg("1010", "GBP", 777)], credits=[Leg("4010", "GBP", 777)])


def move(number, code, year, account, accounts):
    """Return a draft of an amount that no other has, to or from an account and another of its unit."""
    is_debited = account.type in {"AS", "EX"}
    kind = "IN" if is_debited else "EX"
    other = next(each for each in accounts if each.unit_id == account.unit_id and each.type == kind)
    to, by = (account, other) if is_debited else (other, account)
    amount = number * 137 + (5 if account.unit.scale > 1 else 0)
    return make_draft(
        str(number),
        ledger=code,
        dated=date(year, 6, 1),
        grade=Grade.values[number % len(Grade.values)],
        debits=[Leg(to.code, to.unit_id, amount)],
        credits=[Leg(by.code, by.unit_id, amount)],
    )


@pytest.fixture
def small(books):
    """Little enough that its PDF is the same in every test, and printed once."""
    make_entry("1")
    make_entry("2", debits=[Leg("5200", "HOUR", 1250)], credits=[Leg("4200", "HOUR", 1250)])


def page_of(slug):
    return statement(slug=slug, year_starting=2025)


def address(slug, form):
    return reverse(f"balancesheet:statement_{form}" if form else "balancesheet:statement", args=[slug, "2025-26"])


def shown(page):
    """Return the rows of a page's tables: of each the line's name, then what its figures say."""
    for group in page.groups:
        for panel in group.panels:
            for row in panel.rows:
                evidence = ", ".join(f"{grade} {figure.said}" for grade, figure in row.evidence) or "–"
                yield [row.line.name, *(figure.said for figure in row.line.figures), evidence]
    for table in (page.money, page.position, page.worth):
        for line in table.lines:
            yield [f"{line.name} {line.note}".strip(), *(figure.said for figure in line.figures)]


def walked(page):
    """Return every figure of a statement by where it stands: its value in pounds, hours ..., or why there is none."""
    return {
        (table.code, line.code, column.code): figure.marker.value if figure.value is None else Decimal(figure.in_whole)
        for table in page.tables
        for line in table.lines
        for column, figure in zip(table.columns, line.figures, strict=True)
    }


def in_workbook(figure):
    if figure.value is None:
        return figure.marker.value
    return float(figure.in_whole / (100 if figure.unit == Unit.PERCENT else 1))


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


class Rows(HTMLParser):
    """The texts of the cells of all tables' bodies, row by row."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.cell = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tbody":
            self.in_body = True
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.cell = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in {"th", "td"} and self.cell is not None:
            self.rows[-1].append(plain("".join(self.cell)))
            self.cell = None
        if tag == "thead":
            self.rows.pop()


# Every form says what the statement says.


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("slug", PLACES)
def test_the_page_says_each_figure_of_the_statement(client, slug):
    html = client.get(address(slug, "")).content.decode()

    # Money and position stand among the sections on the page: in which order is no matter here.
    assert sorted(Rows(html).rows) == sorted(shown(page_of(slug)))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("slug", PLACES)
def test_the_csv_and_the_json_have_each_figure_of_the_statement(client, slug):
    text = b"".join(client.get(address(slug, "csv")).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    items = client.get(address(slug, "json")).json()["figures"]

    for found in (rows, items):
        assert len(found) == len(walked(page_of(slug)))
        assert {
            (row["table"], row["line"], row["column"]): row["marker"]
            if row["value"] in {"", None}
            else Decimal(row["value"])
            for row in found
        } == walked(page_of(slug))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("slug", PLACES)
def test_the_workbook_has_each_figure_of_the_statement_as_a_number(client, slug):
    page = page_of(slug)
    book = python_calamine.load_workbook(io.BytesIO(client.get(address(slug, "ods")).content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]

    found = iter(rows)
    for table in page.tables:
        heads = [table.heading, *(column.name for column in table.columns)]
        assert heads in (row[: len(heads)] for row in found), table.code
        for line in table.lines:
            name, *cells = next(found)[: len(heads)]
            assert name == line.name
            assert cells == [in_workbook(figure) for figure in line.figures]


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("slug", PLACES)
def test_the_pdf_says_each_figure_of_the_statement(client, slug):
    text = plain(" ".join(page.extract_text() for page in document(client, slug).pages))

    assert [row for row in shown(page_of(slug)) if plain(" ".join(row)) not in text] == []


def document(client, slug="pin-green"):
    answer = client.get(address(slug, "pdf"))
    assert answer.status_code == 200
    return pypdf.PdfReader(io.BytesIO(answer.content))


# The PDF.


@pytest.mark.usefixtures("small")
def test_the_pdf_is_tagged_and_says_so(client):
    found = document(client)
    root, metadata = found.trailer["/Root"], found.xmp_metadata

    assert found.metadata.title == "Community balance sheet 2025-26: Pin Green"
    assert root["/Lang"].lower() == "en-gb"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in metadata.stream.get_data()


@pytest.mark.usefixtures("small")
def test_headings_lists_and_tables_of_the_pdf_are_told_apart(client):
    tags = Counter(tags_of(document(client).trailer["/Root"]["/StructTreeRoot"]))
    html = client.get(address("pin-green", "")).content.decode()
    page = html[html.index("<main") : html.index("</main>")]

    assert tags["/H1"] == page.count("<h1") == 1
    assert tags["/H2"] == page.count("<h2") - page.count('<section class="section not-printed">') >= len("ABCDE")
    assert tags["/Table"] == page.count("<table") > 0
    assert tags["/TR"] == page.count("<tr")
    # A heading says the same over the others.
    assert tags["/Caption"] == page.count("<caption id=") - page.count('class="govuk-visually-hidden">') > 0


def tags_of(element):
    if "/S" in element:
        yield element["/S"]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid.get_object(), pypdf.generic.DictionaryObject):
            yield from tags_of(kid.get_object())


@pytest.mark.usefixtures("full")
def test_a_statement_with_half_of_all_lines_filled_takes_two_sides_of_a4(client):
    pages = document(client, "whole-town").pages

    assert len(pages) == 2
    assert [tuple(round(side) for side in page.mediabox[2:]) for page in pages] == [(595, 842)] * 2


@pytest.mark.usefixtures("small")
def test_links_in_the_pdf_lead_to_the_portal(client, settings):
    addresses = {
        annotation.get_object()["/A"]["/URI"]
        for page in document(client).pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    }

    entries = reverse("balancesheet:entries", args=["pin-green", "2025-26"])
    assert f"{settings.PORTAL_URL}{entries}?part=year&account=4200" in addresses
    assert all(each.startswith((settings.PORTAL_URL, "https://", "mailto:")) for each in addresses)


def test_nothing_is_fetched_for_a_pdf(monkeypatch):
    def refuse(*args, **options):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    html = """<html lang="en"><title>T</title><link rel="stylesheet" href="https://example.org/a.css">
        <img src="file:///etc/hostname" alt="x"><img src="http://127.0.0.1/a.png" alt="y"><p>Hello</p></html>"""

    assert pdf.printed(html).startswith(b"%PDF")


def test_the_same_page_is_printed_once():
    html = "<html lang='en'><title>T</title><p>Once</p></html>"

    assert pdf.printed(html) is pdf.printed(html)


def test_without_pango_the_page_says_so_and_offers_the_rest(client, monkeypatch):
    def missing(name, *args, **options):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return imported(name, *args, **options)

    imported = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", missing)
    pdf.printed.cache_clear()
    answer = client.get(address("pin-green", "pdf"))
    html = answer.content.decode()

    assert answer.status_code == 501
    assert "The PDF is not available" in html
    for form in ("", "csv", "ods"):
        assert f'href="{address("pin-green", form)}"' in html


def test_whom_we_keep_waiting_too_long_is_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_WAIT_SECONDS", 0)
    pdf.printed.cache_clear()
    with pdf.printing:
        answer = client.get(address("pin-green", "pdf"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "20")
    assert "right now" in answer.content.decode()
    assert client.get(address("pin-green", "pdf")).status_code == 200


@pytest.mark.parametrize("form", ["pdf", "ods"])
@pytest.mark.parametrize(("slug", "year"), [("nowhere", "2025-26"), ("pin-green", "2019-20"), ("pin-green", "2025-27")])
def test_what_is_on_no_record_has_no_file(client, form, slug, year):
    assert client.get(reverse(f"balancesheet:statement_{form}", args=[slug, year])).status_code == 404


@pytest.mark.parametrize("form", ["", "csv", "ods", "pdf"])
def test_a_statement_without_any_entry_can_be_had_in_every_form(client, form):
    assert client.get(address("chells", form)).status_code == 200


# The workbook.


def book_of(client, slug="pin-green"):
    return python_calamine.load_workbook(io.BytesIO(client.get(address(slug, "ods")).content))


@pytest.mark.usefixtures("small")
def test_the_workbook_has_its_notes_first_and_a_sheet_for_each_section(client):
    assert book_of(client).sheet_names == [
        "Notes",
        "A Standing",
        "B Activity in the year",
        "C Still owed",
        "E Notes",
        "Money",
        "Illustrative worth",
    ]


def test_days_in_the_workbook_are_days_and_the_licence_is_there(client):
    notes = {row[0]: row[1] for row in book_of(client).get_sheet_by_name("Notes").to_python() if row[0]}

    assert notes["On"] == date(2026, 3, 31)
    assert notes["Licence"] == "Open Government Licence v3.0"
    assert notes["Financial year"] == "2025-26"


@pytest.mark.usefixtures("small")
def test_money_in_the_workbook_is_in_pounds_and_a_percentage_is_one(client):
    archive = zipfile.ZipFile(io.BytesIO(client.get(address("pin-green", "ods")).content))
    content = archive.read("content.xml").decode()

    assert archive.namelist()[0] == "mimetype"
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    assert re.search(r'office:value-type="currency"[^>]*office:currency="GBP"', content)
    assert 'office:value-type="percentage"' in content
    assert "table:formula" not in content


# What hours may be said to be worth, on the page.


@pytest.mark.usefixtures("small")
def test_worths_are_marked_illustrative_with_source_year_and_licence_and_are_in_no_money(client):
    html = client.get(address("pin-green", "")).content.decode()
    page = page_of("pin-green")

    for words in (
        "Illustrative",
        "£12.21, £13.45, £14.80 each, prices of 2025-26",
        "Living Wage Foundation",
        "Open Government Licence v3.0",
    ):
        assert words in html
    assert {line.figures[2].unit for line in page.worth.lines} == {Unit.EXACT_PENCE}
    assert not {line.code for line in page.worth.lines} & {
        line.code for line in (*page.money.lines, *page.position.lines)
    }


@pytest.mark.usefixtures("small")
def test_the_json_has_the_source_and_the_licence_of_what_hours_may_be_worth(client):
    notes = client.get(address("pin-green", "json")).json()["notes"]

    assert "Source: Living Wage Foundation" in notes[-1]
    assert "Licence: Rates quoted as published" in notes[-1]


def test_of_few_people_no_worth_is_told():
    make_proxy("a head", unit_id="PERSON", accounts=["4430"], low_pence=100, central_pence=100, high_pence=100)
    make_entry(debits=[Leg("5430", "PERSON", 4)], credits=[Leg("4430", "PERSON", 4)])

    (line,) = page_of("pin-green").worth.lines
    assert {figure.said for figure in line.figures} == {"not shown"}
