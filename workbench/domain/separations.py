"""How far a position lies from a place, with the uncertainties of both."""

import math
from dataclasses import dataclass

from workbench.domain.places import Place, Point, bearing_degrees, distance_m

UNSTATED_ERROR_M = 100.0
"""Taken where a file states no error: a phone's position without clear sky is often off by tens of metres."""

SPHERE_ERROR = 0.006
"""The share by which a distance on the sphere may be wrong."""


@dataclass(frozen=True, slots=True)
class Separation:
    """Metres and degrees. The true distance lies between `least_m` and `most_m`.

    `bearing_degrees` leads from the place to the position, 0 <= b < 360, and may be wrong by
    `bearing_error_degrees` to either side: 180 where the two circles touch, and any direction is possible.
    """

    distance_m: float
    least_m: float
    most_m: float
    bearing_degrees: float
    bearing_error_degrees: float


def separation(place: Place, position: Point, error_m: float) -> Separation | None:
    """The way from a place to a position; None where nobody knows where the place is, or how precisely.

    The place's radius and the position's error are bounds, and no standard deviations: they are added, not squared.
    """
    if place.point is None or place.radius_m is None:
        return None
    length, reach = distance_m(place.point, position), place.radius_m + error_m
    apart = length * (1 - SPHERE_ERROR) - reach
    turn = math.degrees(math.asin(reach / length)) if apart > 0 else 180.0
    return Separation(
        length,
        max(0.0, apart),
        length * (1 + SPHERE_ERROR) + reach,
        bearing_degrees(place.point, position),
        turn,
    )
