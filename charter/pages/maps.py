"""Draws outlines as a map of our own: no tiles and no third party, only paths in an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

# Wide enough that a pixel is about ten metres of Stevenage: finer would only weigh more.
WIDTH = 600
# Room for half a border's width.
MARGIN = 4
# The earth's mean radius at 51.9 degrees north is 6,383 km.
METRES_IN_A_DEGREE = 111_408

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """What is drawn: a code, a name, a number that stands on the map, and an outline in GeoJSON."""

    code: str
    name: str
    number: int
    outline: dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """An area as drawn. path: an SVG path. x, y: where its number stands."""

    code: str
    name: str
    number: int
    path: str
    x: int
    y: int
    is_here: bool


@dataclass(frozen=True)
class Map:
    """All shapes in one drawing of width by height. No shapes where nothing has an outline."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def draw(areas: Sequence[Area], *, here: str = "") -> Map:
    """Return the map of the areas, the one with the code `here` marked."""
    if not areas:
        return Map(width=WIDTH, height=0, shapes=())
    rings = {area.code: _rings(area.outline) for area in areas}
    frame = _Frame.around([point for each in rings.values() for ring in each for point in ring])
    shapes = [
        _shape(area, [frame.place(ring) for ring in rings[area.code]], is_here=area.code == here) for area in areas
    ]
    return Map(width=WIDTH, height=frame.height, shapes=tuple(shapes))


def hectares(outline: dict[str, Any]) -> int:
    """Return the outline's area in whole hectares, within half a per cent of the ONS's own figure."""
    rings = _rings(outline)
    frame = _Frame.around([point for ring in rings for point in ring])
    # An inner ring runs the other way round, so that it takes its area off.
    square_degrees = abs(sum(_signed_area(ring) for ring in rings)) * frame.squeeze
    return round(square_degrees * METRES_IN_A_DEGREE**2 / 10_000)


@dataclass(frozen=True)
class _Frame:
    """Where degrees fall on the drawing. squeeze: how much shorter a degree is eastwards than northwards."""

    west: float
    north: float
    squeeze: float
    scale: float
    height: int

    @classmethod
    def around(cls, points: Ring) -> "_Frame":
        west, east = _span([x for x, _ in points])
        south, north = _span([y for _, y in points])
        squeeze = cos(radians((north + south) / 2))
        scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
        height = round((north - south) * scale) + 2 * MARGIN
        return cls(west=west, north=north, squeeze=squeeze, scale=scale, height=height)

    def place(self, ring: Ring) -> Ring:
        across = self.squeeze * self.scale
        return [((x - self.west) * across + MARGIN, (self.north - y) * self.scale + MARGIN) for x, y in ring]


def _shape(area: Area, rings: list[Ring], *, is_here: bool) -> Shape:
    x, y = _middle(max(rings, key=lambda ring: abs(_signed_area(ring))))
    return Shape(
        code=area.code,
        name=area.name,
        number=area.number,
        path="".join(_path(ring) for ring in rings),
        x=round(x),
        y=round(y),
        is_here=is_here,
    )


def _rings(outline: dict[str, Any]) -> list[Ring]:
    polygons = outline["coordinates"]
    if outline["type"] == "Polygon":
        polygons = [polygons]
    return [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]


def _path(ring: Ring) -> str:
    pixels = dict.fromkeys((round(x), round(y)) for x, y in ring)
    return "M" + " ".join(f"{x} {y}" for x, y in pixels) + "Z"


def _signed_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring)) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """Return the centre of gravity of the area inside the ring."""
    weights = [(x1 * y2 - x2 * y1, x1 + x2, y1 + y2) for (x1, y1), (x2, y2) in _sides(ring)]
    total = 3 * sum(weight for weight, _, _ in weights)
    return (
        sum(weight * x for weight, x, _ in weights) / total,
        sum(weight * y for weight, _, y in weights) / total,
    )


def _span(values: list[float]) -> tuple[float, float]:
    return min(values), max(values)


def _sides(ring: Ring) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return list(zip(ring, ring[1:] + ring[:1], strict=True))
