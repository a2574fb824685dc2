"""How two pictures lie on one another and in the panes that show them. Knows numbers only.

A homography is 3x3, row by row, and is applied to columns. The unit square of a picture reaches from its top left
corner (0, 0) to its bottom right one (1, 1); a pane is measured in its own pixels from its top left corner.
"""

import math
from dataclasses import dataclass

Homography = tuple[tuple[float, float, float], ...]
Point = tuple[float, float]
Size = tuple[float, float]
Box = tuple[float, float, float, float]

IDENTITY: Homography = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
CORNERS: tuple[Point, ...] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
LEAST_ZOOM, MOST_ZOOM = 0.1, 40.0
LEAST_BESIDE = 0.35
"""Beside a known picture of which it is a small crop, the query is still shown at this share of its pane's size."""
_FARTHEST = 20.0
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a known picture: their sizes in pixels, and the homographies between their unit squares."""

    query: Size
    known: Size
    to_known: Homography
    to_query: Homography


@dataclass(frozen=True, slots=True)
class Spot:
    """What is in the middle of every pane, in the query's unit square, and how large: 1 fits the query in its pane."""

    x: float
    y: float
    zoom: float


def pair(query: Size, known: Size, transform: Homography) -> Pair | None:
    """The two pictures laid on one another, or None where `transform` (query's unit square to the known one's)
    cannot be undone or would put a part of the query beyond the horizon."""
    low = min((_weight(transform, corner) for corner in CORNERS), key=abs)
    if not all(math.isfinite(cell) for line in transform for cell in line) or abs(low) < _SMALLEST:
        return None
    upright = tuple((a / low, b / low, c / low) for a, b, c in transform)
    if min(_weight(upright, corner) for corner in CORNERS) < _SMALLEST:
        return None
    back = _inverse(upright)
    return None if back is None else Pair(query, known, upright, back)


def apart(query: Size, known: Size) -> Pair:
    """Two pictures of which nobody knows how they lie on one another: corner is put beside corner."""
    return Pair(query, known, IDENTITY, IDENTITY)


def applied(transform: Homography, point: Point) -> Point | None:
    """Where `point` comes to lie, or None where that is at the horizon or beyond."""
    weight = _weight(transform, point)
    if weight < _SMALLEST:
        return None
    (a, b, c), (d, e, f) = transform[0], transform[1]
    x, y = point
    return (a * x + b * y + c) / weight, (d * x + e * y + f) / weight


def product(second: Homography, first: Homography) -> Homography:
    """`first`, and then `second`."""
    columns = tuple(zip(*first, strict=True))
    rows = [[sum(p * q for p, q in zip(line, column, strict=True)) for column in columns] for line in second]
    return tuple((a, b, c) for a, b, c in rows)


def query_placed(pair: Pair, pane: Size, spot: Spot) -> Homography:
    """From the query's unit square to its pane."""
    return _placed(pair.query, pane, (spot.x, spot.y), _scale(pair, pane, spot))


def known_laid(pair: Pair, pane: Size, spot: Spot) -> Homography:
    """From the known picture's unit square to the pane in which it lies on the query."""
    return product(query_placed(pair, pane, spot), pair.to_query)


def known_beside(pair: Pair, pane: Size, spot: Spot) -> Homography:
    """From the known picture's unit square to a pane of its own: neither turned nor bent, the spot that is in the
    middle of the query's pane in the middle of this one, and what is seen there as large."""
    middle = _on_known(pair, spot)
    return _placed(pair.known, pane, middle, _scale(pair, pane, spot) / growth(pair, spot))


def growth(pair: Pair, spot: Spot) -> float:
    """Known pixels to a query pixel at a spot: the root of how much an area grows there."""
    weight = max(_weight(pair.to_known, (spot.x, spot.y)), _SMALLEST)
    area = abs(_determinant(pair.to_known)) / weight**3
    return math.sqrt(max(area * pair.known[0] * pair.known[1] / (pair.query[0] * pair.query[1]), _SMALLEST))


def whole_laid() -> Spot:
    """The whole query."""
    return Spot(0.5, 0.5, 1.0)


def whole_beside(pair: Pair, pane: Size) -> Spot:
    """Both pictures whole, the middle of what they share in the middle; a small crop is not shown too small."""
    corners = [applied(pair.to_query, corner) for corner in CORNERS]
    inside = [tuple(min(max(one, 0.0), 1.0) for one in corner) for corner in corners if corner]
    x, y = (sum(each) / len(inside) for each in zip(*inside, strict=True)) if inside else (0.5, 0.5)
    spot = Spot(x, y, 1.0)
    known = _around(pair.known, pane, _on_known(pair, spot)) * growth(pair, spot)
    scale = min(_around(pair.query, pane, (x, y)), known)
    return Spot(x, y, min(max(scale / _scale(pair, pane, spot), LEAST_BESIDE), 1.0))


