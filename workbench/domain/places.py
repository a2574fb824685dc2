"""Where something is said to be, with how precisely that is known."""

import math
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.refusals import Refusal

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid, IUGG (R1)."""


class Precision(StrEnum):
    """Atlos's location precision, with two coarser steps and one for 'nobody knows'."""

    EXACT = "exact"
    VICINITY = "vicinity"
    LOCALITY = "locality"
    PROVINCE = "province"
    COUNTRY = "country"
    UNKNOWN = "unknown"


RADIUS_M = {
    Precision.EXACT: 10.0,
    Precision.VICINITY: 100.0,
    Precision.LOCALITY: 1_000.0,
    Precision.PROVINCE: 100_000.0,
    Precision.COUNTRY: 700_000.0,
}
"""Radius in metres; the last two are generous circles, since a province is not round."""


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84 degrees: latitude -90 to 90, longitude -180 to 180; Refusal `place.impossible` outside."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise Refusal("place.impossible", latitude=str(self.latitude), longitude=str(self.longitude))

    def text(self) -> str:
        return f"{self.latitude:.6f},{self.longitude:.6f}"


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; `point` and `precision` where they are known."""

    name: str
    point: Point | None = None
    precision: Precision = Precision.UNKNOWN

    @property
    def radius_m(self) -> float | None:
        """The radius within which the true spot lies, in metres, or None where nobody knows."""
        return RADIUS_M.get(self.precision) if self.point else None


def parse_point(text: str) -> Point:
    """Read `LAT,LON` in decimal degrees; Refusal `place.unreadable` for anything else."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError as error:
        raise Refusal("place.unreadable", text=text) from error
    return Point(latitude, longitude)


def distance_m(one: Point, other: Point) -> float:
    """Great-circle distance in metres by the haversine formula (error of the sphere up to 0.6 %)."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    dlat, dlon = lat2 - lat1, math.radians(other.longitude - one.longitude)
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, h)))


def bearing_degrees(origin: Point, target: Point) -> float:
    """Initial great-circle bearing from origin to target, degrees clockwise from north, 0 <= b < 360."""
    lat1, lat2 = math.radians(origin.latitude), math.radians(target.latitude)
    dlon = math.radians(target.longitude - origin.longitude)
    y = math.sin(dlon) * math.cos(lat2)
    x = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(dlon)
    return math.degrees(math.atan2(y, x)) % 360 % 360  # the first gives 360.0 for an angle a hair below 0
