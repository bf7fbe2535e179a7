"""Figures as they are said, and as they leave as open data."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit, records


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(123_456_50, Unit.PENCE), "£123,456"),  # half a pound: to the even one
        (Figure(-5_00, Unit.PENCE), "−£5"),
        (Figure(123_45, Unit.EXACT_PENCE), "£123.45"),
        (Figure(5_00, Unit.MORE_PENCE), "+£5"),
        (Figure(-5_00, Unit.MORE_PENCE), "−£5"),
        (Figure(0, Unit.MORE_PENCE), "£0"),
        (Figure(Decimal("24.3"), Unit.PERCENT), "24.3%"),
        (Figure(Decimal(0), Unit.PERCENT), "0%"),
        (Figure(Decimal(0), Unit.PERCENT, marker=Marker.ROUNDS_TO_ZERO), "under 0.5%"),
        (Figure(Decimal("0.0"), Unit.PERCENT, marker=Marker.ROUNDS_TO_ZERO), "under 0.05%"),
        (Figure(1_234, Unit.PAYMENTS), "1,234"),
        (Figure(-3, Unit.PAYMENTS), "−3"),
        (Figure(None, Unit.PERCENT, marker=Marker.TOO_LITTLE_KNOWN), "too little known"),
        (Figure(None, Unit.SUPPLIERS, marker=Marker.NOT_COUNTED), "not counted"),
    ],
)
def test_a_figure_is_said_by_its_unit_and_none_is_said_why(figure, said):
    assert figure.said == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(39_812_345_00, Unit.PENCE), "£39.8m"),
        (Figure(1_234, Unit.SUPPLIERS), "1,234"),
        (Figure(None, Unit.PENCE, marker=Marker.NOT_AVAILABLE), "not available"),
    ],
)
def test_a_drawing_says_money_short(figure, said):
    assert figure.short == said


def make_table(**given) -> Table:
    lines = (
        Line(
            "a",
            "Bricks",
            (Figure(1_234_56, Unit.PENCE, "/payments/?a"), Figure(None, Unit.PERCENT, marker=Marker.NOT_APPLICABLE)),
        ),
        Line("all", "All <b>", (Figure(-1, Unit.EXACT_PENCE), Figure(Decimal("2.5"), Unit.PERCENT)), is_sum=True),
    )
    columns = (Column("pence", "Pounds"), Column("share", "Share"))
    return Table(**{"code": "t", "caption": "A table", "heading": "What", "columns": columns, "lines": lines, **given})


def test_a_figure_is_found_by_its_line_and_column():
    assert make_table().figure("all", "share").value == Decimal("2.5")
    assert make_table().column("share").name == "Share"


def test_open_data_hold_each_figure_once_in_pounds_with_its_address_or_its_marker():
    rows = list(records([make_table()], portal="https://example.org"))

    assert [(row.line, row.column, row.unit, row.value, row.marker, row.address) for row in rows] == [
        ("a", "pence", "pounds", Decimal("1234.56"), "", "https://example.org/payments/?a"),
        ("a", "share", "percent", None, "not applicable", ""),
        ("all", "pence", "pounds", Decimal("-0.01"), "", ""),
        ("all", "share", "percent", Decimal("2.5"), "", ""),
    ]


def test_a_page_shows_the_first_lines_and_says_how_many_more_there_are():
    table = make_table(most=1)

    page = render_to_string("components/figures.html", {"table": table})

    assert (table.hidden, [line.code for line in table.shown]) == (1, ["a"])
    assert "Bricks" in page
    assert "−£0.01" not in page
    assert "1 more, smaller" in page


def test_a_table_names_its_rows_and_columns_and_links_an_amount_to_its_rows():
    page = render_to_string("components/figures.html", {"table": make_table()})

    assert '<th scope="col">Pounds</th>' in page
    assert '<th scope="row">Bricks</th>' in page
    assert '<a href="/payments/?a">£1,235</a>' in page
    assert "All &lt;b&gt;" in page
    assert "more, smaller" not in page
