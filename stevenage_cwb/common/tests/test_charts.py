"""The charts: what is drawn is what the table says, and is legible at any width and in grey."""

import gzip
import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from stevenage_cwb.common.charts import PALETTE, Chart, Link, described, stacked_bars
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit

PARTS = ["here", "near", "far", "away", "unknown"]
NAMES = ["Stevenage", "Rest of Hertfordshire", "Wider region", "Elsewhere", "Not attributable"]
SVG = "{http://www.w3.org/2000/svg}"


def make_table(*years: tuple[str, list[int | None]], unit: Unit = Unit.PENCE) -> Table:
    columns = [Column("share", "Share"), *(Column(code, name) for code, name in zip(PARTS, NAMES, strict=True))]
    return Table(
        code="years",
        caption="Pounds by year",
        heading="Year",
        columns=(*columns, Column("all", "All")),
        lines=tuple(
            Line(
                name,
                name,
                (
                    Figure(25, Unit.PERCENT),
                    *(
                        Figure(value, unit, marker=Marker.NONE if value is not None else Marker.NOT_COUNTED)
                        for value in values
                    ),
                    Figure(sum(value or 0 for value in values), unit),
                ),
            )
            for name, values in years
        ),
    )


def drawn(table: Table):
    return stacked_bars(table, parts=PARTS, total="all", beside="share")


def make_chart(table: Table) -> Chart:
    return Chart(
        code="years",
        title="The share rose",
        measure="Pounds, Example Council",
        description=described(table, part="here", unknown="unknown", caveat="A caveat."),
        drawing=drawn(table),
        table=table,
        source="Source: made up.",
        links=(Link("CSV", "/figures.csv"),),
    )


def as_file(table: Table) -> str:
    chart = make_chart(table)
    return render_to_string(chart.drawing.template, {"chart": chart})


TWO_YEARS = make_table(
    ("2025 to 2026", [2_000_000_00, 1_000_000_00, 500_000_00, 1_000_000_00, 500_000_00]),
    ("2024 to 2025", [1_000_000_00, 1_000_000_00, 1_000_000_00, 500_000_00, 500_000_00]),
)


def across(text: str) -> float:
    return float(text.removesuffix("%"))


def test_each_part_begins_where_the_one_before_ends_and_the_unknown_is_last_and_hatched():
    drawing = drawn(TWO_YEARS)

    first_bar = [part.segments[0] for part in drawing.parts]
    assert [part.name for part in drawing.parts] == NAMES
    assert [across(segment.x) for segment in first_bar] == [0, 40, 60, 70, 90]
    assert [across(segment.width) for segment in first_bar] == [40, 20, 10, 20, 10]
    assert [part.fill for part in drawing.parts] == [*(fill for fill, _ in PALETTE), ""]


def test_words_on_a_part_can_be_read():
    drawing = drawn(TWO_YEARS)

    assert [part.ink for part in drawing.parts] == ["#fff", "#0b0c0c", "#fff", "#0b0c0c", "#0b0c0c"]


def test_a_label_stands_only_where_it_fits():
    segments = {part.name: part.segments[0] for part in drawn(TWO_YEARS).parts}

    # 288 pixels across in the narrowest page: a tenth is 29, and "£500k" takes about 52.
    assert (segments["Stevenage"].label, segments["Stevenage"].is_wide_only) == ("£2.0m", False)
    assert (segments["Wider region"].label, segments["Wider region"].is_wide_only) == ("£500k", True)
    tiny = drawn(make_table(("2025", [1, 9_999_00, 0, 0, 0])))
    assert tiny.parts[0].segments[0].label == ""


def test_no_line_from_a_name_to_its_part_runs_through_a_name_to_its_left_or_right():
    parts = drawn(TWO_YEARS).parts
    leftwards = [part for part in parts if part.hangs_left]
    rightwards = [part for part in parts if not part.hangs_left]

    # A line runs down from its name: what it passes on the side where names run must hang higher.
    assert [part.y for part in rightwards] == sorted(part.y for part in rightwards)
    assert [part.y for part in leftwards] == sorted((part.y for part in leftwards), reverse=True)
    assert len({part.y for part in parts}) == len(parts)
    assert all(across(part.x) > 50 for part in leftwards)
    assert all(across(part.x) <= 50 for part in rightwards)


def test_a_part_that_is_nothing_everywhere_has_no_name():
    drawing = drawn(make_table(("2025 to 2026", [50_00, 0, 50_00, 0, 0])))

    assert [part.name for part in drawing.parts] == ["Stevenage", "Wider region"]
    # Its colour stays its own, all the same.
    assert drawing.parts[1].fill == PALETTE[2][0]


