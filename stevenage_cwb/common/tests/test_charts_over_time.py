"""Drawings of one figure: over time, beside its target, place by place, and as a shape. All stand on zero."""

import gzip
import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from stevenage_cwb.common.charts import Chart, Link, Note, Value, bullet, dots, keys, over_time, sparkline, told
from stevenage_cwb.common.charts.over_time import ABOVE, LINE_FROM, TALL
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table, Unit

FLOOR = ABOVE + TALL
THIRTY_ONE_BILLION = 31_000_000_000_00
MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]


def figure(value: int | None, unit: Unit = Unit.COUNT, marker: Marker = Marker.SUPPRESSED) -> Figure:
    return Figure(value, unit, marker=Marker.NONE if value is not None else marker)


def values_of(*amounts: int | None, unit: Unit = Unit.COUNT, **of_last: object) -> list[Value]:
    """Return a value for each month; what else is given is of the last one."""
    last = len(amounts) - 1
    return [
        Value(
            name=f"{MONTHS[index % 12]} {2025 + index // 12}",
            upper=MONTHS[index % 12],
            lower=str(2025 + index // 12),
            figure=figure(amount, unit),
            **(of_last if index == last else {}),
        )
        for index, amount in enumerate(amounts)
    ]


def across(text: str) -> float:
    return float(text.removesuffix("%"))


def make_chart(values: list[Value], **more: object) -> Chart:
    drawing = over_time(values)
    lines = tuple(Line(value.name, value.name, (value.figure,)) for value in values)
    table = Table("months", "Pledges by month", "Month", (Column("value", "Value"),), lines)
    said = {"notes": (*keys(drawing), Note("A flood", mark="1"))} | more
    return Chart(
        code="months",
        title="Pledges by month",
        measure="Pledges. Anytown.",
        description=told(values, change="up 2 on the year before", caveat="Not all."),
        drawing=drawing,
        table=table,
        source="Source: made up.",
        links=(Link("CSV", "/figures.csv"),),
        **said,
    )


# -- over time --------------------------------------------------------------------------------------


@pytest.mark.parametrize("amounts", [(), (5,), (5, 6), (5, None, 6), (None, None, None)])
def test_fewer_than_three_values_are_no_chart(amounts):
    assert over_time(values_of(*amounts)) is None


@pytest.mark.parametrize(("count", "is_line"), [(3, False), (LINE_FROM - 1, False), (LINE_FROM, True), (30, True)])
def test_six_values_and_more_are_a_line_and_fewer_are_bars(count, is_line):
    drawing = over_time(values_of(*range(1, count + 1)))

    assert drawing.is_line == is_line
    assert (len(drawing.bars), len(drawing.dots)) == ((0, count) if is_line else (count, 0))


def test_bars_stand_on_zero_and_are_as_tall_as_their_values():
    bars = over_time(values_of(50, 100, 25)).bars

    assert [bar.height for bar in bars] == [90, 180, 45]
    assert {bar.y + bar.height for bar in bars} == {FLOOR}


def test_what_is_less_than_nothing_hangs_under_zero():
    drawing = over_time(values_of(100, -50, 50))

    assert drawing.zero == ABOVE + 120
    assert [(bar.y, bar.height) for bar in drawing.bars] == [(ABOVE, 120), (drawing.zero, 60), (drawing.zero - 60, 60)]
    # Its words stand under it, clear of the bar.
    assert drawing.labels[1].y > drawing.zero + 60


def test_a_thing_of_thirty_one_billion_and_its_reversal_are_drawn_as_they_are():
    values = values_of(500_00, THIRTY_ONE_BILLION, -THIRTY_ONE_BILLION, 700_00, unit=Unit.PENCE)
    drawing = over_time(values)

    assert [bar.height for bar in drawing.bars] == [0, 90, 90, 0]
    assert [label.words for label in drawing.labels] == ["£500", "£31.0bn", "−£31.0bn", "£700"]
    assert drawing.unseen == ("Apr 2025", "Jul 2025")
    assert Note("Too small to be seen beside the largest: Apr 2025, Jul 2025.") in list(keys(drawing))


def test_nothing_at_all_is_a_flat_line_on_the_floor():
    drawing = over_time(values_of(0, 0, 0, 0, 0, 0))

    assert {dot.y for dot in drawing.dots} == {FLOOR} == {drawing.zero}
    assert drawing.unseen == ()


def test_a_line_leaves_a_gap_with_one_word_where_there_is_no_value():
    drawing = over_time(values_of(5, 6, None, None, 7, 8, 9))

    assert len(drawing.dots) == 5
    assert len(drawing.strokes) == 3
    assert [gap.words for gap in drawing.gaps] == ["not shown"]


def test_bars_leave_a_gap_with_a_word_where_there_is_no_value():
    drawing = over_time(values_of(5, None, 7, 8))

    assert len(drawing.bars) == 3
    assert [(gap.x, gap.words) for gap in drawing.gaps] == [("37.5%", "not shown")]


@pytest.mark.parametrize("count", [4, 8])
def test_what_is_provisional_is_hollow_and_dashed(count):
    drawing = over_time(values_of(*range(1, count + 1), is_provisional=True))

    assert [each.is_hollow for each in (*drawing.bars, *drawing.dots)] == [False] * (count - 1) + [True]
    assert [stroke.is_dashed for stroke in drawing.strokes] == ([] if count < LINE_FROM else [False] * 6 + [True])
    assert Note("Hollow and dashed: provisional, more may come.") in list(keys(drawing))


def test_a_break_is_a_line_down_that_nothing_crosses():
    drawing = over_time(values_of(1, 2, 3, 4, 5, 6, 7, is_break=True))

    assert [(mark.x, mark.is_line) for mark in drawing.marks] == [("85.7%", True)]
    assert len(drawing.strokes) == 5


def test_notes_are_numbers_in_the_drawing_and_words_under_it():
    chart = make_chart(values_of(1, 2, 3, marks=("1", "3")))
    page = render_to_string("components/chart.html", {"chart": chart})

    assert [mark.words for mark in chart.drawing.marks] == ["1, 3"]
    assert "<li><b>1</b> A flood</li>" in page


def test_targets_are_drawn_with_those_that_they_took_the_place_of():
    drawing = over_time(values_of(1, 2, 3, targets=(figure(6), figure(4))))

    assert [(tick.y, tick.is_past) for tick in drawing.ticks] == [(ABOVE, False), (ABOVE + 60, True)]
    assert [(across(tick.x1), across(tick.x2)) for tick in drawing.ticks] == [(66.7, 100)] * 2
    assert len(list(keys(drawing))) == 2


@given(st.lists(st.one_of(st.none(), st.integers(-(10**14), 10**14)), min_size=3, max_size=40))
def test_whatever_the_values_all_is_drawn_inside(amounts):
    drawing = over_time(values_of(*amounts))

    if sum(amount is not None for amount in amounts) < 3:
        assert drawing is None
        return
    tops = [bar.y for bar in drawing.bars] + [dot.y for dot in drawing.dots]
    feet = [bar.y + bar.height for bar in drawing.bars]
    assert all(ABOVE <= y <= FLOOR for y in (*tops, *feet, drawing.zero))
    assert all(0 <= across(each.x) <= 100 for each in (*drawing.bars, *drawing.dots, *drawing.names))


@pytest.mark.parametrize("count", [3, 5, 6, 9, 12, 24, 30])
def test_names_have_room_and_the_latest_always_has_one(count):
    drawing = over_time(values_of(*range(count)))

    for width, names in ((620, drawing.names), (288, [name for name in drawing.names if not name.is_wide_only])):
        places = sorted({across(name.x) * width / 100 for name in names})
        assert all(after - before >= 4 * 7 for before, after in pairwise(places))
    assert drawing.names[-1].words == str(2025 + (count - 1) // 12)


def test_only_figures_are_numbers_in_a_drawing():
    values = values_of(5, 17, None, 12, 30, 9, 44)
    text = render_to_string(over_time(values).template, {"chart": make_chart(values)})

    said = [
        text.strip()
        for node in ElementTree.fromstring(text).iter()
        if node.tag.endswith("text")
        for text in node.itertext()
    ]
    assert set(said) <= {"0", "not shown", *(value.figure.said for value in values), *MONTHS, "2025"}


def test_the_description_says_kind_time_latest_change_extremes_gaps_and_caveat():
    values = values_of(5, None, 9, 7, is_provisional=True)

    assert told(values, change="up 2 on the year before", caveat="Not all.") == (
        "Bars, Apr 2025 to Jul 2025. Latest 7 in Jul 2025, provisional, up 2 on the year before; "
        "highest 9 in Jun 2025, lowest 5 in Apr 2025. Without a value: May 2025 not shown. Not all."
    )


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((), "Not all."),
        ((None,), "Not all."),
        ((4,), "Latest 4 in Apr 2025. Not all."),
        ((4, 6), "Latest 6 in May 2025; highest 6 in May 2025, lowest 4 in Apr 2025. Not all."),
    ],
)
def test_too_little_to_draw_is_said_in_a_sentence(amounts, said):
    assert told(values_of(*amounts), change="", caveat="Not all.") == said


