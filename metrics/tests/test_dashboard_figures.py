"""Page, CSV and JSON say the same of every figure, nothing else is a number, and what is kept back is nowhere."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import escape

from metrics.models import Metric
from metrics.pages.dashboard import MetricPage
from metrics.pages.wheel import counted
from metrics.tests.make_dashboard import PLACES, TODAY, csv_rows, make_dashboard, the_overview, the_page
from stevenage_cwb.common.figures import Figure, Table
from stevenage_cwb.common.years import year_name
from stevenage_cwb.templatetags.wheel import counts

pytestmark = pytest.mark.django_db
MEASURED = ["P01", "P05", "P11", "C06", "G01", "G02", "G04", "T02"]
LOOKS: list[dict[str, str]] = [{}, {"year": "2024-25"}, {"year": "2026-27"}, {"neighbourhood": "bedwell"}]
SPANS = {"year", "half", "quarter", "month"}
NUMBER = re.compile(r"\d[\d,.]*")


def as_text(record: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in record.items()}


def tables_of(page: MetricPage) -> Iterator[Table]:
    yield from (chart.table for chart in page.charts)
    yield from page.breakdowns


def figures_of(page: MetricPage) -> Iterator[tuple[Table, str, str, Figure]]:
    for table in tables_of(page):
        for line in table.lines:
            for column, figure in zip(table.columns, line.figures, strict=True):
                yield table, line.code, column.code, figure


def without_drawings(html: str) -> str:
    return re.sub("<svg.*?</svg>", "", html, flags=re.DOTALL)


def main_text(html: str) -> str:
    """Return what a page says between its tags, frame and drawings left out."""
    main = without_drawings(html).split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", main)))


# -- page = CSV = JSON ----------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", LOOKS, ids=str)
def test_every_figure_of_a_page_is_in_its_csv_and_its_json_and_says_the_same(client, asked):
    make_dashboard()
    compared = 0

    for code in MEASURED:
        page, html = the_page(code, **asked), client.get(f"/metrics/{code}/", asked).text
        rows = csv_rows(client, f"/metrics/{code}.csv", **asked)
        items = client.get(f"/metrics/{code}.json", asked).json()["figures"]
        assert [as_text(item) for item in items] == rows
        found = {(row["period"], row["neighbourhood"], row["dimension"], row["category"]): row for row in rows}
        for table, line, column, figure in figures_of(page):
            assert f">{escape(figure.said)}<" in html, (code, table.code, line, column)
            row = found.get(key_of(table, line, page))
            # A target is no observation; and a page shows the years before the one that is asked for too.
            assert row or table.code == "target" or asked.get("year"), (code, table.code, line, column)
            if row:
                expected = "" if figure.value is None else str(figure.in_whole)
                assert row[column] == expected, (code, table.code, line, column)
                compared += 1

    assert compared >= {"2025-26": 20, "2024-25": 2, "2026-27": 5}.get(asked.get("year", ""), 1)


def key_of(table: Table, line: str, page: MetricPage) -> tuple[str, str, str, str]:
    """Return what a line of a table is called in data: period, neighbourhood, dimension, category."""
    year, place = year_name(page.looked.year_starting), page.looked.look.neighbourhood
    if table.code == "places":
        return year, line, "", ""
    return (line, place, "", "") if table.code in SPANS else (year, place, table.code, line)


def test_all_metrics_in_one_file_are_the_files_of_each_together(client):
    make_dashboard()

    together = csv_rows(client, "/metrics.csv")
    each = [
        row
        for code in Metric.objects.values_list("code", flat=True)
        for row in csv_rows(client, f"/metrics/{code}.csv")
    ]

    assert together == each
    assert [as_text(item) for item in client.get("/metrics.json").json()["figures"]] == together
    assert {row["metric"] for row in together} == set(MEASURED)


@pytest.mark.parametrize(
    ("code", "period", "expected"),
    [
        ("P01", "2025-26", {"value": "28.3", "unit": "percent", "numerator": "28300.00", "denominator": "100000.00"}),
        ("P01", "2026-27", {"value": "32.0", "markers": "p", "target": ""}),
        ("G02", "2025-26", {"value": "", "markers": "x", "note": "None was verified"}),
        ("C06", "2025-26", {"value": "1300000.00", "markers": "r", "unit": "pounds"}),
        ("G04", "2025-26", {"value": "1.50", "unit": "working days"}),
        ("P11", "2025-26", {"value": "1.57", "lower": "1.34", "upper": "1.65", "evidence": "B"}),
        ("P05", "2025-26", {"value": "0", "markers": "low", "numerator": "0.01"}),
        ("G01", "2024-25", {"value": "0", "markers": "", "rows": f"{settings.PORTAL_URL}/pledges/"}),
    ],
)
def test_data_carry_units_markers_and_the_rows_of_each_figure(client, code, period, expected):
    make_dashboard()

    [row] = [
        row
        for row in csv_rows(client, f"/metrics/{code}.csv")
        if row["period"] == period and not row["neighbourhood"] + row["dimension"]
    ]

    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 29),
        ({"foundation": "training"}, 4),
        ({"foundation": "charter"}, 18),
        ({"neighbourhood": "pin-green"}, 1),
        ({"year": "2024-25"}, 2),
        ({"year": "2099-00"}, 0),
        ({"foundation": "nonsense"}, 0),
        ({"neighbourhood": "x' OR 1=1"}, 0),
    ],
    ids=str,
)
def test_the_filters_of_an_address_hold_for_csv_and_json(client, asked, count):
    make_dashboard()

    assert len(csv_rows(client, "/metrics.csv", **asked)) == count
    assert len(client.get("/metrics.json", asked).json()["figures"]) == count


# -- no number but figures --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["metrics/overview.html", "metrics/metric.html", "metrics/card.html"])
def test_no_template_has_a_number_of_its_own(name):
    source = get_template(name).template.source
    words = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", source, flags=re.DOTALL)

    assert NUMBER.findall(words.replace("Open Government Licence", "")) == []


def numbers_in(text: str) -> set[str]:
    return {number.rstrip(".,") for number in NUMBER.findall(text)}


@pytest.mark.parametrize("asked", LOOKS, ids=str)
def test_every_number_on_a_page_of_a_metric_is_a_figure_or_a_day_or_words_of_its_definition(client, asked):
    make_dashboard()

    for code in MEASURED:
        page, text = the_page(code, **asked), main_text(client.get(f"/metrics/{code}/", asked).text)
        told = client.get(f"/metrics/{code}.json", asked).json()
        del told["licence"]
        said = [figure.said for *_, figure in figures_of(page)]
        said += [option.name for switch in page.switches for option in switch.options]
        said += [f"{line.name} {line.note}" for table in tables_of(page) for line in table.lines]
        said += [chart.source for chart in page.charts] + [note.mark for chart in page.charts for note in chart.notes]
        said += [f"{aim.set_on.day} {aim.set_on.year} {period}" for period, aim in page.aims]

        assert numbers_in(text) - numbers_in(json.dumps([told, said], ensure_ascii=False)) == set(), code


@pytest.mark.parametrize("asked", [*LOOKS, {"foundation": "procurement"}], ids=str)
def test_every_number_on_the_overview_is_a_figure_or_a_day(client, asked):
    make_dashboard()
    counts.forget()
    page = the_overview(**asked)
    text = main_text(client.get("/metrics/", asked).text)

    cards = [card for group in page.groups for card in (*group.measured, *group.unmeasured)]
    said = [str(page.sentence), page.year, page.computed_on]
    said += [card.point.figure.said + card.point.note for card in cards if card.point]
    said += [f"{card.change.sentence} {card.change.on_the_year}" for card in cards if card.change]
    said += [card.aim.said for card in cards if card.aim] + [card.name for card in cards]
    said += [option.name for switch in page.switches for option in switch.options]
    # How many measures of each foundation stand how: the wheel is tested where it is made.
    said += [line for each in counted(on=TODAY).values() for line in each.said]

    assert numbers_in(text) - numbers_in(" ".join(said)) == set()


# -- what is kept back, charts, rows -----------------------------------------------------------------------


def test_what_is_kept_back_is_on_no_page_and_in_no_file(client):
    make_dashboard()
    html = client.get("/metrics/T02/").text
    rows = {row["neighbourhood"]: row for row in csv_rows(client, "/metrics/T02.csv")}

    for place in ("bedwell", "chells"):
        row = rows[place]
        assert [row[name] for name in ("value", "numerator", "denominator", "lower", "upper", "inputs_digest")] == [
            ""
        ] * 6
        assert row["markers"] == "c"
    assert rows["pin-green"]["value"] == "9"
    table = re.search(r"<table[^>]*>(?:(?!</table>).)*Bedwell.*?</table>", html, re.DOTALL)[0]
    assert table.count("not shown") == 2
    for asked in ("bedwell", "chells"):
        one = client.get("/metrics/T02/", {"neighbourhood": asked})
        assert "Not shown" in main_text(one.text)
        assert "secret" not in client.get("/metrics/T02.json", {"neighbourhood": asked}).text


def test_every_fact_remains_with_all_drawings_taken_out(client):
    make_dashboard()

    for code in MEASURED:
        left = without_drawings(client.get(f"/metrics/{code}/").text)
        for chart in the_page(code).charts:
            assert escape(chart.title) in left
            assert all(escape(note.words) in left for note in chart.notes)
            assert all(escape(line.name) in left for line in chart.table.lines)
            assert all(f">{escape(figure.said)}<" in left for line in chart.table.lines for figure in line.figures)
    left = without_drawings(client.get("/metrics/").text)
    for card in (card for group in the_overview().groups for card in group.measured):
        assert card.standing.value in left


def test_every_drawing_is_a_file_too_and_the_same_one(client):
    make_dashboard()
    drawn = [(code, chart.code) for code in MEASURED for chart in the_page(code).charts if chart.drawing]

    assert {chart for _, chart in drawn} == {"target", "year", "month"}
    for code, chart in drawn:
        answer = client.get(f"/metrics/{code}.svg", {"chart": chart})
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer.text.strip() in client.get(f"/metrics/{code}/").text


def test_figures_open_the_rows_that_they_are_sums_of(client):
    make_dashboard()
    html = client.get("/metrics/P01/").text

    for words in ('href="/spending/payments/?tier=T1">£28,300<', 'href="/spending/">£100,000<'):
        assert words in html
    assert set(PLACES) <= set(re.findall(r"neighbourhood=([\w-]+)", html))