def around(box: Box) -> Spot:
    """A box of the query, with room about it."""
    left, top, right, bottom = box
    longest = max(right - left, bottom - top, _SMALLEST)
    return Spot((left + right) / 2, (top + bottom) / 2, min(max(0.4 / longest, 1.0), 8.0))


def panned(pair: Pair, pane: Size, spot: Spot, by: Point, on_known: bool = False) -> Spot:
    """The spot after a picture was pushed by so many pixels; `on_known` where that was the one beside."""
    if not on_known:
        scale = _scale(pair, pane, spot)
        moved = (spot.x - by[0] / (pair.query[0] * scale), spot.y - by[1] / (pair.query[1] * scale))
        return held(pair, Spot(*moved, spot.zoom))
    scale = _scale(pair, pane, spot) / growth(pair, spot)
    x, y = _on_known(pair, spot)
    there = applied(pair.to_query, (x - by[0] / (pair.known[0] * scale), y - by[1] / (pair.known[1] * scale)))
    return held(pair, Spot(*there, spot.zoom)) if there else spot


def zoomed(pair: Pair, pane: Size, spot: Spot, factor: float, at: Point | None = None, on_known: bool = False) -> Spot:
    """The spot after zooming by `factor`; what is at the pane's pixel `at`, else its middle, stays where it is."""
    zoom = min(max(spot.zoom * factor, LEAST_ZOOM), MOST_ZOOM)
    if at is None:
        return Spot(spot.x, spot.y, zoom)
    away = (at[0] - pane[0] / 2, at[1] - pane[1] / 2)
    share = 1 - spot.zoom / zoom
    moved = panned(pair, pane, spot, (-away[0] * share, -away[1] * share), on_known)
    return Spot(moved.x, moved.y, zoom)


def held(pair: Pair, spot: Spot) -> Spot:
    """The spot, kept within what one of the two pictures shows."""
    corners = [*CORNERS, *(corner for corner in (applied(pair.to_query, one) for one in CORNERS) if corner)]
    x, y = (
        min(max(value, min(sides), -_FARTHEST), max(sides), _FARTHEST) if math.isfinite(value) else 0.5
        for value, sides in zip((spot.x, spot.y), zip(*corners, strict=True), strict=True)
    )
    return Spot(x, y, spot.zoom) if _weight(pair.to_known, (x, y)) > _SMALLEST else whole_laid()


def outline(transform: Homography, box: Box) -> tuple[Point, ...]:
    """The four corners of a box after `transform`; nothing where one of them is beyond the horizon."""
    left, top, right, bottom = box
    corners = [applied(transform, one) for one in ((left, top), (right, top), (right, bottom), (left, bottom))]
    found = tuple(corner for corner in corners if corner)
    return found if len(found) == 4 else ()


def in_pixels(size: Size, placed: Homography) -> Homography:
    """`placed`, taking a picture's pixels in the place of its unit square."""
    return tuple((a / size[0], b / size[1], c) for a, b, c in placed)


def _placed(size: Size, pane: Size, middle: Point, scale: float) -> Homography:
    wide, high = size[0] * scale, size[1] * scale
    return (
        (wide, 0.0, pane[0] / 2 - middle[0] * wide),
        (0.0, high, pane[1] / 2 - middle[1] * high),
        (0.0, 0.0, 1.0),
    )


def _scale(pair: Pair, pane: Size, spot: Spot) -> float:
    """The pane's pixels to one of the query's."""
    return min(pane[0] / pair.query[0], pane[1] / pair.query[1]) * spot.zoom


def _around(size: Size, pane: Size, middle: Point) -> float:
    """The largest scale at which the whole of a picture is seen with `middle` in the middle of the pane."""
    reach = [max(abs(one), abs(1 - one)) * side for one, side in zip(middle, size, strict=True)]
    return min(pane[0] / 2 / reach[0], pane[1] / 2 / reach[1])


def _on_known(pair: Pair, spot: Spot) -> Point:
    return applied(pair.to_known, (spot.x, spot.y)) or (0.5, 0.5)


def _weight(transform: Homography, point: Point) -> float:
    return transform[2][0] * point[0] + transform[2][1] * point[1] + transform[2][2]


def _determinant(h: Homography) -> float:
    (a, b, c), (d, e, f), (g, i, j) = h
    return a * (e * j - f * i) - b * (d * j - f * g) + c * (d * i - e * g)


def _inverse(h: Homography) -> Homography | None:
    """What undoes `h`, with positive weights where those of `h` are; None where nothing does."""
    (a, b, c), (d, e, f), (g, i, j) = h
    size = _determinant(h)
    if not math.isfinite(size) or abs(size) < _SMALLEST:
        return None
    rows = (
        (e * j - f * i, c * i - b * j, b * f - c * e),
        (f * g - d * j, a * j - c * g, c * d - a * f),
        (d * i - e * g, b * g - a * i, a * e - b * d),
    )
    return tuple((p / size, q / size, r / size) for p, q, r in rows)