def test_without_a_drawing_the_sentence_stands_in_its_place():
    page = render_to_string("components/chart.html", {"chart": make_chart(values_of(4, 6))})

    assert "<svg" not in page
    assert "Latest 6 in May 2025" in page


def test_every_fact_of_a_chart_over_time_remains_without_its_drawing():
    values = values_of(5, None, 9, 7, 8, 4, 3, is_provisional=True, marks=("1",))
    page = render_to_string("components/chart.html", {"chart": make_chart(values)})
    left = re.sub("<svg.*?</svg>", "", page, flags=re.DOTALL)

    assert "<svg" in page
    for fact in ("Pledges by month", "A flood", "Source: made up.", "not shown", "provisional"):
        assert fact in left
    assert all(f"{value.name}</th><td>" in left and value.figure.said in left for value in values)


@pytest.mark.parametrize("count", [4, 30])
def test_a_drawing_is_a_small_file_of_its_own_that_needs_nothing_else(count):
    values = values_of(*range(count))
    text = render_to_string(over_time(values).template, {"chart": make_chart(values)})
    image = ElementTree.fromstring(text)

    assert image.get("role") == "img"
    assert image.get("aria-labelledby") == "months-t months-d"
    assert re.findall(r"style=|<style|<script|href=|data:|url\((?!#)|\son\w+=", text) == []
    assert len(gzip.compress(text.encode())) < 2_500


