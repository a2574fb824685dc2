import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import outcome
from workbench.domain.places import (
    EARTH_RADIUS_M,
    Place,
    Point,
    Precision,
    bearing_degrees,
    distance_m,
    parse_point,
)
from workbench.domain.refusals import Refusal

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@given(POINTS, POINTS)
def test_distance_is_a_distance(one, other):
    there, back = distance_m(one, other), distance_m(other, one)
    assert math.isclose(there, back, abs_tol=1e-3)
    assert 0 <= there <= math.pi * EARTH_RADIUS_M + 1
    assert distance_m(one, one) == 0


@given(POINTS, POINTS, POINTS)
def test_no_detour_is_shorter(one, other, via):
    assert distance_m(one, other) <= distance_m(one, via) + distance_m(via, other) + 0.5


@given(POINTS, POINTS)
def test_a_bearing_is_on_the_compass(one, other):
    assert 0 <= bearing_degrees(one, other) < 360


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(0.001, 0.9))
def test_due_north_is_north(latitude, longitude, step):
    one, other = Point(latitude, longitude), Point(latitude + step, longitude)
    assert min(bearing_degrees(one, other), 360 - bearing_degrees(one, other)) < 1e-6
    assert distance_m(one, other) == pytest.approx(math.radians(step) * EARTH_RADIUS_M, rel=1e-6)


def test_the_date_line_is_no_wall():
    assert distance_m(Point(0, 179.999), Point(0, -179.999)) < 250


@given(st.floats(), st.floats())
def test_a_point_is_on_the_earth_or_refused(latitude, longitude):
    found = outcome(lambda: Point(latitude, longitude))
    assert isinstance(found, Refusal) != (abs(latitude) <= 90 and abs(longitude) <= 180)


@given(POINTS)
def test_a_point_reads_back_to_a_tenth_of_a_metre(point):
    assume(abs(point.latitude) < 89.999999 and abs(point.longitude) < 179.999999)
    assert distance_m(parse_point(point.text()), point) < 0.12


@given(st.text(max_size=40))
def test_any_text_is_a_point_or_a_refusal(text):
    found = outcome(lambda: parse_point(text))
    assert isinstance(found, Point) or found.code in {"place.unreadable", "place.impossible"}


def test_a_place_without_a_point_or_a_precision_has_no_radius():
    assert Place("Paktika", None, Precision.EXACT).radius_m is None
    assert Place("Paktika", Point(33, 69)).radius_m is None
    assert Place("Paktika", Point(33, 69), Precision.LOCALITY).radius_m == 1_000