def test_a_part_that_is_nothing_in_one_bar_is_drawn_in_the_others_only():
    drawing = drawn(make_table(("2025 to 2026", [50_00, 0, 0, 0, 0]), ("2024 to 2025", [50_00, 50_00, 0, 0, 0])))

    assert [len(part.segments) for part in drawing.parts] == [2, 1]


@pytest.mark.parametrize("values", [[-1, 2, 3, 4, 5], [0, 0, 0, 0, 0], [None, 2, 3, 4, 5]])
def test_what_cannot_be_drawn_comes_last_in_words(values):
    drawing = drawn(make_table(("2025 to 2026", values), ("2024 to 2025", [1, 2, 3, 4, 5])))

    assert [(bar.name, bar.is_drawn) for bar in drawing.bars] == [("2024 to 2025", True), ("2025 to 2026", False)]
    assert all(len(part.segments) == 1 for part in drawing.parts)
    assert drawing.bars[1].y < drawing.height


def test_with_nothing_to_draw_only_words_are_left():
    drawing = drawn(make_table(("2025 to 2026", [-1, 0, 0, 0, 0])))

    assert drawing.parts == ()
    assert [bar.is_drawn for bar in drawing.bars] == [False]
    assert "not drawn: a part is less than nothing" in as_file(make_table(("2025 to 2026", [-1, 0, 0, 0, 0])))


@given(st.lists(st.integers(0, 10**15), min_size=5, max_size=5))
def test_the_parts_of_a_bar_always_fill_it_and_no_more(values):
    segments = [
        segment for part in drawn(make_table(("2025 to 2026", list(values)))).parts for segment in part.segments
    ]

    if sum(values):
        assert sum(across(segment.width) for segment in segments) == pytest.approx(100, abs=0.3)
        assert all(across(segment.x) + across(segment.width) <= 100.1 + 1e-9 for segment in segments)


def test_the_description_says_kind_time_latest_change_extremes_unknown_and_caveat():
    table = make_table(
        ("2025 to 2026", [3_000_000_00, 0, 0, 0, 500_000_00]),
        ("2024 to 2025", [1_000_000_00, 0, 0, 0, 0]),
        ("2023 to 2024", [4_000_000_00, 0, 0, 0, 0]),
    )

    said = described(table, part="here", unknown="unknown", caveat="A caveat.")

    assert said == (
        "Stacked bars, 2023 to 2024 back from 2025 to 2026. "
        "Stevenage: latest £3.0m, up £2.0m on 2024 to 2025; "
        "highest £4.0m in 2023 to 2024, lowest £1.0m in 2024 to 2025. "
        "Not attributable in 2025 to 2026: £500k. A caveat."
    )


@pytest.mark.parametrize(("before", "words"), [(2_000_00, "down £1,000"), (1_000_00, "unchanged"), (0, "up £1,000")])
def test_the_description_says_which_way_it_went(before, words):
    table = make_table(("2025", [1_000_00, 0, 0, 0, 0]), ("2024", [before, 1, 0, 0, 0]))

    assert f"latest £1,000, {words} on 2024" in described(table, part="here", unknown="unknown", caveat="")


def test_of_one_year_the_description_says_no_change():
    table = make_table(("2025 to 2026", [1_000_00, 0, 0, 0, 0]))

    said = described(table, part="here", unknown="unknown", caveat="")

    assert said == "Stacked bars, 2025 to 2026. Stevenage: latest £1,000. Not attributable in 2025 to 2026: £0."


def test_the_drawing_is_a_file_of_its_own_that_needs_nothing_else():
    text = as_file(TWO_YEARS)
    image = ElementTree.fromstring(text)

    title, description = image.find(f"{SVG}title"), image.find(f"{SVG}desc")
    assert image.get("role") == "img"
    assert image.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "The share rose"
    assert description.text.endswith("A caveat.")
    assert re.findall(r"style=|<style|<script|href=|data:|url\((?!#)|\son\w+=", text) == []


def test_a_chart_is_small():
    years = [(f"{year} to {year + 1}", [20_000_000_00 + year] * 5) for year in range(2025, 2020, -1)]

    assert len(gzip.compress(as_file(make_table(*years)).encode())) < 2_000


def test_every_fact_of_a_chart_remains_without_its_drawing():
    page = render_to_string("components/chart.html", {"chart": make_chart(TWO_YEARS)})
    left = re.sub("<svg.*?</svg>", "", page, flags=re.DOTALL)

    for fact in ("The share rose", "Pounds, Example Council", "Source: made up.", "/figures.csv", *NAMES, "25%"):
        assert fact in left
    for line in TWO_YEARS.lines:
        assert line.name in left
        assert all(figure.said in left for figure in line.figures)
    assert "<svg" in page
    assert '<details class="govuk-details" open>' in page
