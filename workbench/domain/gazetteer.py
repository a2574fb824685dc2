"""What lies near a position: places, districts, provinces and countries by name, without any map of their borders.

Only points are known, and no borders: a province is named because places near the position lie in it. Every
division of which a place is about as near as the nearest one comes into question, and all of them are kept.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.domain.places import EARTH_RADIUS_M, Point, bearing_degrees, distance_m

NEARBY = 3
TOWN_PEOPLE = 100_000
FARTHEST_M = 100_000.0
"""Where no place is known within this, no division is named."""

AS_NEAR_TIMES, AS_NEAR_M = 2.0, 2_000.0
"""A place counts as about as near up to twice the distance of the nearest, and two kilometres."""


@dataclass(frozen=True, slots=True)
class Division:
    """A country, province or district. `code` is GeoNames' (`AF`, `AF.29`, `AF.29.2908`), `iso` ISO 3166's code
    where there is one; `local` are names in the country's own script."""

    code: str
    name: str
    local: tuple[str, ...] = ()
    iso: str = ""

    def text(self) -> str:
        """The name with the first local one, `Paktika (پکتیکا)`."""
        return named(self.name, self.local)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A populated place. `people` is 0 where nobody counted; `district` is None where it is not known."""

    name: str
    local: tuple[str, ...]
    point: Point
    people: int
    country: Division
    province: Division | None = None
    district: Division | None = None

    def text(self) -> str:
        """The name with the first local one."""
        return named(self.name, self.local)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place, and the way from it to a position: metres, and degrees clockwise from north, 0 <= b < 360."""

    place: NamedPlace
    distance_m: float
    bearing_degrees: float


@dataclass(frozen=True, slots=True)
class Locality:
    """What lies around `point`, which may be wrong by `error_m`. All are ordered by nearness, the nearest first.

    `nearby` holds at most `NEARBY` places and `town` the nearest of `TOWN_PEOPLE` and more. `countries`, `provinces`
    and `districts` are all that come into question; a single one is the likely one and still no certainty.
    """

    point: Point
    error_m: float
    nearby: tuple[Nearby, ...] = ()
    town: Nearby | None = None
    countries: tuple[Division, ...] = ()
    provinces: tuple[Division, ...] = ()
    districts: tuple[Division, ...] = ()


def named(name: str, local: Sequence[str]) -> str:
    """`name (local)`, or the name alone."""
    return f"{name} ({local[0]})" if local else name


class PlaceTable:
    """The places of a gazetteer, searched by position."""

    def __init__(self, places: Iterable[NamedPlace]) -> None:
        self._places = sorted(places, key=lambda place: place.point.latitude)
        self._latitudes = [place.point.latitude for place in self._places]

    def locate(self, point: Point, error_m: float = 0.0) -> Locality:
        """The places around a position and the divisions that come into question. Never raises."""
        near = self._within(point, 2 * FARTHEST_M + 3 * error_m)
        if not near or near[0].distance_m > FARTHEST_M + error_m:
            return Locality(point, error_m)
        reach = AS_NEAR_TIMES * (near[0].distance_m + error_m) + AS_NEAR_M
        asked = [one.place for one in near if one.distance_m <= reach]
        return Locality(
            point,
            error_m,
            nearby=tuple(near[:NEARBY]),
            town=next((one for one in near if one.place.people >= TOWN_PEOPLE), None),
            countries=_each(place.country for place in asked),
            provinces=_each(place.province for place in asked),
            districts=_each(place.district for place in asked),
        )

    def _within(self, point: Point, reach_m: float) -> list[Nearby]:
        degrees = math.degrees(reach_m / EARTH_RADIUS_M)
        first = bisect_left(self._latitudes, point.latitude - degrees)
        last = bisect_right(self._latitudes, point.latitude + degrees)
        measured = ((distance_m(place.point, point), number) for number, place in enumerate(self._places[first:last]))
        return [
            Nearby(place, length, bearing_degrees(place.point, point))
            for length, number in sorted(measured)
            if length <= reach_m
            for place in (self._places[first + number],)
        ]


def _each(divisions: Iterable[Division | None]) -> tuple[Division, ...]:
    return tuple(dict.fromkeys(division for division in divisions if division))


def read_gazetteer(divisions: str, places: str) -> PlaceTable:
    """The gazetteer from its two tables of tab-separated lines, in the form of `packaging/make_gazetteer.py`.

    ValueError, KeyError or Refusal `place.impossible` where a line has another form.
    """
    by_code = {}
    for line in divisions.splitlines():
        code, name, local, iso = line.split("\t")
        by_code[code] = Division(code, name, _names(local), iso)
    return PlaceTable(_place(line, by_code) for line in places.splitlines())


def _place(line: str, divisions: dict[str, Division]) -> NamedPlace:
    name, local, position, people, country, province, district = line.split("\t")
    latitude, longitude = (float(part) for part in position.split(","))
    return NamedPlace(
        name,
        _names(local),
        Point(latitude, longitude),
        int(people),
        divisions[country],
        divisions[province] if province else None,
        divisions[district] if district else None,
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
