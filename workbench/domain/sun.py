"""Where the sun stands in the sky at a place and a time, and whether it is day there.

The algorithm is that of the Solar Calculator of the US National Oceanic and Atmospheric Administration (NOAA Global
Monitoring Laboratory, "General Solar Position Calculations" and its spreadsheets), after Meeus, "Astronomical
Algorithms" (2nd edition, 1998), chapters 25 (low accuracy), 22, 12 and 28. Meeus states 0.01 degrees for the sun's
longitude; with refraction near the horizon in ordinary air take 0.1 degrees there. Years 1900 to 2100; terrain,
weather and height above the sea are not reckoned with.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from workbench.domain.intervals import Interval
from workbench.domain.places import EARTH_RADIUS_M, Point

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
LONGEST = timedelta(days=2)
STEP = timedelta(minutes=4)
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Light(StrEnum):
    """How light it is by the height of the sun's centre; the limits are those of the US Naval Observatory."""

    DAY = "day"
    CIVIL = "civil"
    NAUTICAL = "nautical"
    ASTRONOMICAL = "astronomical"
    NIGHT = "night"


LOWEST = {Light.DAY: -0.833, Light.CIVIL: -6.0, Light.NAUTICAL: -12.0, Light.ASTRONOMICAL: -18.0, Light.NIGHT: -90.0}
"""The lowest height of the sun's centre in degrees, without refraction, at which each still holds."""


@dataclass(frozen=True, slots=True)
class SunPosition:
    """Degrees: `azimuth` clockwise from true north, 0 <= a < 360; `elevation` of the sun's centre above a level
    horizon, without refraction; `apparent` the same as it is seen through the air."""

    azimuth: float
    elevation: float
    apparent: float


@dataclass(frozen=True, slots=True)
class SunRange:
    """The sun over an interval, seen from anywhere within a radius of a point.

    `lowest` and `highest` are heights in degrees without refraction. `azimuth_from` and `azimuth_to` are where it
    stands, seen from the point, at the interval's start and end. `light` is every kind of light that occurs.
    """

    point: Point
    interval: Interval
    lowest: float
    highest: float
    azimuth_from: float
    azimuth_to: float
    light: tuple[Light, ...]


def sun_position(point: Point, when: datetime) -> SunPosition:
    """The sun at one moment, which knows its zone. ValueError for a naive moment."""
    if when.tzinfo is None:
        raise ValueError("a moment needs a zone")
    days = (when - J2000) / timedelta(days=1)
    declination, equation_of_time = _sun(days / 36_525)
    utc = when.astimezone(UTC)
    minutes = utc.hour * 60 + utc.minute + (utc.second + utc.microsecond / 1e6) / 60
    hour_angle = math.radians((minutes + equation_of_time + 4 * point.longitude) / 4 - 180)
    latitude = math.radians(point.latitude)
    up = math.sin(latitude) * math.sin(declination)
    up += math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)
    elevation = math.degrees(math.asin(max(-1.0, min(1.0, up))))
    east = -math.cos(declination) * math.sin(hour_angle)
    north = math.sin(declination) * math.cos(latitude)
    north -= math.cos(declination) * math.sin(latitude) * math.cos(hour_angle)
    return SunPosition(math.degrees(math.atan2(east, north)) % 360 % 360, elevation, elevation + _refraction(elevation))


def light_at(elevation: float) -> Light:
    """What the height of the sun's centre, in degrees without refraction, means for the light."""
    return next(light for light, lowest in LOWEST.items() if elevation >= lowest or light is Light.NIGHT)


def sun_over(point: Point, interval: Interval, radius_m: float = 0.0) -> SunRange | None:
    """The sun through an interval of two days at most; None for a longer one, in which everything occurs, and outside
    the years 1900 to 2100, for which the algorithm was not made.

    The heights are widened by what `radius_m` and the steps of four minutes may hide: a degree of the earth's curve is
    a degree of the sun's height.
    """
    length = interval.end - interval.start
    if length > LONGEST or not FIRST_YEAR <= interval.start.year <= interval.end.year <= LAST_YEAR:
        return None
    steps = math.ceil(length / STEP)
    moments = [interval.start + length * (number / max(1, steps)) for number in range(steps + 1)]
    seen = [sun_position(point, moment) for moment in moments]
    slack = math.degrees(radius_m / EARTH_RADIUS_M)
    if steps > 1:
        slack += 0.01  # between two steps the height bends by less, but where the sun passes overhead
    lowest = max(-90.0, min(one.elevation for one in seen) - slack)
    highest = min(90.0, max(one.elevation for one in seen) + slack)
    light = [one for one in Light if highest >= LOWEST[one] and (one is Light.DAY or lowest < LOWEST[_above(one)])]
    return SunRange(point, interval, lowest, highest, seen[0].azimuth, seen[-1].azimuth, tuple(light))


def _above(light: Light) -> Light:
    order = list(Light)
    return order[order.index(light) - 1]


def _sun(t: float) -> tuple[float, float]:
    """Declination in radians and equation of time in minutes, `t` Julian centuries after J2000."""
    mean_longitude = math.radians((280.46646 + t * (36_000.76983 + t * 0.0003032)) % 360)
    anomaly = math.radians(357.52911 + t * (35_999.05029 - 0.0001537 * t))
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = math.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
    centre += math.sin(2 * anomaly) * (0.019993 - 0.000101 * t) + math.sin(3 * anomaly) * 0.000289
    node = math.radians(125.04 - 1_934.136 * t)
    longitude = mean_longitude + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    obliquity = 23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
    tilt = math.radians(obliquity + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    y = math.tan(tilt / 2) ** 2
    equation = y * math.sin(2 * mean_longitude) - 2 * eccentricity * math.sin(anomaly)
    equation += 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean_longitude)
    equation -= 0.5 * y * y * math.sin(4 * mean_longitude) + 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    return declination, 4 * math.degrees(equation)


def _refraction(elevation: float) -> float:
    """NOAA's approximation for ordinary air, in degrees."""
    if elevation > 85:
        return 0.0
    slope = math.tan(math.radians(elevation))
    if elevation > 5:
        seconds = 58.1 / slope - 0.07 / slope**3 + 0.000086 / slope**5
    elif elevation > -0.575:
        seconds = 1_735 + elevation * (-518.2 + elevation * (103.4 + elevation * (-12.79 + elevation * 0.711)))
    else:
        seconds = -20.774 / slope
    return seconds / 3_600
