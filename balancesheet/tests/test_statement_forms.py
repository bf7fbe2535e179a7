"""Page, CSV and JSON say the same of every figure, and every figure's list of entries adds up to it."""

import csv
import hashlib
import json
import re
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest

from balancesheet import ledger
from balancesheet.models import Entry
from balancesheet.tests.make import NOON, make_entry, signed
from balancesheet.tests.make_statement import PLACES, make_story, moved, of, people

pytestmark = pytest.mark.usefixtures("books")

TAG = re.compile("<[^>]+>")


def rows_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))


def cells(page):
    """Return the words of all cells of a page's tables, by table and line name, in their order."""
    found = {}
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        caption = words(re.search(r"<caption.*?</caption>", table, re.DOTALL)[0])
        for line in re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", table, re.DOTALL):
            name = words(re.search(r"<th scope=\"row\">.*?</th>", line, re.DOTALL)[0])
            found.setdefault((caption, name), []).extend(words(c) for c in re.findall(r"<td>.*?</td>", line, re.DOTALL))
    return found


def words(html):
    return unescape(TAG.sub("", html)).strip()


@pytest.mark.parametrize("year", ["2024-25", "2025-26"])
@pytest.mark.parametrize("slug", PLACES)
def test_csv_and_json_say_what_the_page_says_figure_by_figure(client, slug, year):
    make_story()
    address = f"/balance-sheet/{slug}/{year}"

    in_csv = rows_of(client, f"{address}.csv")
    in_json = client.get(f"{address}.json").json()
    page = client.get(f"{address}/").content.decode()

    assert in_csv == [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in in_json["figures"]
    ]
    found, shown = of(slug, int(year[:4])), cells(page)
    told = 0
    for group in found.groups:
        for panel in group.panels:
            for row in panel.rows:
                said = [figure.said for figure in row.line.figures]
                evidence = ", ".join(f"{grade} {figure.said}" for grade, figure in row.evidence) or "–"
                assert shown[panel.face.caption, row.line.name][: len(said) + 1] == [*said, evidence]
                told += len(said)
            for name in panel.not_recorded:
                assert name in unescape(page)
    for table in (found.money, found.position):
        for each in table.lines:
            assert shown[table.caption, each.name] == [figure.said for figure in each.figures]
    assert told > 0 or slug == "whole-town"


@pytest.mark.parametrize("slug", PLACES)
def test_the_list_of_each_figure_counts_and_adds_up_to_it(client, slug):
    make_story()
    walked = 0

    for figure in rows_of(client, f"/balance-sheet/{slug}/2025-26.csv"):
        if not figure["address"] or figure["unit"] == "percent":
            continue
        address = figure["address"].replace("http://127.0.0.1:8000", "")
        listed = client.get(address.replace("/entries/", "/entries.json")).json()
        assert Decimal(listed["sum"]) == Decimal(figure["value"]), figure
        amounts = [item["amount"] for item in listed["items"]]
        if None not in amounts:
            assert sum(map(Decimal, amounts)) == Decimal(figure["value"]), figure
        assert len(amounts) == listed["count"] <= 100
        walked += 1

    assert walked > 5


def test_the_list_of_a_percentage_is_of_its_grade_alone(client):
    make_story()
    figures = rows_of(client, "/balance-sheet/pin-green/2025-26.csv")

    graded = [each for each in figures if each["unit"] == "percent" and each["address"]]

    for each in graded:
        listed = client.get(each["address"].replace("/entries/", "/entries.json").removeprefix("http://127.0.0.1:8000"))
        assert {item["grade"] for item in listed.json()["items"]} == {each["column"]}
    assert {each["column"] for each in graded} == {"A", "B", "D"}


def entries(client, asked, slug="pin-green", year="2025-26"):
    return client.get(f"/balance-sheet/{slug}/{year}/entries.json?{asked}").json()


def test_few_people_are_in_no_list(client):
    people("ten", 10)
    people("three", 3)

    added = entries(client, "account=1700&part=added")
    graded = entries(client, "account=1700&part=added&grade=A")

    assert (added["count"], added["sum"], added["unit"]) == (2, 13, "people")
    assert [item["amount"] for item in added["items"]] == [None, None]
    assert (graded["sum"], graded["marker"]) == (None, "not shown")
    people("as well", 6, ledger="N2")
    assert [item["amount"] for item in entries(client, "account=1700&part=added", "chells")["items"]] == [6]
    page = client.get(f"/balance-sheet/entries/{Entry.objects.get(source_ref='three').pk}/").content.decode()
    assert "not shown" in page
    assert "<code>[" not in page


def test_a_list_goes_on_where_it_ended_and_leaves_none_out(client):
    for number in range(120):
        moved(str(number), to="1010", by="4010", amount=number + 1, ledger=("N1", "N2", "TOWN")[number % 3])

    first = entries(client, "account=1010&part=added", "stevenage")
    second = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()

    met = [item["entry"] for page in (first, second) for item in page["items"]]
    assert len(set(met)) == len(met) == first["count"] == 120
    assert met == sorted(met, reverse=True)
    assert second["next"] is None
    assert Decimal(first["sum"]) == Decimal("72.60")
    rows = rows_of(client, "/balance-sheet/stevenage/2025-26/entries.csv?account=1010&part=added")
    assert [int(row["entry"]) for row in rows] == met


