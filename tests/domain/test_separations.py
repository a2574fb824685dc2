import math

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.places import EARTH_RADIUS_M, Place, Point, Precision, bearing_degrees, distance_m
from workbench.domain.separations import separation

STRUCK = Point(32.9042, 69.4589)


def moved(point, metres, degrees):
    """The point that lies so far off in that direction, on the sphere."""
    far, turn = metres / EARTH_RADIUS_M, math.radians(degrees)
    lat = math.radians(point.latitude)
    there = math.asin(math.sin(lat) * math.cos(far) + math.cos(lat) * math.sin(far) * math.cos(turn))
    east = math.atan2(math.sin(turn) * math.sin(far) * math.cos(lat), math.cos(far) - math.sin(lat) * math.sin(there))
    return Point(math.degrees(there), point.longitude + math.degrees(east))


@given(
    st.floats(0, 300_000), st.floats(0, 360), st.sampled_from(list(Precision)[:3]), st.floats(0, 5_000),
    st.floats(0, 1), st.floats(0, 360), st.floats(0, 1), st.floats(0, 360),
)  # fmt: skip
def test_wherever_in_their_circles_the_two_lie_the_way_is_within_its_bounds(
    away, turn, precision, error_m, here, here_turn, there, there_turn
):
    place, said = Place("Bermal", STRUCK, precision), moved(STRUCK, away, turn)
    found = separation(place, said, error_m)
    event, camera = moved(STRUCK, place.radius_m * here, here_turn), moved(said, error_m * there, there_turn)
    length = distance_m(event, camera)
    assert found.least_m - 1 <= length <= found.most_m + 1
    assert found.least_m <= found.distance_m <= found.most_m
    off = abs((bearing_degrees(event, camera) - found.bearing_degrees + 180) % 360 - 180)
    # Meridians converge: the bearings of shifted points differ by a little more than the circles say.
    assert off <= found.bearing_error_degrees + 0.2


def test_a_place_that_nobody_can_draw_has_no_distance():
    assert separation(Place("Paktika"), STRUCK, 10) is None
    assert separation(Place("Paktika", STRUCK), STRUCK, 10) is None
