"""Which part of the world is looked at, and where a position stands in it.

The projection is equirectangular, true to scale along the meridians and along the parallel in the middle of the view:
what lies near the middle is true in length and direction, whatever the zoom.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.domain.places import EARTH_RADIUS_M, Point

METRES_PER_DEGREE = EARTH_RADIUS_M * math.pi / 180
LEAST_SCALE, MOST_SCALE = 1.0, METRES_PER_DEGREE / 2.0
"""Pixels to a degree of latitude: the world on a small screen, and two metres to a pixel."""
_STEEPEST = 80.0
"""Degrees of latitude beyond which the parallels are not drawn any shorter."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A part of the world: a middle, and how far it goes from there to each side, in metres."""

    point: Point
    half_m: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What is seen: the middle in degrees, pixels per degree of latitude, and the view's size in pixels."""

    latitude: float
    longitude: float
    scale: float
    width: float
    height: float

    @property
    def across(self) -> float:
        """Pixels per degree of longitude."""
        return self.scale * math.cos(math.radians(min(abs(self.latitude), _STEEPEST)))

    @property
    def pixels_per_metre(self) -> float:
        return self.scale / METRES_PER_DEGREE

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is seen, in degrees; it may reach beyond the world."""
        across, down = self.width / 2 / self.across, self.height / 2 / self.scale
        return self.longitude - across, self.latitude - down, self.longitude + across, self.latitude + down

    def place(self, point: Point) -> tuple[float, float]:
        """Where a position stands, in pixels from the top left corner; it may lie outside."""
        x = self.width / 2 + (point.longitude - self.longitude) * self.across
        return x, self.height / 2 - (point.latitude - self.latitude) * self.scale

    def point_at(self, x: float, y: float) -> Point:
        """The position under a pixel, held within the world."""
        return _held(
            self.latitude - (y - self.height / 2) / self.scale, self.longitude + (x - self.width / 2) / self.across
        )

    def pushed(self, x: float, y: float) -> "Frame":
        """The map pushed by so many pixels to the right and down."""
        return self.at(self.point_at(self.width / 2 - x, self.height / 2 - y))

    def zoomed(self, factor: float, x: float | None = None, y: float | None = None) -> "Frame":
        """Closer by `factor`; what is under the pixel, or in the middle, stays there."""
        x, y = self.width / 2 if x is None else x, self.height / 2 if y is None else y
        held = self.point_at(x, y)
        closer = replace(self, scale=min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE))
        now_x, now_y = closer.place(held)
        return closer.pushed(x - now_x, y - now_y)

    def at(self, point: Point) -> "Frame":
        return replace(self, latitude=point.latitude, longitude=point.longitude)

    def sized(self, width: float, height: float) -> "Frame":
        return replace(self, width=max(1.0, width), height=max(1.0, height))


def framed(reach: Reach, width: float, height: float) -> Frame:
    """The frame that takes in all of `reach`."""
    scale = (min(width, height) / 2) * METRES_PER_DEGREE / max(reach.half_m, 1.0)
    held = min(max(scale, LEAST_SCALE), MOST_SCALE)
    return Frame(reach.point.latitude, reach.point.longitude, held, max(1.0, width), max(1.0, height))


def reach_of(circles: Iterable[tuple[Point, float]], times: float, least_m: float) -> Reach:
    """What takes in whole circles of a radius in metres, `times` as far as they need; the circles are not empty."""
    boxes = [_box(point, radius) for point, radius in circles]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    middle = _held((south + north) / 2, (west + east) / 2)
    down = (north - south) / 2 * METRES_PER_DEGREE
    aside = (east - west) / 2 * METRES_PER_DEGREE * math.cos(math.radians(min(abs(middle.latitude), _STEEPEST)))
    return Reach(middle, max(least_m, down, aside) * times)


def destination(origin: Point, metres: float, degrees: float) -> Point:
    """Where a great circle leads that leaves `origin` at `degrees` from north. The longitude stays beside the
    origin's, and may be read past the 180th meridian by `circle` alone."""
    latitude, longitude = _destination(origin, metres, degrees)
    return _held(latitude, (longitude + 540) % 360 - 180)


def circle(frame: Frame, middle: Point, radius_m: float, points: int = 72) -> list[tuple[float, float]]:
    """The pixels of all that is `radius_m` away, joined up around the middle."""
    found = []
    for part in range(points):
        latitude, longitude = _destination(middle, radius_m, 360 * part / points)
        found.append(
            (frame.width / 2 + (longitude - frame.longitude) * frame.across,
             frame.height / 2 - (latitude - frame.latitude) * frame.scale)
        )  # fmt: skip
    return found


def way(one: Point, other: Point, points: int = 48) -> list[Point]:
    """The great circle between two positions, ends included; a straight line where they lie face to face."""
    first, last = _vector(one), _vector(other)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(first, last, strict=True)))))
    if math.sin(angle) < 1e-9:
        return [one, other]
    found = []
    for part in range(points + 1):
        near, far = math.sin((1 - part / points) * angle), math.sin(part / points * angle)
        x, y, z = ((near * a + far * b) / math.sin(angle) for a, b in zip(first, last, strict=True))
        found.append(_held(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))))
    return [one, *found[1:-1], other]


def scale_bar(metres_across: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is at most `metres_across`, which is above 0."""
    power = 10.0 ** math.floor(math.log10(metres_across))
    return max(step * power for step in (1, 2, 5) if step * power <= metres_across * (1 + 1e-9))


def _destination(origin: Point, metres: float, degrees: float) -> tuple[float, float]:
    angle, bearing = metres / EARTH_RADIUS_M, math.radians(degrees)
    lat = math.radians(origin.latitude)
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(bearing)
    north = math.asin(max(-1.0, min(1.0, sine)))
    east = math.atan2(math.sin(bearing) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * sine)
    return math.degrees(north), origin.longitude + math.degrees(east)


def _vector(point: Point) -> tuple[float, float, float]:
    lat, lon = math.radians(point.latitude), math.radians(point.longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _box(point: Point, radius_m: float) -> tuple[float, float, float, float]:
    down = radius_m / METRES_PER_DEGREE
    aside = down / math.cos(math.radians(min(abs(point.latitude), _STEEPEST)))
    return point.longitude - aside, point.latitude - down, point.longitude + aside, point.latitude + down


def _held(latitude: float, longitude: float) -> Point:
    return Point(min(max(latitude, -90.0), 90.0), min(max(longitude, -180.0), 180.0))
