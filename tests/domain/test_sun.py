"""The sun against published values, and over intervals."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.intervals import Interval
from workbench.domain.places import EARTH_RADIUS_M, Point
from workbench.domain.sun import LONGEST, Light, light_at, sun_over, sun_position

PLACES = st.builds(Point, st.floats(-66, 66), st.floats(-180, 180))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))


def test_golden_colorado_as_nrel_has_it():
    """Reda and Andreas, Solar Position Algorithm, NREL/TP-560-34302 (2008), table A5.1."""
    when = datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7)))
    found = sun_position(Point(39.742476, -105.1786), when)
    assert found.azimuth == pytest.approx(194.34024, abs=0.01)
    assert found.elevation == pytest.approx(39.872046, abs=0.01)
    assert found.apparent == pytest.approx(90 - 50.11162, abs=0.01)


def test_declination_as_meeus_has_it():
    """Meeus, Astronomical Algorithms, example 25.a; seen from a pole the sun is as high as its declination."""
    found = sun_position(Point(90, 0), datetime(1992, 10, 12, 23, 59, 1, tzinfo=UTC))  # 0h dynamical time
    assert found.elevation == pytest.approx(-7.78507, abs=0.005)


def test_equation_of_time_as_meeus_has_it():
    """Example 28.a: 13 min 42.6 s. So far west of Greenwich it is true midnight at 0h, and the sun stands due north."""
    found = sun_position(Point(50, -(13 + 42.6 / 60) / 4), datetime(1992, 10, 13, tzinfo=UTC))
    assert min(found.azimuth, 360 - found.azimuth) == pytest.approx(0, abs=0.02)
    assert found.elevation == pytest.approx(-40 - 7.785, abs=0.01)


@pytest.mark.parametrize(
    ("when", "declination"),
    [("2024-06-20T20:51+00:00", 23.4378), ("2025-03-20T09:01+00:00", 0.0), ("2025-09-22T18:19+00:00", 0.0)],
)
def test_solstice_and_equinoxes_as_the_almanac_has_them(when, declination):
    """Moments: US Naval Observatory, Earth's seasons."""
    assert sun_position(Point(90, 0), datetime.fromisoformat(when)).elevation == pytest.approx(declination, abs=0.01)


@pytest.mark.parametrize(
    ("elevation", "light"),
    [(90, Light.DAY), (-0.8, Light.DAY), (-0.9, Light.CIVIL), (-6, Light.CIVIL), (-6.1, Light.NAUTICAL),
     (-12.1, Light.ASTRONOMICAL), (-18, Light.ASTRONOMICAL), (-18.1, Light.NIGHT), (-90, Light.NIGHT)],
)  # fmt: skip
def test_kinds_of_light(elevation, light):
    assert light_at(elevation) is light


@given(PLACES, MOMENTS)
def test_a_position_is_in_the_sky(point, when):
    found = sun_position(point, when)
    assert 0 <= found.azimuth < 360
    assert -90 <= found.elevation <= 90
    assert -0.01 <= found.apparent - found.elevation <= 0.6 or found.elevation < -0.575


@given(PLACES, MOMENTS, st.integers(-720, 840))
def test_the_zone_in_which_a_moment_is_written_does_not_matter(point, when, minutes):
    other = when.astimezone(timezone(timedelta(minutes=minutes)))
    assert sun_position(point, when).elevation == pytest.approx(sun_position(point, other).elevation, abs=1e-6)


@given(PLACES, MOMENTS, st.floats(0, 47), st.floats(0, 100_000), st.floats(0, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_a_range_holds_every_moment_and_every_spot(point, start, hours, radius_m, share, north, east):
    interval = Interval(start, start + timedelta(hours=hours))
    found = sun_over(point, interval, radius_m)
    reach = radius_m / EARTH_RADIUS_M * 57.29 * 0.7
    # A degree of longitude is a degree of the sun's way at most.
    spot = Point(point.latitude + north * reach, max(-180.0, min(180.0, point.longitude + east * reach)))
    seen = sun_position(spot, start + timedelta(hours=hours * share)).elevation
    assert found.lowest - 0.01 <= seen <= found.highest + 0.6
    if found.lowest <= seen <= found.highest:
        assert light_at(seen) in found.light


def test_a_longer_stretch_says_nothing():
    start = datetime(2025, 10, 9, tzinfo=UTC)
    assert sun_over(Point(33, 69), Interval(start, start + LONGEST + timedelta(seconds=1))) is None


def test_a_moment_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        sun_position(Point(0, 0), datetime(2025, 1, 1))