@pytest.mark.parametrize(
    ("asked", "refs"),
    [
        ("q=tree", {"tree"}),
        ("q=PLANTED+a", {"tree"}),
        ("q=100%25", {"percent"}),
        ("q=_", set()),
        ("source=test", {"tree", "percent"}),
        ("source=elsewhere", set()),
        ("grade=B", {"percent"}),
        ("q=tree&grade=B", set()),
    ],
)
def test_entries_are_found_by_words_source_and_grade(client, asked, refs):
    moved("tree", to="1010", by="4010", amount=200, words="Planted a tree")
    moved("percent", to="1010", by="4010", amount=300, words="Paid 100% of it", grade="B")

    found = entries(client, f"account=1010&{asked}")

    assert {item["source_reference"] for item in found["items"]} == refs
    assert found["count"] == len(refs)
    assert Decimal(found["sum"]) == sum(Decimal(item["amount"]) for item in found["items"])


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("", "Choose a line"),
        ("account=9999", "There is no line “9999”"),
        ("account=1010,4200", "These lines are counted in different units, and are never added up"),
        ("account=1010&part=half", "There is no part “half”"),
        ("account=1010&grade=E", "There is no grade “E”"),
    ],
)
def test_what_cannot_be_listed_is_said(client, asked, problem):
    make_entry()

    found = entries(client, asked)

    assert (found["problem"], found["count"], found["items"]) == (problem, 0, [])
    address = f"/balance-sheet/pin-green/2025-26/entries/?{asked}"
    assert problem in unescape(client.get(address).content.decode())
    assert rows_of(client, address.replace("/entries/", "/entries.csv")) == []


@pytest.mark.parametrize(
    "address",
    [
        "nowhere/2025-26/",
        "pin-green/2025-27/",
        "pin-green/2025/",
        "pin-green/1899-00/",
        "pin-green/2030-31/",
        "pin-green/2030-31.csv",
        "nowhere/",
        "nowhere/2025-26/entries/",
        "entries/999999999/",
        "pin-green/2025-26/?by=size",
    ],
)
def test_what_is_not_there_is_404(client, address):
    assert client.get(f"/balance-sheet/{address}").status_code == 404


@pytest.mark.parametrize("count", [1, 60])
def test_a_list_costs_the_same_for_one_entry_and_many(client, count, django_assert_num_queries):
    for number in range(count):
        moved(str(number), to="1010", by="4010", amount=5)
    client.get("/balance-sheet/")

    with django_assert_num_queries(6):
        client.get("/balance-sheet/stevenage/2025-26/entries/?account=1010&part=closing")


def test_the_index_leads_to_every_statement_and_says_how_far_it_has_come(client):
    make_story()

    page = client.get("/balance-sheet/").content.decode()

    assert re.findall(r"/balance-sheet/pin-green/(\S+?)/\">(\w+)<", page) == [
        ("2026-27", "Provisional"),
        ("2025-26", "Provisional"),
        ("2024-25", "Closed"),
    ]
    assert {client.get(link).status_code for link in re.findall(r'href="(/balance-sheet/[^"]+/)"', page)} == {200}
    assert client.get("/balance-sheet/pin-green/").url == "/balance-sheet/pin-green/2026-27/"


def test_an_empty_portal_has_no_balance_sheet_and_says_so(client, db):
    page = client.get("/balance-sheet/").content.decode()

    assert "Pilot" in page


def test_an_entry_says_what_it_moves_who_answers_and_how_to_prove_it(client):
    entry = make_entry()

    page = unescape(client.get(f"/balance-sheet/entries/{entry.pk}/").content.decode())

    assert "£1.00" in page
    assert "Nobody entered it by hand" in page
    assert entry.digest in page
    said = re.search(r"<code>(\[.*?\])</code>", page, re.DOTALL)[1]
    assert json.loads(said)[:4] == ["N1", "2025-06-01", "test", "1"]
    assert sha256(said) == entry.digest


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_nobody_is_named_on_the_page_of_an_entry(client):
    entry = make_entry(signatures=signed(entered="olivia.ormond", checked="sam.smith"))

    page = client.get(f"/balance-sheet/entries/{entry.pk}/").content.decode()

    assert "An officer entered it on 4 May 2026, and another checked it on 4 May 2026." in page
    assert "olivia" not in page
    assert "smith" not in page


def test_a_reversal_and_what_it_takes_back_lead_to_each_other(client):
    wrong = make_entry()
    reversal = ledger.reverse(entry=wrong.pk, why="Counted twice", at=NOON)

    taken_back = client.get(f"/balance-sheet/entries/{wrong.pk}/").content.decode()
    taking = client.get(f"/balance-sheet/entries/{reversal}/").content.decode()

    assert f'href="/balance-sheet/entries/{reversal}/"' in taken_back
    assert f'href="/balance-sheet/entries/{wrong.pk}/"' in taking
    assert "Counted twice" in taking