# -- beside its target --------------------------------------------------------------------------------


def test_a_bullet_has_a_bar_a_target_and_the_year_before_on_one_scale():
    drawing = bullet(
        Figure(20, Unit.PERCENT), target=Figure(25, Unit.PERCENT), before=Figure(10, Unit.PERCENT), is_provisional=False
    )

    assert drawing.width == "80%"
    assert [(mark.x, mark.words) for mark in drawing.marks] == [("100%", "Target 25%"), ("40%", "Year before 10%")]


@pytest.mark.parametrize("amounts", [(None, 5, 5), (5, None, 5), (5, 5, None), (-1, 5, 5), (0, 0, 0)])
def test_a_bullet_without_all_three_is_not_drawn(amounts):
    value, target, before = map(figure, amounts)

    assert bullet(value, target=target, before=before, is_provisional=False) is None


# -- place by place ----------------------------------------------------------------------------------------


def test_places_stay_in_the_order_that_they_come_in():
    drawing = dots([("Bedwell", figure(5), False), ("Chells", figure(10), True), ("Pin Green", figure(0), False)])

    assert [(row.name, row.x, row.is_hollow) for row in drawing.rows] == [
        ("Bedwell", "42%", False),
        ("Chells", "82%", True),
        ("Pin Green", "2%", False),
    ]


def test_a_place_that_is_kept_back_has_a_word_and_no_dot():
    drawing = dots([(name, figure(amount), False) for name, amount in (("A", 5), ("B", None), ("C", 7), ("D", 8))])

    assert [(row.x == "", row.said) for row in drawing.rows] == [
        (False, "5"),
        (True, "not shown"),
        (False, "7"),
        (False, "8"),
    ]


def test_places_that_lost_are_left_of_zero():
    drawing = dots([("A", figure(-10), False), ("B", figure(0), False), ("C", figure(10), False)])

    assert [row.x for row in drawing.rows] == ["2%", "42%", "82%"]
    assert drawing.zero == "42%"


def test_two_places_are_no_chart():
    assert dots([("A", figure(1), False), ("B", figure(2), False), ("C", figure(None), False)]) is None


# -- as a shape ------------------------------------------------------------------------------------------------


def test_a_shape_is_of_the_last_eight_and_leaves_gaps():
    shape = sparkline([figure(amount) for amount in (900, 1, 2, None, 4, 5, 6, 7, 8)])

    assert [len(run.split()) for run in shape.runs] == [2, 5]
    assert shape.runs[0].startswith("4,28 ")
    assert (shape.last_x, shape.last_y) == (116, 4)


@pytest.mark.parametrize(("amounts", "is_there"), [((1, 2), False), ((1, None, 2), False), ((3, 3, 3), True)])
def test_a_shape_needs_three_values(amounts, is_there):
    assert (sparkline([figure(amount) for amount in amounts]) is not None) == is_there


def test_a_change_of_percentages_is_said_in_points():
    assert Figure(Decimal("5.5"), Unit.POINTS, is_change=True).said == "+5.5 percentage points"
    assert Figure(Decimal("-3.0"), Unit.POINTS, is_change=True).said == "−3 percentage points"
