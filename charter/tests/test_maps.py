"""The drawing of outlines: shape, size and place, at the edges too."""

import re

import pytest

from charter.models import shipped_programme
from charter.pages import maps
from charter.tests.make import FIELD

EAST_OF_FIELD = {
    "type": "Polygon",
    "coordinates": [[[-0.1, 51.9], [0.0, 51.9], [0.0, 51.95], [-0.1, 51.95], [-0.1, 51.9]]],
}
HOLE = [[-0.175, 51.9125], [-0.175, 51.9375], [-0.125, 51.9375], [-0.125, 51.9125], [-0.175, 51.9125]]


def area(code="field", outline=FIELD):
    return maps.Area(code=code, name=code, number=1, outline=outline)


# The ONS's areas of the wards of 2024, added up by neighbourhood: 319.9, 270.8, 558.0, 825.8, 361.4, 258.2.
def test_hectares_agree_with_the_ons_for_all_six():
    outlines = [row.outline for row in shipped_programme().neighbourhoods]

    assert [maps.hectares(outline) for outline in outlines] == [320, 271, 558, 826, 361, 258]


def test_a_hole_takes_its_quarter_off():
    holed = {"type": "Polygon", "coordinates": [*FIELD["coordinates"], HOLE]}

    assert maps.hectares(holed) == pytest.approx(maps.hectares(FIELD) * 3 / 4, abs=1)


def test_two_polygons_are_drawn_as_one_path_and_measured_together():
    both = {
        "type": "MultiPolygon",
        "coordinates": [FIELD["coordinates"], EAST_OF_FIELD["coordinates"]],
    }

    (shape,) = maps.draw([area(outline=both)]).shapes

    assert shape.path.count("M") == shape.path.count("Z") == 2
    assert maps.hectares(both) == pytest.approx(2 * maps.hectares(FIELD), abs=1)


def test_a_field_fills_the_drawing_to_its_margins():
    drawn = maps.draw([area()])

    # At 51.925 degrees north, a degree of longitude is 0.6167 of one of latitude.
    assert (drawn.width, drawn.height) == (600, 488)
    assert drawn.shapes[0].path == "M4 484 596 484 596 4 4 4Z"
    assert (drawn.shapes[0].x, drawn.shapes[0].y) == (300, 244)


def test_east_is_drawn_to_the_right():
    west, east = maps.draw([area(), area("east", EAST_OF_FIELD)]).shapes

    assert west.x < east.x
    assert west.y == east.y


def test_only_the_place_one_is_at_is_marked_and_keeps_its_turn():
    shapes = maps.draw([area(), area("east", EAST_OF_FIELD)], here="field").shapes

    assert [(shape.code, shape.is_here) for shape in shapes] == [("field", True), ("east", False)]


def test_nothing_to_draw_is_an_empty_map():
    assert maps.draw([]).shapes == ()


def test_every_number_stands_inside_the_drawing_and_apart_from_the_others():
    rows = shipped_programme().neighbourhoods
    drawn = maps.draw([area(row.code, row.outline) for row in rows])

    assert all(30 < shape.x < 570 and 30 < shape.y < drawn.height - 30 for shape in drawn.shapes)
    for shape in drawn.shapes:
        others = [other for other in drawn.shapes if other is not shape]
        assert all(abs(shape.x - other.x) + abs(shape.y - other.y) > 60 for other in others)


def test_paths_are_whole_pixels_only():
    drawn = maps.draw([area(row.code, row.outline) for row in shipped_programme().neighbourhoods])

    assert all(re.fullmatch(r"M\d+ \d+( \d+ \d+)+Z", shape.path) for shape in drawn.shapes)
