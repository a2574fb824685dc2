"""How two pictures lie on one another and in their panes."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.desktop.compare.geometry import (
    CORNERS,
    IDENTITY,
    Homography,
    Pair,
    Point,
    Spot,
    applied,
    growth,
    held,
    in_pixels,
    known_beside,
    known_laid,
    outline,
    pair,
    panned,
    product,
    query_placed,
    whole_beside,
    whole_laid,
    zoomed,
)

PANE = (600.0, 400.0)
MIRRORED: Homography = ((-1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

sides = st.floats(40, 4000)
shares = st.floats(0, 1)
points = st.tuples(shares, shares)


@st.composite
def transforms(draw: st.DrawFn) -> Homography:
    """Turned, mirrored, cropped, and bent a little, as a photograph of a screen is."""
    turn, scale = draw(st.floats(-math.pi, math.pi)), draw(st.floats(0.2, 5))
    mirror = draw(st.sampled_from((1.0, -1.0)))
    across, down = draw(st.floats(-2, 2)), draw(st.floats(-2, 2))
    bend = draw(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)))
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    return ((mirror * cos, -sin, across), (mirror * sin, cos, down), (*bend, 1.0))


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    made = pair((draw(sides), draw(sides)), (draw(sides), draw(sides)), draw(transforms()))
    assert made is not None
    return made


spots = st.builds(Spot, shares, shares, st.floats(0.2, 20))


def near(one: Point | None, other: Point | None, within: float = 1e-3) -> bool:
    return one is not None and other is not None and math.dist(one, other) <= within * (1 + math.hypot(*other))


@given(pairs(), points)
def test_there_and_back_is_the_same_place(two: Pair, point: Point) -> None:
    there = applied(two.to_known, point)
    assert there
    assert near(applied(two.to_query, there), point)


@given(pairs(), spots, points)
def test_the_known_picture_laid_on_the_query_shows_the_same_at_the_same_pixel(
    two: Pair, spot: Spot, point: Point
) -> None:
    there = applied(two.to_known, point)
    assert there
    pixel = applied(query_placed(two, PANE, spot), point)
    assert near(applied(known_laid(two, PANE, spot), there), pixel)


@given(pairs(), spots)
def test_the_same_spot_is_in_the_middle_of_both_panes(two: Pair, spot: Spot) -> None:
    middle = (PANE[0] / 2, PANE[1] / 2)
    assert near(applied(query_placed(two, PANE, spot), (spot.x, spot.y)), middle)
    there = applied(two.to_known, (spot.x, spot.y))
    assert there
    assert near(applied(known_beside(two, PANE, spot), there), middle)


@given(pairs(), spots)
def test_what_is_in_the_middle_is_as_large_in_both_panes(two: Pair, spot: Spot) -> None:
    """A small square about the spot covers as many pixels in either pane."""
    step = 1e-4
    corners = [(spot.x - step, spot.y - step), (spot.x + step, spot.y - step), (spot.x - step, spot.y + step)]
    here = [applied(query_placed(two, PANE, spot), corner) for corner in corners]
    there = [applied(product(known_beside(two, PANE, spot), two.to_known), corner) for corner in corners]
    assert _area(here) == pytest.approx(_area(there), rel=0.01)


def _area(corners: list[Point | None]) -> float:
    one, two, three = (corner for corner in corners if corner)
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1]))


@given(pairs(), spots, st.tuples(st.floats(-80, 80), st.floats(-80, 80)))
def test_the_query_follows_the_push(two: Pair, spot: Spot, by: Point) -> None:
    moved = panned(two, PANE, spot, by)
    assume(_inside(two, spot, by))
    pixel = applied(query_placed(two, PANE, spot), (0.5, 0.5))
    after = applied(query_placed(two, PANE, moved), (0.5, 0.5))
    assert pixel
    assert near(after, (pixel[0] + by[0], pixel[1] + by[1]))


def _inside(two: Pair, spot: Spot, by: Point) -> bool:
    scale = min(PANE[0] / two.query[0], PANE[1] / two.query[1]) * spot.zoom
    x, y = spot.x - by[0] / (two.query[0] * scale), spot.y - by[1] / (two.query[1] * scale)
    return 0 <= x <= 1 and 0 <= y <= 1


def test_pushing_a_mirrored_known_picture_moves_the_query_the_other_way() -> None:
    two = pair((100, 100), (100, 100), MIRRORED)
    assert two
    moved = panned(two, (100, 100), Spot(0.5, 0.5, 1), (10, 0), on_known=True)
    assert (moved.x, moved.y) == pytest.approx((0.6, 0.5))
    assert panned(two, (100, 100), Spot(0.5, 0.5, 1), (10, 0)).x == pytest.approx(0.4)


@given(pairs(), spots, st.floats(0.5, 2), st.tuples(st.floats(0, 600), st.floats(0, 400)))
def test_what_is_under_the_pointer_stays_there_while_zooming(two: Pair, spot: Spot, factor: float, at: Point) -> None:
    placed = query_placed(two, PANE, spot)
    under = ((at[0] - placed[0][2]) / placed[0][0], (at[1] - placed[1][2]) / placed[1][1])
    assume(0 <= under[0] <= 1 and 0 <= under[1] <= 1)
    after = zoomed(two, PANE, spot, factor, at)
    assume(held(two, after) == after and 0 < after.x < 1 and 0 < after.y < 1)
    assert near(applied(query_placed(two, PANE, after), under), at, 1e-2)


@given(pairs(), spots, st.floats(1e-6, 1e6))
def test_zoom_ends_somewhere(two: Pair, spot: Spot, factor: float) -> None:
    assert 0.1 <= zoomed(two, PANE, spot, factor).zoom <= 40


@given(pairs())
def test_both_are_whole_side_by_side_unless_the_query_would_be_too_small(two: Pair) -> None:
    spot = whole_beside(two, PANE)
    assert 0.35 <= spot.zoom <= 1
    for placed in (query_placed(two, PANE, spot), known_beside(two, PANE, spot)):
        if spot.zoom > 0.35:
            for corner in CORNERS:
                x, y = applied(placed, corner) or (math.nan, math.nan)
                assert -0.5 <= x <= PANE[0] + 0.5
                assert -0.5 <= y <= PANE[1] + 0.5


@given(pairs(), st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_nobody_can_get_lost(two: Pair, x: float, y: float) -> None:
    spot = held(two, Spot(x, y, 1))
    assert math.isfinite(spot.x)
    assert math.isfinite(spot.y)
    assert applied(two.to_known, (spot.x, spot.y))


@given(sides, sides, sides, sides)
def test_the_whole_query_fits_its_pane(wide: float, high: float, known_wide: float, known_high: float) -> None:
    two = pair((wide, high), (known_wide, known_high), IDENTITY)
    assert two
    shape = outline(query_placed(two, PANE, whole_laid()), (0, 0, 1, 1))
    width, height = shape[2][0] - shape[0][0], shape[2][1] - shape[0][1]
    assert width / height == pytest.approx(wide / high)
    assert max(width / PANE[0], height / PANE[1]) == pytest.approx(1)


@given(sides, sides, transforms(), points)
def test_pixels_are_placed_where_their_share_of_the_picture_is(
    wide: float, high: float, placed: Homography, point: Point
) -> None:
    assert near(
        applied(in_pixels((wide, high), placed), (point[0] * wide, point[1] * high)), applied(placed, point), 1e-6
    )


@pytest.mark.parametrize(
    "transform",
    [
        ((1.0, 1.0, 0.0), (1.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-2.0, 0.0, 1.0)),
        ((math.nan, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        ((math.inf, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ],
    ids=["flat", "nothing", "through the horizon", "no number", "endless"],
)
def test_what_cannot_be_laid_is_not_laid(transform: Homography) -> None:
    assert pair((100, 100), (100, 100), transform) is None


def test_a_homography_is_the_same_at_any_scale_and_sign() -> None:
    flipped = tuple((-3 * a, -3 * b, -3 * c) for a, b, c in MIRRORED)
    two = pair((100, 100), (100, 100), flipped)
    assert two
    assert near(applied(two.to_known, (0.25, 0.5)), (0.75, 0.5))
    assert growth(two, whole_laid()) == pytest.approx(1)
